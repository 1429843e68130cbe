import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { armor, Decrypter } from 'age-encryption'
import { describe, expect, it } from 'vitest'
import {
  encodeBackupFile,
  parseBackupFile,
  type SealedBackup,
} from '../../../electron/core/backup/backup-file.ts'
import {
  encodePayload,
  openBackup,
  sealPayload,
  unsealPayload,
} from '../../../electron/core/backup/backup-payload.ts'
import { newPassphraseKey } from '../../../electron/core/backup/passphrase-key.ts'
import type { MasterSecretPair } from '../../../electron/core/crypto/master-secret.ts'
import { SsoError } from '../../../electron/core/errors/sso-error.ts'
import { decryptWithJqAndAge, encryptWithAge, noAgeBecause } from '../../support/age-program.ts'
import {
  aBackupFile,
  aHeader,
  aPair,
  aSecret,
  type BackupParts,
  fieldsOf,
  memoisingKdf,
  sealText,
  withFields,
} from '../../support/backup-samples.ts'
import { inProcessKdf } from '../../support/in-process-kdf.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { PASSWORD, utf8 } from '../../support/test-system.ts'

const withoutPrevious: MasterSecretPair = { ...aPair(), previous: null }
const text = new TextDecoder().decode(encodePayload(aHeader(), aPair()))

async function backupHolding(payload: string): Promise<SealedBackup> {
  return { header: aHeader(), payload: await sealText(utf8(payload)) }
}

const open = (backup: SealedBackup, password = PASSWORD): Promise<MasterSecretPair> =>
  openBackup(backup, utf8(password), inProcessKdf)

describe('encodePayload', () => {
  it('writes the documented JSON when there is a previous secret', () => {
    expect(JSON.parse(text)).toEqual({
      headerSha256: 'd8ae491ed13fea6d3779500b795065a7704cca13c4fc3931be90945f91bfeead',
      current: {
        msid: '1f6a7c1e-3a54-4d0b-9b0e-6d2f0a9c5e11',
        createdAt: '2026-01-02T03:04:05.678Z',
        secret: '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f',
      },
      previous: {
        msid: '9b2d4f60-7c8e-4a1f-8d3b-2e5c7a9f0b22',
        createdAt: '2026-01-02T03:04:05.678Z',
        secret: '808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f',
      },
    })
  })

  it('writes null when there is no previous secret', () => {
    const header = aHeader({ previousMsid: null })
    const payload = new TextDecoder().decode(encodePayload(header, withoutPrevious))
    expect(JSON.parse(payload)).toMatchObject({ previous: null })
  })

  it('leaves the secrets as they are when it wipes what it made of them', () => {
    const secrets = aPair()
    encodePayload(aHeader(), secrets)
    expect(secrets).toEqual(aPair())
  })
})

describe('sealPayload and unsealPayload', () => {
  it.each([0, 1, 400, 65_535, 65_536, 65_537, 131_072])(
    'give back the text when it is %d bytes long',
    async (length) => {
      const key = await newPassphraseKey(inProcessKdf, utf8(PASSWORD), 2)
      const content = Uint8Array.from({ length }, (_, at) => at)
      const sealed = await sealPayload(content, key)
      const unsealed = await unsealPayload(sealed, key)
      expect(unsealed && Buffer.compare(unsealed, content)).toBe(0)
    },
  )

  it('answer null when the key is another one of the same salt and work factor', async () => {
    const key = await newPassphraseKey(inProcessKdf, utf8(PASSWORD), 2)
    const sealed = await sealPayload(utf8(text), key)
    expect(await unsealPayload(sealed, { ...key, key: new Uint8Array(32) })).toBeNull()
  })

  it('answer null when the file was cut', async () => {
    const key = await newPassphraseKey(inProcessKdf, utf8(PASSWORD), 2)
    const sealed = await sealPayload(utf8(text), key)
    expect(await unsealPayload(sealed.subarray(0, -1), key)).toBeNull()
  })
})

