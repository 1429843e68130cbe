import { createHash } from 'node:crypto'
import { armor } from 'age-encryption'
import { z } from 'zod'
import { REMINDER_MAX_CHARACTERS } from '../../../shared/limits.ts'
import { SsoError } from '../errors/sso-error.ts'
import { fileFormats } from '../files/kept-file.ts'
import { requireReadable } from '../files/require-readable.ts'
import { serverField } from '../files/server-field.ts'
import { type FormatFaults, NOT_JSON, parseVersionedJson } from '../files/versioned-json.ts'

/* Backup file, version 1: docs/formats.md. The outer layer, all of it readable without the password. */

export const BACKUP_FORMAT = fileFormats.backup
export const BACKUP_VERSION = 1
export const MAX_BACKUP_BYTES = 64 * 1024

const instant = z.iso.datetime({ precision: 3 })

/**
 * As long as whoever writes one may make it. Characters that turn the direction of writing are not refused: the first
 * versions took them; they are made visible where a reminder is shown.
 */
const reminder = z
  .string()
  .refine((text) => !/\p{Cc}|\p{Cs}/u.test(text) && [...text].length <= REMINDER_MAX_CHARACTERS)

const clearFields = z.strictObject({
  format: z.literal(BACKUP_FORMAT),
  version: z.literal(BACKUP_VERSION),
  systemId: z.uuid(),
  server: serverField,
  createdAt: instant,
  currentMsid: z.uuid(),
  previousMsid: z.uuid().nullable(),
  passwordReminder: reminder,
  /** Not in the files of the first versions. */
  writtenAt: instant.exactOptional(),
})

const backupFile = clearFields.extend({ payload: z.string().max(MAX_BACKUP_BYTES) })

/** What a backup file tells anybody who can read it. */
export type BackupHeader = Readonly<z.infer<typeof clearFields>>

/** A backup file, not yet opened. */
export interface SealedBackup {
  readonly header: BackupHeader
  /** A binary age v1 file. */
  readonly payload: Uint8Array
}

/** The SHA-256 that the payload repeats, so that a changed header is noticed when the payload is opened. */
export function digestHeader(header: BackupHeader): Uint8Array {
  const ordered = headerInOrder(header)
  return createHash('sha256').update(JSON.stringify(ordered), 'utf8').digest()
}

function headerInOrder(header: BackupHeader): BackupHeader {
  return {
    format: header.format,
    version: header.version,
    systemId: header.systemId,
    server: header.server,
    createdAt: header.createdAt,
    currentMsid: header.currentMsid,
    previousMsid: header.previousMsid,
    passwordReminder: header.passwordReminder,
    ...(header.writtenAt !== undefined && { writtenAt: header.writtenAt }),
  }
}

/**
 * The file's bytes: JSON text, indented so that a person can read the clear fields.
 *
 * @throws {@link SsoError} `FileWouldNotBeReadable`
 */
export function encodeBackupFile(backup: SealedBackup): Uint8Array {
  const text = JSON.stringify(
    { ...headerInOrder(backup.header), payload: armor.encode(backup.payload) },
    null,
    2,
  )
  const file = new TextEncoder().encode(`${text}\n`)
  requireReadable('backup', () => parseBackupFile(file))
  return file
}

/**
 * Reads a backup file's outer layer. Needs no password and derives no key.
 *
 * @throws {@link SsoError} `BackupTooLarge`, `BackupNotABackup`, `BackupVersionNewer`, `BackupDamaged`
 */
export function parseBackupFile(file: Uint8Array): SealedBackup {
  if (file.byteLength > MAX_BACKUP_BYTES) {
    throw SsoError.of('BackupTooLarge', { bytes: file.byteLength, limit: MAX_BACKUP_BYTES })
  }
  const { payload, ...header } = parseVersionedJson(file, format, faults)
  return { header, payload: decodePayload(payload) }
}

const format = { format: BACKUP_FORMAT, version: BACKUP_VERSION, schema: backupFile } as const

const faults: FormatFaults = {
  notJson: (namesFormat) => (namesFormat ? damaged(NOT_JSON) : faults.foreign()),
  foreign: () => SsoError.of('BackupNotABackup', {}),
  newer: (version) => SsoError.of('BackupVersionNewer', { version, supported: BACKUP_VERSION }),
  damaged,
}

function damaged(reason: string): SsoError {
  return SsoError.of('BackupDamaged', { reason })
}

function decodePayload(text: string): Uint8Array {
  try {
    const payload = armor.decode(text)
    // One encoding only: a changed byte that decodes to the same payload is damage all the same.
    if (armor.encode(payload) === text) return payload
  } catch {
    // Reported below, like any other payload that does not decode.
  }
  throw damaged('its payload is not an armored age file')
}
