import { Command, CommanderError } from 'commander'
import { camelCase } from '../grammar/camel-case.ts'
import { didYouMean, similarNames } from '../grammar/did-you-mean.ts'
import { optionsOf } from '../grammar/global-options.ts'
import { withoutVerbPrefix } from '../grammar/old-spelling.ts'
import type { GivenWords, VerbOption } from '../grammar/verb-data.ts'
import { UsageError } from '../terminal/usage-error.ts'
import type { Program } from '../verb/program.ts'
import type { Verb } from '../verb/verb.ts'
import { verbElsewhere } from './unknown-verb.ts'

/**
 * Takes options out of a command line.
 *
 * @returns the options' values by their names in camel case, and the words that are none
 * @throws {@link UsageError}
 */
export function parseOptions(
  program: Program,
  verb: Verb,
  argv: readonly string[],
): { options: GivenWords; words: readonly string[] } {
  const name = `${program.name} -${verb.name}`
  const options = optionsOf(verb)
  const command = new Command(name).exitOverride().helpOption(false).allowExcessArguments()
  command.configureOutput({ writeErr: () => undefined })
  for (const { name: option, value } of options) {
    command.option(value === undefined ? `--${option}` : `--${option} <${value}>`)
  }
  try {
    command.parse(argv, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    const [said = ''] = error.message.replace(/^error: /, '').split('\n')
    // What follows `=` may be a secret that was meant for another option.
    const shown = said.replace(/=.*$/s, "'")
    const [, unknown] = /^unknown option '(.*)'$/.exec(shown) ?? []
    const word = unknown === undefined ? '' : withoutVerbPrefix(unknown)
    const elsewhere = verbElsewhere(program, word)
    if (elsewhere !== null) throw new UsageError(`${name}: ${shown}. ${elsewhere}`)
    const near = didYouMean(
      '--',
      similarNames(
        word,
        options.map((option) => option.name),
      ),
    )
    throw new UsageError(`${name}: ${shown}.${near} Try: ${name} --help`)
  }
  const given = command.opts<Record<string, string | boolean | undefined>>()
  for (const option of options) refuseValue(name, option, given[camelCase(option.name)], options)
  return { options: given, words: command.args }
}

/** What a script has left empty, or the next option that was taken for the value of this one. */
function refuseValue(
  line: string,
  { isText, name, value }: VerbOption,
  given: string | boolean | undefined,
  options: readonly VerbOption[],
): void {
  if (value === undefined || isText || typeof given !== 'string') return
  if (given.trim() === '') throw new UsageError(`${line}: --${name} is empty; it needs a <${value}>.`)
  if (options.some((other) => given === `--${other.name}`))
    throw new UsageError(`${line}: --${name} needs a <${value}>, and ${given} follows it.`)
}
