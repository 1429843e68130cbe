import { constants } from 'node:fs'
import { access, lstat, stat } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { visibleText } from '../../../shared/visible-text.ts'
import { SsoError, systemErrorCode } from '../errors/sso-error.ts'
import { type DataDirectory, isInsideDataDirectory } from './data-directory.ts'
import { type FileState, fileStateOf } from './file-state.ts'
import { type KeptKind, keptKindAt, keptKindInWords } from './kept-file.ts'
import { unusualKind } from './ordinary-file.ts'

/** Where a file that its owner keeps goes: a backup, a recovery key. */
export interface SaveTarget {
  /** Absolute. */
  readonly path: string
  /** The file of that name that is there and may be replaced, but no other; absent if there is none. */
  readonly agreed?: FileState
}

/** What to do when the file is already there: `replace` only after its owner has agreed. */
export type IfExists = 'refuse' | 'replace'

const field = { field: 'backupFile' } as const

/**
 * Checks, before anything is made, that a backup could be saved there.
 *
 * @param file - relative to the working directory, or absolute; `null` if none was chosen.
 * @param kind - of what is to be saved: only the same kind of our files is replaced.
 * @throws {@link SsoError} `BackupFileNotChosen`, `BackupFileNameInvalid`, `BackupFolderMissing`,
 * `BackupInsideDataDirectory`, `BackupFolderNotWritable`, `BackupFileExists`, `TargetNotOrdinaryFile`,
 * `TargetStillNeeded`, `BackupFileUnreadable`, `BackupWriteFailed`; each names its field.
 */
export async function checkSaveTarget(
  file: string | null,
  ifExists: IfExists,
  directory: DataDirectory,
  account: string,
  kind: KeptKind = 'backup',
): Promise<SaveTarget> {
  if (file === null || file === '') throw SsoError.of('BackupFileNotChosen', {}, field)
  if (/\p{Cc}|[/\\]$/u.test(file)) throw invalidName(file)
  const path = resolve(file)
  await checkFolder(dirname(path), directory, account)
  const agreed = await checkExisting(path, ifExists, kind)
  return { path, ...(agreed !== null && { agreed }) }
}

async function checkFolder(folder: string, directory: DataDirectory, account: string): Promise<void> {
  try {
    if (!(await stat(folder)).isDirectory()) throw SsoError.of('BackupFolderMissing', { folder }, field)
    if (isInsideDataDirectory(folder, directory))
      throw SsoError.of('BackupInsideDataDirectory', { folder }, field)
    await access(folder, constants.W_OK)
  } catch (cause) {
    throw cause instanceof SsoError ? cause : folderFault(folder, account, cause)
  }
}

function folderFault(folder: string, account: string, cause: unknown): SsoError {
  const options = { ...field, cause }
  const reason = systemErrorCode(cause)
  switch (reason) {
    case 'ENOENT':
    case 'ENOTDIR':
      return SsoError.of('BackupFolderMissing', { folder }, options)
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return SsoError.of('BackupFolderNotWritable', { folder, account }, options)
    default:
      return SsoError.of('BackupWriteFailed', { folder, reason }, options)
  }
}

/** @returns the file that is to be replaced, if there is one. */
async function checkExisting(path: string, ifExists: IfExists, as: KeptKind): Promise<FileState | null> {
  const existing = await lstat(path, { bigint: true }).catch((cause) => {
    const reason = systemErrorCode(cause)
    if (reason === 'ENOENT') return null
    if (reason === 'ENAMETOOLONG') throw invalidName(basename(path))
    throw SsoError.of('BackupWriteFailed', { folder: dirname(path), reason }, { ...field, cause })
  })
  if (existing === null) return null
  const kind = unusualKind(existing)
  if (kind !== null) throw SsoError.of('TargetNotOrdinaryFile', { path, kind }, field)
  if (ifExists === 'refuse') throw SsoError.of('BackupFileExists', { path }, field)
  await refuseOtherKind(path, as)
  return fileStateOf(existing)
}

async function refuseOtherKind(path: string, as: KeptKind): Promise<void> {
  const there = await keptKindAt(path).catch((cause) => {
    throw SsoError.of('BackupFileUnreadable', { path, reason: systemErrorCode(cause) }, { ...field, cause })
  })
  if (there === null || there === as) return
  throw SsoError.of('TargetStillNeeded', { path, kind: keptKindInWords[there] }, field)
}

function invalidName(path: string): SsoError {
  return SsoError.of('BackupFileNameInvalid', { path: visibleText(path) }, field)
}
