import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type BackupHeader, parseBackupFile } from '../../../electron/core/backup/backup-file.ts'
import { openBackup } from '../../../electron/core/backup/backup-payload.ts'
import { BACKUP_WORK_FACTOR } from '../../../electron/core/backup/passphrase-key.ts'
import { decryptWithJqAndAge, noAgeBecause } from '../../support/age-program.ts'
import { aHeader, aPair, fieldsOf, memoisingKdf } from '../../support/backup-samples.ts'
import { inProcessKdf } from '../../support/in-process-kdf.ts'
import { PASSWORD, utf8 } from '../../support/test-system.ts'

const folder = join(import.meta.dirname, '../../fixtures/backups')
const fixture = (name: string): Promise<Buffer> => readFile(join(folder, name))
const hex = (bytes: Uint8Array | undefined): string | undefined => bytes && Buffer.from(bytes).toString('hex')

/** Made by version 0.1.0 and never made again: these must open for as long as the product is there. */
const frozen: readonly {
  readonly name: string
  readonly password: string
  readonly header: BackupHeader
  readonly current: string
  readonly previous?: string
}[] = [
  {
    name: 'version-1-first.bak',
    password: 'correct horse battery staple',
    header: {
      format: 'enterprise-sso-master-secret-backup',
      version: 1,
      systemId: 'd13a3a95-ca13-4500-9e58-7aa830af0748',
      server: 'sso01',
      createdAt: '2026-11-22T16:52:21.006Z',
      currentMsid: '892122d1-504f-4f27-8dee-d6952791b2f4',
      previousMsid: null,
      passwordReminder: 'the xkcd one',
    },
    current: '7aefb9372ca69bec89e935eadb55309b434b253721cfee26463d1af32d3afe7d',
  },
  {
    name: 'version-1-with-previous.bak',
    password: 'Schlüssel–käse 🧀 2026',
    header: {
      format: 'enterprise-sso-master-secret-backup',
      version: 1,
      systemId: 'd13a3a95-ca13-4500-9e58-7aa830af0748',
      server: 'sso01',
      createdAt: '2026-11-22T16:52:22.796Z',
      currentMsid: 'a2e75ff3-a7f3-462f-a2e5-b3d14d7d2c86',
      previousMsid: '892122d1-504f-4f27-8dee-d6952791b2f4',
      passwordReminder: 'Was auf dem Brötchen lag: 名前 🥐',
    },
    current: '7ffea7c56048fc4f9b3fa0f17ad1f9f00ca0ad67ac82206beb5184038ef0af1c',
    previous: '7aefb9372ca69bec89e935eadb55309b434b253721cfee26463d1af32d3afe7d',
  },
  {
    // Made with the decomposed form of this password, and a no-break space in it.
    name: 'version-1-written-at.bak',
    password: 'Schlüssel–käse 🧀 2026',
    header: {
      format: 'enterprise-sso-master-secret-backup',
      version: 1,
      systemId: '44a1f992-3a69-43c0-9898-3565dff4d801',
      server: 'vm',
      createdAt: '2026-11-27T18:50:53.016Z',
      currentMsid: '2776bc35-9976-4120-8187-90d34e0e57ea',
      previousMsid: '3647f957-5cb4-47a3-aa36-a5d6e2332e05',
      passwordReminder: 'Was auf dem Brötchen lag: 名前 🥐',
      writtenAt: '2026-11-27T18:50:56.611Z',
    },
    current: 'bda74250f1003d00f73dbd326b54b82e384de1ca5cbe5eb31eeb21f6c4e9d7df',
    previous: '57ea46b88b3e6b66e457a4122997a2b775392badba5f0996470a597ee977dd7a',
  },
]

