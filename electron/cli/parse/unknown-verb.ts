import { didYouMean, similarNames } from '../grammar/did-you-mean.ts'
import { withoutVerbPrefix } from '../grammar/old-spelling.ts'
import { UsageError } from '../terminal/usage-error.ts'
import type { Program } from '../verb/program.ts'
import { programVerbs } from './program-verbs.ts'

/** The answer to a command line without a verb that the program has. `shown` is the word that was to be one, if any. */
export function unknownVerb(
  program: Program,
  rest: readonly string[],
  shown: string | undefined,
): UsageError {
  const hint = `Try: ${program.name} --help`
  if (shown !== undefined) {
    const word = withoutVerbPrefix(shown)
    const elsewhere = verbElsewhere(program, word)
    if (elsewhere !== null) return new UsageError(elsewhere)
    return new UsageError(`${program.name} has no verb ${shown}.${suggestion(program, word)} ${hint}`)
  }
  const [first = ''] = rest
  const known = own(program).find((name) => name.toLowerCase() === first.toLowerCase())
  const meant = known === undefined ? suggestion(program, first) : didYouMean('-', [known])
  return new UsageError(`Nothing to do.${meant} ${hint}`)
}

/** A sentence that names the other programs which have a verb; `null` if none has. */
export function verbElsewhere({ name: program }: Pick<Program, 'name'>, word: string): string | null {
  const homes = Object.entries(programVerbs).flatMap(([home, verbs]) => {
    const verb = verbs.find((one) => one.toLowerCase() === word.toLowerCase())
    return verb === undefined || home === program ? [] : [{ home, verb }]
  })
  const [first] = homes
  if (first === undefined) return null
  const names = homes.map(({ home }) => home).join(' and of ')
  const tries = homes.map(({ home, verb }) => `${home} -${verb}`).join(' or ')
  return `-${first.verb} is a verb of ${names}, not of ${program}. Try: ${tries}`
}

/** Of this program's verbs, else of another's. */
function suggestion(program: Program, word: string): string {
  const near = similarNames(word, own(program))
  if (near.length > 0) return didYouMean('-', near)
  const others = Object.entries(programVerbs).filter(([home]) => home !== program.name)
  const found = others.flatMap(([home, verbs]) => similarNames(word, verbs).map((verb) => `${home} -${verb}`))
  return didYouMean('', found.slice(0, 2))
}

function own({ retired, verbs }: Program): readonly string[] {
  return [...verbs, ...retired].map(({ name }) => name)
}
