/**
 * What may stand before a verb: the hyphens and the slash of the original, the dashes that pasted documentation
 * brings, and an en dash mis-decoded as Windows-1252 (`â€“`) or an em dash so (`â€”`).
 */
const VERB_PREFIX = /^(?:--?|\/|[–—]|â€[“”–—])/

/** The ways to ask for help that other programs have taught. */
const HELP = ['-?', '/?', '-h']

/**
 * Spells verbs and options as the parser knows them: any prefix of {@link VERB_PREFIX} and any case become `--verb`.
 * Only words that name one of `names` are changed: `/srv/SSO1234.bak` stays a path. So does what follows `--`, and
 * the value of an option.
 *
 * @param names - verbs and options, as they are to be written
 * @param valued - the options among them that take a value
 */
export function respell(
  argv: readonly string[],
  names: readonly string[],
  valued: readonly string[] = [],
): string[] {
  const known = new Map(names.map((name) => [name.toLowerCase(), name]))
  const end = argv.indexOf('--')
  const words: string[] = []
  for (const [at, argument] of argv.entries()) {
    const literal = (end !== -1 && at >= end) || takesNext(words.at(-1), valued)
    words.push(literal ? argument : respellWord(argument, known))
  }
  return words
}

/** A word as the name of a verb would be, whatever stands before it. */
export function withoutVerbPrefix(word: string): string {
  return word.replace(VERB_PREFIX, '')
}

/** Whether the word after `word` is its value. */
export function takesNext(word: string | undefined, valued: readonly string[]): boolean {
  return word?.startsWith('--') === true && valued.includes(word.slice(2))
}

function respellWord(argument: string, known: ReadonlyMap<string, string>): string {
  if (HELP.includes(argument.toLowerCase())) return '--help'
  if (!VERB_PREFIX.test(argument)) return argument
  const [word = '', ...value] = argument.replace(VERB_PREFIX, '').split('=')
  const name = known.get(word.toLowerCase())
  return name === undefined ? argument : [`--${name}`, ...value].join('=')
}
