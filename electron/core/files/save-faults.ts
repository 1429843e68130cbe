import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DetailsOf } from '../../../shared/error-text.ts'
import { SsoError, systemErrorCode } from '../errors/sso-error.ts'
import type { KeptKind } from './kept-file.ts'

/** The kinds of file that are saved where their owner says. */
export type SavedKind = Extract<KeptKind, 'backup' | 'recovery-key'>

/** Each kind has codes of its own, because their words say what was, or was not, saved. */
const saveCodes = {
  backup: {
    altered: 'BackupAltered',
    changed: 'BackupFileChanged',
    diskFull: 'BackupDiskFull',
    exists: 'BackupFileExists',
    folderMissing: 'BackupFolderMissing',
    folderNotWritable: 'BackupFolderNotWritable',
    insideDataDirectory: 'BackupInsideDataDirectory',
    nameInvalid: 'BackupFileNameInvalid',
    notChosen: 'BackupFileNotChosen',
    vanished: 'BackupVanished',
    writeFailed: 'BackupWriteFailed',
  },
  'recovery-key': {
    altered: 'RecoveryKeyAltered',
    changed: 'RecoveryKeyFileChanged',
    diskFull: 'RecoveryKeyDiskFull',
    exists: 'RecoveryKeyFileExists',
    folderMissing: 'RecoveryKeyFolderMissing',
    folderNotWritable: 'RecoveryKeyFolderNotWritable',
    insideDataDirectory: 'RecoveryKeyInsideDataDirectory',
    nameInvalid: 'RecoveryKeyFileNameInvalid',
    notChosen: 'RecoveryKeyFileNotChosen',
    vanished: 'RecoveryKeyVanished',
    writeFailed: 'RecoveryKeyWriteFailed',
  },
} as const

type SaveCodes = (typeof saveCodes)[SavedKind]

/** Whichever input names the file. */
const field = { field: 'backupFile' } as const

/** What keeps a file of `kind` from being saved; it names the input that names the file. */
export function saveFault<F extends keyof SaveCodes>(
  kind: SavedKind,
  fault: F,
  details: DetailsOf<SaveCodes[F]>,
  cause?: unknown,
): SsoError {
  return SsoError.of<SaveCodes[F]>(saveCodes[kind][fault], details, { ...field, cause })
}

/** What is wrong with what was written, as reading it back shows: no input could be at fault. */
export function readBackFault(
  kind: SavedKind,
  fault: 'altered' | 'vanished',
  path: string,
  cause?: unknown,
): SsoError {
  return SsoError.of(saveCodes[kind][fault], { path }, { cause })
}

/** Who saves which file. */
export interface Saving {
  readonly kind: SavedKind
  /** Absolute. */
  readonly path: string
  /** Named in refusals. */
  readonly account: string
}

/** The error that an error of the system stands for, met on the way to the file; what is neither stays what it is. */
export function toSaveError({ account, kind, path }: Saving, error: unknown): unknown {
  if (error instanceof SsoError) return error
  const reason = systemErrorCode(error)
  const folder = dirname(path)
  switch (reason) {
    case 'ENOSPC':
    case 'EDQUOT':
      return saveFault(kind, 'diskFull', { folder }, error)
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return saveFault(kind, 'folderNotWritable', { folder, account }, error)
    case 'ENOENT':
    case 'ENOTDIR':
      // Folders such as /proc exist and take no files, whoever asks.
      return existsSync(folder)
        ? saveFault(kind, 'folderNotWritable', { folder, account }, error)
        : saveFault(kind, 'folderMissing', { folder }, error)
    case 'EEXIST':
      return saveFault(kind, 'exists', { path }, error)
    case 'ENAMETOOLONG':
      return saveFault(kind, 'nameInvalid', { path }, error)
    default:
      return /^E[A-Z0-9]+$/.test(reason) ? saveFault(kind, 'writeFailed', { folder, reason }, error) : error
  }
}
