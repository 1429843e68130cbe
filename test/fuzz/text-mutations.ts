import type { SeededRandom } from './seeded-random.ts'

/** What has broken readers of XML, and what this format expects. */
const TOKENS = [
  ...[
    '<',
    '>',
    '</',
    '/>',
    '&',
    '&amp;',
    '&#0;',
    '&#xD800;',
    '&lol;',
    ']]>',
    '<![CDATA[',
    '<!--',
    '-->',
    '<?x?>',
  ],
  ...['<!DOCTYPE sso [<!ENTITY a "b">]>', '\0', '\ufeff', '\ud800', '\r', '"', "'", '=', ' ', '- ', '\\'],
  ...[
    '<sso>',
    '</sso>',
    '<application name="',
    '<mapping>',
    '</mapping>',
    '<flags enableApp="yes"/>',
    '<field/>',
  ],
  ...['ordinal="-1"', 'ordinal="1e9"', 'masked="maybe"', 'Payroll', 'CORP\\', '__proto__', '9'.repeat(400)],
] as const satisfies readonly string[]

type Mutation = (text: string, random: SeededRandom) => string

const insert: Mutation = (text, random) => splice(text, random, 0, random.pick(TOKENS))
const remove: Mutation = (text, random) => splice(text, random, 1 + random.below(40), '')
const replace: Mutation = (text, random) => splice(text, random, 1 + random.below(6), random.pick(TOKENS))
const cut: Mutation = (text, random) => text.slice(0, random.below(text.length + 1))
const repeat: Mutation = (text, random) => {
  const at = random.below(text.length + 1)
  return splice(text, random, 0, text.slice(at, at + 1 + random.below(400)))
}
const swapCase: Mutation = (text, random) => {
  const at = random.below(text.length + 1)
  return `${text.slice(0, at)}${text.slice(at, at + 30).toUpperCase()}${text.slice(at + 30)}`
}

function splice(text: string, random: SeededRandom, removed: number, inserted: string): string {
  const at = random.below(text.length + 1)
  return `${text.slice(0, at)}${inserted}${text.slice(at + removed)}`
}

/** Changes an XML text in none to three ways. */
export function mutateText(text: string, random: SeededRandom): string {
  let mutated = text
  for (let left = random.below(4); left > 0; left -= 1)
    mutated = random.pick([insert, remove, replace, cut, repeat, swapCase])(mutated, random)
  return mutated
}
