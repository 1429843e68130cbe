/**
 * What may stand before a verb: the hyphens and the slash of the original, the dashes that pasted documentation
 * brings, and an en dash mis-decoded as Windows-1252 (`â€“`) or an em dash so (`â€”`).
 */
const VERB_PREFIX = /^(?:--?|\/|[–—]|â€[“”–—])/

/**
 * Spells verbs as the parser knows them: any prefix of {@link VERB_PREFIX} and any case become `--verb`. Only
 * words that name one of `verbs` or `options` are changed: `/srv/SSO1234.bak` stays a path.
 *
 * @param names - verbs and options, as they are to be written
 */
export function respell(argv: readonly string[], names: readonly string[]): string[] {
  const known = new Map(names.map((name) => [name.toLowerCase(), name]))
  return argv.map((argument) => {
    const [word = '', ...value] = argument.replace(VERB_PREFIX, '').split('=')
    const name = VERB_PREFIX.test(argument) ? known.get(word.toLowerCase()) : undefined
    return name === undefined ? argument : [`--${name}`, ...value].join('=')
  })
}
