import { armor } from 'age-encryption'
import { describe, expect, it } from 'vitest'
import {
  type BackupHeader,
  digestHeader,
  encodeBackupFile,
  MAX_BACKUP_BYTES,
  parseBackupFile,
} from '../../../electron/core/backup/backup-file.ts'
import { aHeader, fieldsOf, withFields } from '../../support/backup-samples.ts'
import { utf8 } from '../../support/test-system.ts'

const payload = Uint8Array.from({ length: 100 }, (_, at) => at)
const sound = encodeBackupFile({ header: aHeader(), payload })
const armored = armor.encode(payload)

function codeOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : `no code: ${error}`
  }
  return 'none'
}

const parseCode = (file: Uint8Array): string => codeOf(() => parseBackupFile(file))
const parseChanged = (changes: Readonly<Record<string, unknown>>): string =>
  parseCode(withFields(sound, changes))

/** Valid JSON text of the sound backup, `length` bytes long. */
function paddedTo(length: number): Uint8Array {
  return Buffer.concat([sound, Buffer.alloc(length - sound.length, ' ')])
}

describe('encodeBackupFile', () => {
  it('writes the documented fields in the documented order when given a header and a payload', () => {
    expect(Object.keys(fieldsOf(sound))).toEqual([
      'format',
      'version',
      'systemId',
      'server',
      'createdAt',
      'currentMsid',
      'previousMsid',
      'passwordReminder',
      'payload',
    ])
  })

  it('writes text that a person can read when opened in an editor', () => {
    const text = new TextDecoder().decode(sound)
    expect(text).toContain('\n  "passwordReminder": "the xkcd one",\n')
    expect(text.endsWith('}\n')).toBe(true)
  })

  it('writes the same bytes when the header has its fields in another order', () => {
    const reversed = Object.fromEntries(Object.entries(aHeader()).reverse()) as BackupHeader
    expect(encodeBackupFile({ header: reversed, payload })).toEqual(sound)
  })
})