describe('openBackup', () => {
  it.each<readonly [string, BackupParts]>([
    ['both secrets', {}],
    ['one secret', { header: { previousMsid: null }, secrets: withoutPrevious }],
  ])('gives back what was backed up when the backup holds %s', async (_, parts) => {
    const file = await aBackupFile(parts)
    expect(await open(parseBackupFile(file))).toEqual({ ...aPair(), ...parts.secrets })
  })

  it.each([
    ['another', 'another password'],
    ['without its last character', PASSWORD.slice(0, -1)],
    ['with one more character', `${PASSWORD} `],
    ['in another case', PASSWORD.toUpperCase()],
    ['empty', ''],
  ])('answers WrongPassword when the password is %s', async (_, password) => {
    const backup = parseBackupFile(await aBackupFile())
    await expect(open(backup, password)).rejects.toMatchObject({ code: 'WrongPassword', field: 'password' })
  })

  it('asks for one key when the password is wrong', async () => {
    const kdf = memoisingKdf()
    const header = { writtenAt: '2026-11-27T10:00:00.000Z' }
    const backup = parseBackupFile(await aBackupFile({ header }))
    const opened = openBackup(backup, utf8('another password'), kdf)
    await expect(opened).rejects.toMatchObject({ code: 'WrongPassword' })
    expect(kdf.calls.count).toBe(1)
  })

  it('passes on what the key derivation says when it was cancelled', async () => {
    const backup = parseBackupFile(await aBackupFile())
    const kdf = { derive: () => Promise.reject(SsoError.of('Cancelled', {})) }
    await expect(openBackup(backup, utf8(PASSWORD), kdf)).rejects.toMatchObject({ code: 'Cancelled' })
  })

  it('passes on what the key derivation says when it could not be done', async () => {
    const backup = parseBackupFile(await aBackupFile())
    const failure = new Error('the key derivation worker ended with 1')
    const kdf = { derive: () => Promise.reject(failure) }
    await expect(openBackup(backup, utf8(PASSWORD), kdf)).rejects.toBe(failure)
  })

  it.each<readonly [string, Parameters<typeof aHeader>[0]]>([
    ['the server', { server: 'sso02' }],
    ['the reminder', { passwordReminder: 'the other one' }],
    ['the system', { systemId: '3e0c5a8f-5a0d-4d59-8f43-7f1d0b6c2a34' }],
    ['the instant', { createdAt: '2026-01-02T03:04:05.679Z' }],
    ['the case of the MSID', { currentMsid: aHeader().currentMsid.toUpperCase() }],
    ['the previous MSID', { previousMsid: null }],
  ])('answers BackupDamaged when %s was changed', async (_, change) => {
    const { payload } = parseBackupFile(await aBackupFile())
    await expect(open({ header: aHeader(change), payload })).rejects.toMatchObject({ code: 'BackupDamaged' })
  })

  it.each([
    ['no JSON', 'secret'],
    ['empty', ''],
    ['null', 'null'],
    ['an unknown key', text.replace('}\n', ',"next":null}\n')],
    ['an unknown key within a secret', text.replace('"msid"', '"id":1,"msid"')],
    ['no digest', text.replace(/"headerSha256":"[^"]+",/, '')],
    ['a digest of 31 bytes', text.replace(/"headerSha256":"../, '"headerSha256":"')],
    ['no current secret', text.replace(/"current":\{[^}]+\}/, '"current":null')],
    ['a secret of 31 bytes', text.replace('"secret":"00', '"secret":"')],
    ['a secret of 33 bytes', text.replace('"secret":"00', '"secret":"0000')],
    ['a secret in upper case', text.replace('0a0b', '0A0B')],
    ['an MSID that is no UUID', text.replace('1f6a7c1e-', '1f6a7c1e')],
    ['a secret without its instant', text.replace(/"createdAt":"[^"]+",/, '')],
  ])('answers BackupDamaged when the payload is or has %s', async (_, payload) => {
    expect(payload).not.toBe(text)
    await expect(open(await backupHolding(payload))).rejects.toMatchObject({ code: 'BackupDamaged' })
  })

  it.each<readonly [string, MasterSecretPair]>([
    ['another current secret', { ...aPair(), current: aSecret('1f6a7c1e-3a54-4d0b-9b0e-6d2f0a9c5e12', 0) }],
    ['another previous secret', { ...aPair(), previous: aSecret('1f6a7c1e-3a54-4d0b-9b0e-6d2f0a9c5e12', 0) }],
    ['no previous secret', withoutPrevious],
    ['the two swapped', { current: aSecret(aPair().previous?.msid ?? '', 0x80), previous: aPair().current }],
  ])('answers BackupDamaged when the payload holds %s than its header names', async (_, secrets) => {
    const file = await aBackupFile({ secrets })
    await expect(open(parseBackupFile(file))).rejects.toMatchObject({ code: 'BackupDamaged' })
  })

  it('answers BackupDamaged when the header names no previous secret and the payload holds one', async () => {
    const file = await aBackupFile({ header: { previousMsid: null } })
    await expect(open(parseBackupFile(file))).rejects.toMatchObject({ code: 'BackupDamaged' })
  })
})

describe('a backup', () => {
  it("opens with the age library's own scrypt when given the password", async () => {
    const decrypter = new Decrypter()
    decrypter.addPassphrase(PASSWORD)
    const { payload } = parseBackupFile(await aBackupFile())
    expect(await decrypter.decrypt(payload, 'text')).toBe(text)
  })

  it.skipIf(noAgeBecause)("opens with jq and the distribution's age when given the password", async () => {
    const file = join(await temporaryFolder(), 'SSO1F6A.bak')
    await writeFile(file, await aBackupFile({ password: 'Schlüssel–käse 🧀', workFactor: 6 }))
    expect(decryptWithJqAndAge(file, 'Schlüssel–käse 🧀')).toBe(text)
  })

  it.skipIf(noAgeBecause)("opens with us when the distribution's age sealed its payload", async () => {
    const payload = armor.encode(encryptWithAge(text.trimEnd(), PASSWORD))
    const file = withFields(await aBackupFile(), { payload })
    expect(await open(parseBackupFile(file))).toEqual(aPair())
  })
})

it('a backup holds no secret in its readable part when it is written', async () => {
  const file = Buffer.from(encodeBackupFile(parseBackupFile(await aBackupFile())))
  for (const secret of [aPair().current.bytes, aPair().previous?.bytes ?? new Uint8Array(1)]) {
    expect(file.includes(Buffer.from(secret).toString('hex'))).toBe(false)
    expect(file.includes(Buffer.from(secret).toString('base64').slice(0, 40))).toBe(false)
  }
  expect(Object.values(fieldsOf(file))).not.toContain(PASSWORD)
})