/** How each damaged backup is told apart, and whether a key is derived to find out. */
const damaged: Readonly<Record<string, readonly [code: string, derivations: 0 | 1]>> = {
  'empty.bak': ['BackupNotABackup', 0],
  'another-programs.bak': ['BackupNotABackup', 0],
  'bare-age-file.bak': ['BackupNotABackup', 0],
  'version-0.bak': ['BackupNotABackup', 0],
  'too-large.bak': ['BackupTooLarge', 0],
  'version-2.bak': ['BackupVersionNewer', 0],
  'not-json.bak': ['BackupDamaged', 0],
  'not-utf-8.bak': ['BackupDamaged', 0],
  'cut-in-half.bak': ['BackupDamaged', 0],
  'unknown-key.bak': ['BackupDamaged', 0],
  'server-missing.bak': ['BackupDamaged', 0],
  'msid-not-a-uuid.bak': ['BackupDamaged', 0],
  'payload-not-age.bak': ['BackupDamaged', 0],
  'armor-unfinished.bak': ['BackupDamaged', 0],
  'armor-crlf.bak': ['BackupDamaged', 0],
  'age-version-2.bak': ['BackupDamaged', 0],
  'work-factor-21.bak': ['BackupCostTooHigh', 0],
  'work-factor-0.bak': ['BackupDamaged', 0],
  'work-factor-padded.bak': ['BackupDamaged', 0],
  'work-factor-huge.bak': ['BackupDamaged', 0],
  'salt-too-short.bak': ['BackupDamaged', 0],
  'salt-too-long.bak': ['BackupDamaged', 0],
  'salt-not-base64.bak': ['BackupDamaged', 0],
  'two-stanzas.bak': ['BackupDamaged', 0],
  'x25519-stanza.bak': ['BackupDamaged', 0],
  'wrapped-key-short.bak': ['BackupDamaged', 0],
  'header-tag-wrong.bak': ['BackupDamaged', 1],
  'truncated-payload.bak': ['BackupDamaged', 1],
  'body-missing.bak': ['BackupDamaged', 1],
  'payload-bit-flipped.bak': ['BackupDamaged', 1],
  'server-changed.bak': ['BackupDamaged', 1],
  'reminder-changed.bak': ['BackupDamaged', 1],
  'header-digest-wrong.bak': ['BackupDamaged', 1],
  'msid-mismatch.bak': ['BackupDamaged', 1],
  'payload-text-not-json.bak': ['BackupDamaged', 1],
  'payload-text-empty.bak': ['BackupDamaged', 1],
  'payload-unknown-key.bak': ['BackupDamaged', 1],
  'secret-too-short.bak': ['BackupDamaged', 1],
  'secret-upper-case.bak': ['BackupDamaged', 1],
}

describe.each(frozen)('the frozen backup $name', ({ name, password, header, current, previous }) => {
  it('opens with its password when read by this version', async () => {
    const backup = parseBackupFile(await fixture(name))
    const secrets = await openBackup(backup, utf8(password), inProcessKdf)
    expect(backup.header).toEqual(header)
    expect([hex(secrets.current.bytes), hex(secrets.previous?.bytes)]).toEqual([current, previous])
    expect([secrets.current.msid, secrets.previous?.msid ?? null]).toEqual([
      header.currentMsid,
      header.previousMsid,
    ])
  })

  it('was made at the work factor of the product when it was made', async () => {
    const { payload } = parseBackupFile(await fixture(name))
    expect(Buffer.from(payload).toString('latin1')).toMatch(
      new RegExp(`^.*\n-> scrypt \\S+ ${BACKUP_WORK_FACTOR}\n`),
    )
  })

  it('is refused when it is said to be of another time', async () => {
    const file = fieldsOf(await fixture(name))
    const changed = { ...file, writtenAt: '2026-11-28T00:00:00.000Z' }
    const opened = openBackup(parseBackupFile(utf8(JSON.stringify(changed))), utf8(password), inProcessKdf)
    await expect(opened).rejects.toMatchObject({ code: 'BackupDamaged' })
  })

  it.skipIf(noAgeBecause)("opens with jq and the distribution's age when given its password", () => {
    const opened = JSON.parse(decryptWithJqAndAge(join(folder, name), password))
    expect([opened.current.secret, opened.previous?.secret]).toEqual([current, previous])
  })
})

describe('a backup with its damage named', () => {
  it('opens when it is the sound one that the others were made from', async () => {
    const backup = parseBackupFile(await fixture('sound.bak'))
    expect(backup.header).toEqual(aHeader())
    expect(await openBackup(backup, utf8(PASSWORD), inProcessKdf)).toEqual(aPair())
  })

  it('answers WrongPassword when it is sound and the password is another', async () => {
    const backup = parseBackupFile(await fixture('sound.bak'))
    const opened = openBackup(backup, utf8('another password'), inProcessKdf)
    await expect(opened).rejects.toMatchObject({ code: 'WrongPassword' })
  })

  it.each(Object.entries(damaged))(
    'is refused as expected when it is %s: %j',
    async (name, [code, derivations]) => {
      const kdf = memoisingKdf()
      const opened = fixture(name).then((file) => openBackup(parseBackupFile(file), utf8(PASSWORD), kdf))
      await expect(opened).rejects.toMatchObject({ code })
      expect(kdf.calls.count).toBe(derivations)
    },
  )

  it('is in the table above when it is among the fixtures', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.bak'))
    const known = [...Object.keys(damaged), ...frozen.map(({ name }) => name), 'sound.bak']
    expect(files.sort()).toEqual(known.sort())
  })
})
