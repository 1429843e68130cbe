import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sealedBoxReady } from '../../electron/core/crypto/sealed-box.ts'
import { SsoError } from '../../electron/core/errors/sso-error.ts'
import { parseRecoveryKey } from '../../electron/core/secret-store/recovery-key-file.ts'
import { unsealSecrets } from '../../electron/core/secret-store/sealed-secrets.ts'
import { parseSecretStore } from '../../electron/core/secret-store/secret-store-file.ts'
import { mutateJson } from './mutations.ts'
import { readMutated } from './refused.ts'
import { SeededRandom } from './seeded-random.ts'

const MUTATIONS = 2_000
/** The bar for one file. Half of them must keep it: one alone may meet a busy moment of the machine. */
const REFUSED_MS = 50
const SLOWEST_MS = 2_000
const MEMORY_BYTES = 128 * 1024 * 1024

const fixture = (name: string): Promise<Buffer> => readFile(join(import.meta.dirname, '../fixtures', name))
const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex')

/** How a reader of stores shows that a secret is not there. */
const NONE = [null, '']

interface Reader {
  readonly name: string
  readonly file: string
  /** What the file says, as text; throws as the product's reader does. */
  readonly read: (file: Uint8Array, key: Uint8Array) => string
  readonly codes: readonly string[]
}

const readers: readonly Reader[] = [
  {
    name: 'recovery keys',
    file: 'recovery-keys/version-1.key',
    read(file) {
      const { key, ...rest } = parseRecoveryKey(file)
      return JSON.stringify([rest, hex(key)])
    },
    codes: ['RecoveryKeyDamaged', 'RecoveryKeyNotAKey', 'RecoveryKeyVersionNewer'],
  },
  {
    name: 'secret stores',
    file: 'secret-stores/version-1-every-field.json',
    read(file, key) {
      const secrets = unsealSecrets(parseSecretStore(file), key)
      return JSON.stringify(
        [secrets?.current, secrets?.previous].map((secret) => [secret?.msid ?? null, hex(secret?.bytes)]),
      )
    },
    codes: ['SecretStoreDamaged', 'SecretStoreVersionNewer'],
  },
]

describe.each(readers)('the reader of $name', ({ codes, file, read }) => {
  it('refuses with a code, quickly, or reads what was written, when a file was mutated', async () => {
    await sealedBoxReady()
    const sound = await fixture(file)
    const key = await fixture('secret-stores/version-1.key')
    const written = read(sound, key)
    const random = new SeededRandom(10_565)
    const [current] = JSON.parse(written)
    // A store that names no previous secret, or none at all, is another sound store.
    const fewer = [
      [current, NONE],
      [NONE, NONE],
    ].map((secrets) => JSON.stringify(secrets))
    const readOne = (mutated: Uint8Array): string => {
      try {
        const found = read(mutated, key)
        return found === written || fewer.includes(found) ? 'sound' : `other: ${found}`
      } catch (error) {
        return error instanceof SsoError ? error.code : `no code: ${error}`
      }
    }
    const before = process.memoryUsage.rss()
    const expected = [...codes, 'sound']
    const report = await readMutated(MUTATIONS, () => mutateJson(sound, random), readOne, expected)
    const { answers, medianMs, slowestMs, wrong } = report
    expect(wrong).toEqual([])
    expect(medianMs).toBeLessThan(REFUSED_MS)
    expect(slowestMs).toBeLessThan(SLOWEST_MS)
    expect(process.memoryUsage.rss() - before).toBeLessThan(MEMORY_BYTES)
    console.log(`${MUTATIONS} mutations`, Object.fromEntries(answers))
    expect([...answers.keys()]).toEqual(expect.arrayContaining([codes[0], 'sound']))
  })
})
