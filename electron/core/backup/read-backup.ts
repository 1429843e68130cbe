import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { BackupDescription } from '../../../shared/backup.ts'
import { SsoError, systemErrorCode } from '../errors/sso-error.ts'
import type { FileSystem } from '../files/file-system.ts'
import { type BackupHeader, MAX_BACKUP_BYTES, parseBackupFile, type SealedBackup } from './backup-file.ts'

/** A backup file that was read, and where it is. */
export interface FoundBackup extends SealedBackup {
  /** Absolute. */
  readonly path: string
}

const field = { field: 'backupFile' } as const

/**
 * Reads a backup file's outer layer. Needs no password.
 *
 * @param file - relative to the working directory, or absolute; `null` if none was chosen.
 * @throws {@link SsoError} `BackupFileNotChosen`, `BackupFileMissing`, `BackupFileUnreadable`, `BackupTooLarge`,
 * `BackupNotABackup`, `BackupVersionNewer`, `BackupDamaged`
 */
export async function readBackup(files: FileSystem, file: string | null): Promise<FoundBackup> {
  if (file === null || file === '') throw SsoError.of('BackupFileNotChosen', {}, field)
  const path = resolve(file)
  try {
    const file = await files.read(path, MAX_BACKUP_BYTES)
    if (file.byteLength > MAX_BACKUP_BYTES) await refuseTooLarge(path)
    return { path, ...parseBackupFile(file) }
  } catch (cause) {
    if (cause instanceof SsoError) throw cause
    const reason = systemErrorCode(cause)
    if (reason === 'ENOENT' || reason === 'ENOTDIR') {
      throw SsoError.of('BackupFileMissing', { path }, { ...field, cause })
    }
    throw SsoError.of('BackupFileUnreadable', { path, reason }, { ...field, cause })
  }
}

/** What is read is cut: its size would not be told. */
async function refuseTooLarge(path: string): Promise<void> {
  const { size } = await stat(path)
  if (size > MAX_BACKUP_BYTES)
    throw SsoError.of('BackupTooLarge', { bytes: size, limit: MAX_BACKUP_BYTES }, field)
}

/** What a backup says without its password. */
export function describeHeader(path: string, header: BackupHeader): BackupDescription {
  const {
    createdAt,
    currentMsid,
    passwordReminder,
    previousMsid,
    server,
    systemId,
    writtenAt = null,
  } = header
  return {
    displayPath: path,
    systemId,
    server,
    createdAt,
    writtenAt,
    currentMsid,
    previousMsid,
    passwordReminder,
  }
}
