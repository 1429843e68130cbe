import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseBackupFile } from '../../../electron/core/backup/backup-file.ts'
import { openBackup } from '../../../electron/core/backup/backup-payload.ts'
import { hasHiddenCharacters, visibleText } from '../../../shared/visible-text.ts'
import { aBackupFile, fieldsOf, memoisingKdf, withFields } from '../../support/backup-samples.ts'
import { inProcessKdf } from '../../support/in-process-kdf.ts'
import { PASSWORD, utf8 } from '../../support/test-system.ts'

/** The same cases in every run, so that a failure is there again tomorrow. */
const cases = (numRuns: number): fc.Parameters<unknown> => ({ seed: 10_525, numRuns })

/** What a backup may be refused with. */
const refusals = [
  'BackupCostTooHigh',
  'BackupDamaged',
  'BackupNotABackup',
  'BackupTooLarge',
  'BackupVersionNewer',
  'WrongPassword',
]

/** Any Unicode text that is well-formed, measured in code points. */
const anyText = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: 'binary', minLength, maxLength })
const anyServer = anyText(1, 255)
  .map((server) => visibleText(server).slice(0, 255))
  .filter((server) => !hasHiddenCharacters(server) && server !== '')
/** As the first versions took them, too. */
const anyReminder = anyText(0, 512).map((reminder) => reminder.replace(/\p{Cc}|\p{Cs}/gu, ''))
const anyPassword = anyText(7, 256)
const anySecret = fc.record({
  msid: fc.uuid(),
  createdAt: fc
    .date({ min: new Date(0), max: new Date('9999'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  bytes: fc.uint8Array({ minLength: 32, maxLength: 32 }),
})

async function open(file: Uint8Array, password = PASSWORD, kdf = inProcessKdf) {
  return openBackup(parseBackupFile(file), utf8(password), kdf)
}

async function codeOf(opened: Promise<unknown>): Promise<string> {
  return opened.then(
    () => 'none: it opened',
    (error: unknown) =>
      error instanceof Error && 'code' in error ? String(error.code) : `no code: ${error}`,
  )
}

describe('a backup', () => {
  it('gives back what it was made from when opened with its password', async () => {
    const property = fc.asyncProperty(
      anyPassword,
      anyReminder,
      anyServer,
      anySecret,
      fc.option(anySecret),
      async (password, passwordReminder, server, current, previous) => {
        const { createdAt, msid: currentMsid } = current
        const header = {
          passwordReminder,
          server,
          createdAt,
          currentMsid,
          previousMsid: previous?.msid ?? null,
        }
        const file = await aBackupFile({ header, secrets: { current, previous }, password })
        expect(parseBackupFile(file).header).toMatchObject(header)
        expect(await open(file, password)).toEqual({ current, previous })
      },
    )
    await fc.assert(property, cases(100))
  })

  it('answers WrongPassword when opened with any other password', async () => {
    const file = await aBackupFile()
    const property = fc.asyncProperty(anyPassword, async (password) => {
      fc.pre(password !== PASSWORD)
      expect(await codeOf(open(file, password))).toBe('WrongPassword')
    })
    await fc.assert(property, cases(100))
  })

  it.each(['server', 'passwordReminder'])(
    'answers BackupDamaged when its %s says anything else',
    async (field) => {
      const file = await aBackupFile()
      const kdf = memoisingKdf()
      const property = fc.asyncProperty(anyServer, async (text) => {
        fc.pre(text !== fieldsOf(file)[field])
        expect(await codeOf(open(withFields(file, { [field]: text }), PASSWORD, kdf))).toBe('BackupDamaged')
      })
      await fc.assert(property, cases(100))
    },
  )

  it('is refused when one bit of the file is flipped, whichever it is', { timeout: 120_000 }, async () => {
    const file = await aBackupFile()
    const kdf = memoisingKdf()
    const accepted: string[] = []
    for (let bit = 0; bit < file.length * 8; bit += 1) {
      const flipped = Uint8Array.from(file)
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const code = await codeOf(open(flipped, PASSWORD, kdf))
      if (!refusals.includes(code)) accepted.push(`bit ${bit}: ${code}`)
    }
    console.log(`${file.length * 8} flipped bits refused but for ${accepted.length}`)
    expect(accepted).toEqual([])
  })
})

describe('the reader of backups', () => {
  it('answers with a code when given any bytes at all', async () => {
    const property = fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (bytes) => {
      expect(await codeOf(open(bytes))).toBe('BackupNotABackup')
    })
    await fc.assert(property, cases(500))
  })

  it('answers with a code when any JSON value stands in any field', async () => {
    const file = await aBackupFile()
    const kdf = memoisingKdf()
    const fields = fc.constantFrom(...Object.keys(fieldsOf(file)), 'anotherField', 'toString', 'length')
    const property = fc.asyncProperty(fields, fc.jsonValue(), async (field, value) => {
      fc.pre(JSON.stringify(value) !== JSON.stringify(fieldsOf(file)[field]))
      expect(refusals).toContain(await codeOf(open(withFields(file, { [field]: value }), PASSWORD, kdf)))
    })
    await fc.assert(property, cases(500))
  })
})
