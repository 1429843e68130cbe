import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parseBackupFile } from '../../electron/core/backup/backup-file.ts'
import { openBackup } from '../../electron/core/backup/backup-payload.ts'
import type { KeyDerivation } from '../../electron/core/backup/key-derivation.ts'
import { MAX_WORK_FACTOR } from '../../electron/core/backup/passphrase-key.ts'
import { SsoError } from '../../electron/core/errors/sso-error.ts'
import { memoisingKdf } from '../support/backup-samples.ts'
import { PASSWORD, utf8 } from '../support/test-system.ts'
import { mutate } from './mutations.ts'
import { readMutated } from './refused.ts'
import { SeededRandom } from './seeded-random.ts'

const MUTATIONS = 10_000
/** The bar for one file. Half of them must keep it: one alone may meet a busy moment of the machine. */
const REFUSED_MS = 50
/** Far more than any file takes here, far less than a key of work factor 20. */
const SLOWEST_MS = 2_000
/** Files of 70 KB that were kept would come to ten times as much. */
const MEMORY_BYTES = 256 * 1024 * 1024

const password = utf8(PASSWORD)

/** A code, or that the change meant nothing, as one more space between two fields does. */
const expected = [
  'BackupCostTooHigh',
  'BackupDamaged',
  'BackupNotABackup',
  'BackupTooLarge',
  'BackupVersionNewer',
  'WrongPassword',
  'same',
]
const plausible = /age-encryption\.org\/v1\n-> scrypt [A-Za-z0-9+/]{22} ([1-9]\d?)\n[A-Za-z0-9+/]{43}\n--- /

/** Derives where that is quick, and notes every question that the reader should not have asked. */
function watchfulKdf() {
  const memoising = memoisingKdf()
  const unasked: string[] = []
  let payload = ''
  const kdf: KeyDerivation = {
    async derive(secret, salt, workFactor) {
      const asked = plausible.exec(payload)?.[1]
      if (asked !== String(workFactor) || workFactor > MAX_WORK_FACTOR || salt.length !== 44)
        unasked.push(payload)
      return workFactor > 6 ? new Uint8Array(32) : memoising.derive(secret, salt, workFactor)
    },
  }
  return {
    kdf,
    unasked,
    calls: memoising.calls,
    expecting: (bytes: Uint8Array) => {
      payload = Buffer.from(bytes).toString('latin1')
    },
  }
}

/** @returns one of `expected`, or what went wrong. */
async function read(file: Uint8Array, sound: string, watch: ReturnType<typeof watchfulKdf>): Promise<string> {
  try {
    const backup = parseBackupFile(file)
    watch.expecting(backup.payload)
    const secrets = await openBackup(backup, password, watch.kdf)
    return describeOpened(backup.header, secrets) === sound ? 'same' : 'wrong: opened as something else'
  } catch (error) {
    return error instanceof SsoError ? error.code : `wrong: ${error}`
  }
}

const describeOpened = (header: unknown, secrets: unknown): string =>
  JSON.stringify([header, secrets], (_, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
  )

async function describeSound(file: Uint8Array, kdf: KeyDerivation): Promise<string> {
  const backup = parseBackupFile(file)
  return describeOpened(backup.header, await openBackup(backup, password, kdf))
}

it('the reader of backups refuses with a code, quickly and without needless key derivation, when a file was mutated', {
  timeout: 120_000,
}, async () => {
  const file = await readFile(join(import.meta.dirname, '../fixtures/backups/sound.bak'))
  const sound = await describeSound(file, memoisingKdf())
  const watch = watchfulKdf()
  const random = new SeededRandom(10_564)
  const before = process.memoryUsage.rss()
  const report = await readMutated(
    MUTATIONS,
    () => mutate(file, random),
    (mutated) => read(mutated, sound, watch),
    expected,
  )
  const grownBy = process.memoryUsage.rss() - before
  const { answers, medianMs, slowestMs, wrong } = report
  console.log(`${MUTATIONS} mutations, ${watch.calls.count} key derivations`, Object.fromEntries(answers))
  expect(wrong).toEqual([])
  expect(watch.unasked).toEqual([])
  expect(medianMs).toBeLessThan(REFUSED_MS)
  expect(slowestMs).toBeLessThan(SLOWEST_MS)
  expect(grownBy).toBeLessThan(MEMORY_BYTES)
  // A run that never gets past the outer layer would prove little.
  expect([...answers.keys()]).toEqual(expect.arrayContaining(['WrongPassword', 'same']))
  expect(watch.calls.count).toBeGreaterThan(0)
})