describe('parseBackupFile', () => {
  it.each([
    ['a previous secret', aHeader()],
    ['no previous secret', aHeader({ previousMsid: null })],
    ['an empty reminder', aHeader({ passwordReminder: '' })],
    ['text that JSON escapes', aHeader({ passwordReminder: '"\\/  🥐', server: 'sso"01' })],
  ])('gives back what was encoded when the header has %s', (_, header) => {
    expect(parseBackupFile(encodeBackupFile({ header, payload }))).toEqual({ header, payload })
  })

  it('reads the file when it has exactly the greatest size', () => {
    expect(parseBackupFile(paddedTo(MAX_BACKUP_BYTES)).header).toEqual(aHeader())
  })

  it('answers BackupTooLarge when the file is one byte over the greatest size', () => {
    expect(MAX_BACKUP_BYTES).toBe(65_536)
    expect(parseCode(paddedTo(MAX_BACKUP_BYTES + 1))).toBe('BackupTooLarge')
  })

  it.each([
    ['empty', ''],
    ['blank', ' \n'],
    ['no JSON', 'Master secret: none'],
    ['the JSON null', 'null'],
    ['a JSON array', '[]'],
    ['a JSON string', '"enterprise-sso-master-secret-backup"'],
    ['an empty object', '{}'],
    ['another format', '{"format":"enterprise-sso-secret-store","version":1}'],
    ['an array nested 30,000 deep', '['.repeat(30_000)],
    ['a closed array nested 30,000 deep', `${'['.repeat(30_000)}${']'.repeat(30_000)}`],
  ])('answers BackupNotABackup when the file is %s', (_, text) => {
    expect(parseCode(utf8(text))).toBe('BackupNotABackup')
  })

  it.each([0, -1, 1.5, '1', null, true, undefined])(
    'answers BackupNotABackup when the version is %j',
    (version) => {
      expect(parseChanged({ version })).toBe('BackupNotABackup')
    },
  )

  it.each([2, 3, Number.MAX_SAFE_INTEGER])('answers BackupVersionNewer when the version is %d', (version) => {
    expect(parseChanged({ version, fieldOfLater: [] })).toBe('BackupVersionNewer')
  })

  it('answers BackupDamaged when a backup is no longer valid JSON', () => {
    expect(parseCode(sound.subarray(0, -3))).toBe('BackupDamaged')
  })

  it('answers BackupDamaged when a backup is no longer valid UTF-8', () => {
    const at = Buffer.from(sound).indexOf('xkcd')
    expect(parseCode(sound.map((byte, index) => (index === at ? 0xff : byte)))).toBe('BackupDamaged')
  })

  it.each(['systemId', 'server', 'createdAt', 'currentMsid', 'previousMsid', 'passwordReminder', 'payload'])(
    'answers BackupDamaged when %s is missing',
    (field) => {
      expect(parseChanged({ [field]: undefined })).toBe('BackupDamaged')
    },
  )

  it.each(
    ['systemId', 'server', 'createdAt', 'currentMsid', 'passwordReminder', 'payload'].flatMap((field) =>
      [null, 1, true, [], {}].map((value) => [field, value] as const),
    ),
  )('answers BackupDamaged when %s is %j', (field, value) => {
    expect(parseChanged({ [field]: value })).toBe('BackupDamaged')
  })

  it.each([
    ['systemId', 'no UUID', 'system 1'],
    ['systemId', 'a UUID and more', `${aHeader().systemId} `],
    ['currentMsid', 'no UUID', ''],
    ['previousMsid', 'a number', 0],
    ['createdAt', 'without milliseconds', '2026-01-02T03:04:05Z'],
    ['createdAt', 'with more than milliseconds', '2026-01-02T03:04:05.6789Z'],
    ['createdAt', 'not UTC', '2026-01-02T03:04:05.678+01:00'],
    ['createdAt', 'no date', '2026-02-30T03:04:05.678Z'],
    ['server', 'empty', ''],
    ['server', 'over its limit', 's'.repeat(256)],
    ['passwordReminder', 'over its limit', 'r'.repeat(1025)],
  ])('answers BackupDamaged when %s is %s', (field, _, value) => {
    expect(parseChanged({ [field]: value })).toBe('BackupDamaged')
  })

  it.each([
    ['server', 's'],
    ['server', 's'.repeat(255)],
    ['passwordReminder', '🥐'.repeat(512)],
  ])('reads the file when %s is at its limit', (field, value) => {
    expect(parseBackupFile(withFields(sound, { [field]: value })).header).toEqual(aHeader({ [field]: value }))
  })

  it.each(['comment', 'Format', 'constructor', '__proto__'])(
    'answers BackupDamaged when there is an unknown key %s',
    (key) => {
      const text = new TextDecoder().decode(sound).replace('"server"', `"${key}": {},\n  "server"`)
      expect(parseCode(utf8(text))).toBe('BackupDamaged')
    },
  )

  it.each([
    ['empty', ''],
    ['no armor', Buffer.from(payload).toString('base64')],
    ['armor without its last line', armored.replace(/-----END.*\n/, '')],
    ['armor of something else', armored.replaceAll('AGE ENCRYPTED FILE', 'CERTIFICATE')],
    ['armor without its last line feed', armored.trimEnd()],
    ['armor after a blank line', `\n${armored}`],
    ['armor with line ends of Windows', armored.replaceAll('\n', '\r\n')],
    ['armor of lines too short', armored.replace(/(\n.{60})/, '$1\n')],
    ['armor with bits beyond its last byte', armored.replace('Yw==', 'Yx==')],
    ['armor with a letter that is not base64', armored.replace('AAEC', 'AA-C')],
    ['two armored files', `${armored}${armored}`],
  ])('answers BackupDamaged when the payload is %s', (_, text) => {
    expect(text).not.toBe(armored)
    expect(parseChanged({ payload: text })).toBe('BackupDamaged')
  })
})

describe('digestHeader', () => {
  it.each<Partial<BackupHeader>>([
    { systemId: '3e0c5a8f-5a0d-4d59-8f43-7f1d0b6c2a34' },
    { server: 'SSO01' },
    { createdAt: '2026-01-02T03:04:05.679Z' },
    { currentMsid: '1f6a7c1e-3a54-4d0b-9b0e-6d2f0a9c5e12' },
    { previousMsid: null },
    { passwordReminder: 'the xkcd one ' },
  ])('differs when the header says %j', (change) => {
    expect(digestHeader(aHeader(change))).not.toEqual(digestHeader(aHeader()))
  })

  it('is the SHA-256 that docs/formats.md describes when computed from the text of the header', async () => {
    const text = new TextDecoder().decode(sound)
    const { payload: _, ...header } = JSON.parse(text) as Record<string, unknown>
    const digest = await crypto.subtle.digest(
      'SHA-256',
      utf8(JSON.stringify(header)) as Uint8Array<ArrayBuffer>,
    )
    expect(Buffer.from(digestHeader(aHeader()))).toEqual(Buffer.from(digest))
  })
})
