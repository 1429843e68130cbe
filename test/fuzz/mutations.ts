import { fieldsOf, withAgeHeader, withFields, withPayload } from '../support/backup-samples.ts'
import { utf8 } from '../support/test-system.ts'
import type { SeededRandom } from './seeded-random.ts'

type Mutation = (file: Uint8Array, random: SeededRandom) => Uint8Array

const splice = (bytes: Uint8Array, from: number, to: number, insert: Uint8Array): Uint8Array =>
  Buffer.concat([bytes.subarray(0, from), insert, bytes.subarray(to)])

const flipBit: Mutation = (bytes, random) => {
  const at = random.below(bytes.length)
  const bit = 1 << random.below(8)
  return bytes.map((byte, index) => (index === at ? byte ^ bit : byte))
}

const overwrite: Mutation = (bytes, random) => {
  const at = random.below(bytes.length)
  const insert = random.bytes(1 + random.below(8))
  return splice(bytes, at, at + insert.length, insert)
}

const insertBytes: Mutation = (bytes, random) => {
  const at = random.below(bytes.length)
  return splice(bytes, at, at, random.bytes(1 + random.below(32)))
}

const removeSlice: Mutation = (bytes, random) => {
  const at = random.below(bytes.length)
  return splice(bytes, at, at + 1 + random.below(64), new Uint8Array(0))
}

const repeatSlice: Mutation = (bytes, random) => {
  const at = random.below(bytes.length)
  return splice(bytes, at, at, bytes.subarray(at, at + 1 + random.below(200)))
}

const cut: Mutation = (bytes, random) => bytes.subarray(0, random.below(bytes.length))

const grow: Mutation = (bytes, random) => {
  const at = random.below(bytes.length)
  return splice(
    bytes,
    at,
    at,
    new Uint8Array(random.below(70_000)).fill(random.pick([0x20, 0x5b, 0x7b, 0x41])),
  )
}

/** Text where the format expects it, and text that has broken readers of other formats. */
const TOKENS = [
  ...[
    '',
    ' ',
    '\n',
    '\r\n',
    '\0',
    '"',
    '\\',
    '\\u0000',
    '\\ud800',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '-',
    '=',
    '-> ',
  ],
  ...['null', 'true', '1e999', '-0', '99999999999999999999', '0x10', '__proto__', 'constructor', '\ufeff'],
  ...['-> scrypt ', '--- ', 'age-encryption.org/v1\n', '-----BEGIN AGE ENCRYPTED FILE-----\n'],
] as const satisfies readonly string[]

const insertToken: Mutation = (bytes, random) => {
  const at = random.below(bytes.length)
  return splice(bytes, at, at, utf8(random.pick(TOKENS)))
}

const VALUES = [
  ...[null, true, 0, -1, 1, 2, 1.5, 1e308, 2 ** 53, '', 'x', [], [[]], {}, { toJSON: 1 }],
  ...['x'.repeat(300), 'x'.repeat(2_000), '\ud800', '../../etc/passwd', undefined],
] as const satisfies readonly unknown[]

const changeField: Mutation = (file, random) => {
  const fields = Object.keys(fieldsOf(file))
  const name = random.below(8) === 0 ? random.pick(TOKENS) : fields[random.below(fields.length)]
  return withFields(file, { [name ?? '']: random.pick(VALUES) })
}

const byteMutations = [flipBit, overwrite, insertBytes, removeSlice, repeatSlice, cut, insertToken] as const

/** Armors what a mutation made of the age file, so that the reader gets past the armor. */
const changePayload: Mutation = (file, random) =>
  withPayload(file, (payload) => random.pick(byteMutations)(payload, random))

/** Changes the lines of the age file that say how its key is made: where a reader can be stalled. */
const changeAgeHeader: Mutation = (file, random) =>
  withAgeHeader(file, (header) => {
    const words = header.split(/(?<=[ \n])/)
    const at = random.below(words.length)
    const word = words[at] ?? ''
    const changed = random.pick([
      word + word,
      '',
      `${random.below(30)}\n`,
      random.pick(TOKENS),
      word.slice(1),
    ])
    return words.with(at, changed).join('')
  })

const jsonMutations = [...byteMutations, grow, changeField] as const

const mutations = [...jsonMutations, changePayload, changePayload, changeAgeHeader] as const

/** Changes a backup file in one to three ways. */
export function mutate(file: Uint8Array, random: SeededRandom): Uint8Array {
  return mutateBy(mutations, file, random)
}

/** Changes a file that is a JSON object, whatever is in it, in one to three ways. */
export function mutateJson(file: Uint8Array, random: SeededRandom): Uint8Array {
  return mutateBy(jsonMutations, file, random)
}

function mutateBy(
  choices: readonly [Mutation, ...Mutation[]],
  file: Uint8Array,
  random: SeededRandom,
): Uint8Array {
  let mutated = file
  for (let left = 1 + random.below(3); left > 0; left -= 1) mutated = tryMutation(choices, mutated, random)
  return mutated
}

/** A file that is broken already may be beyond the mutations that need to read it. */
function tryMutation(
  choices: readonly [Mutation, ...Mutation[]],
  file: Uint8Array,
  random: SeededRandom,
): Uint8Array {
  try {
    return random.pick(choices)(file, random)
  } catch {
    return file.length === 0 ? file : flipBit(file, random)
  }
}
