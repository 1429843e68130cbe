import { constants } from 'node:fs'
import { access, lstat, stat } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { visibleText } from '../../../shared/visible-text.ts'
import { SsoError, systemErrorCode } from '../errors/sso-error.ts'
import { type DataDirectory, isInsideDataDirectory } from './data-directory.ts'
import { type FileState, fileStateOf } from './file-state.ts'
import { keptKindAt, keptKindInWords } from './kept-file.ts'
import { unusualKind } from './ordinary-file.ts'
import { type SavedKind, type Saving, saveFault, toSaveError } from './save-faults.ts'

/** Where a file that its owner keeps goes: a backup, a recovery key. */
export interface SaveTarget extends Saving {
  /** The file of that name that is there and may be replaced, but no other; absent if there is none. */
  readonly agreed?: FileState
}

/** What to do when the file is already there: `replace` only after its owner has agreed. */
export type IfExists = 'refuse' | 'replace'

const field = { field: 'backupFile' } as const

/**
 * Checks, before anything is made, that a file could be saved there.
 *
 * @param file - relative to the working directory, or absolute; `null` if none was chosen.
 * @param account - named in refusals.
 * @param kind - of what is to be saved: only the same kind of our files is replaced.
 * @throws {@link SsoError} `BackupFileNotChosen`, `BackupFileNameInvalid`, `BackupFolderMissing`,
 * `BackupInsideDataDirectory`, `BackupFolderNotWritable`, `BackupFileExists`, `BackupWriteFailed`, or those of the
 * other `kind`; `TargetNotOrdinaryFile`, `TargetStillNeeded`, `TargetUnreadable`. Each names its field.
 */
export async function checkSaveTarget(
  file: string | null,
  ifExists: IfExists,
  directory: DataDirectory,
  account: string,
  kind: SavedKind = 'backup',
): Promise<SaveTarget> {
  if (file === null || file === '') throw saveFault(kind, 'notChosen', {})
  if (/\p{Cc}|[/\\]$/u.test(file)) throw invalidName(kind, file)
  const saving = { kind, path: resolve(file), account }
  await checkFolder(saving, directory)
  const agreed = await checkExisting(saving, ifExists)
  return { ...saving, ...(agreed !== null && { agreed }) }
}

async function checkFolder(saving: Saving, directory: DataDirectory): Promise<void> {
  const { kind, path } = saving
  const folder = dirname(path)
  try {
    if (!(await stat(folder)).isDirectory()) throw saveFault(kind, 'folderMissing', { folder })
    if (isInsideDataDirectory(folder, directory)) throw saveFault(kind, 'insideDataDirectory', { folder })
    await access(folder, constants.W_OK)
  } catch (cause) {
    throw toSaveError(saving, cause)
  }
}

/** @returns the file that is to be replaced, if there is one. */
async function checkExisting(saving: Saving, ifExists: IfExists): Promise<FileState | null> {
  const { path } = saving
  const existing = await lstat(path, { bigint: true }).catch((cause) => {
    const reason = systemErrorCode(cause)
    if (reason === 'ENOENT') return null
    if (reason === 'ENAMETOOLONG') throw invalidName(saving.kind, basename(path))
    throw saveFault(saving.kind, 'writeFailed', { folder: dirname(path), reason }, cause)
  })
  if (existing === null) return null
  const kind = unusualKind(existing)
  if (kind !== null) throw SsoError.of('TargetNotOrdinaryFile', { path, kind }, field)
  if (ifExists === 'refuse') throw saveFault(saving.kind, 'exists', { path })
  await refuseOtherKind(saving)
  return fileStateOf(existing)
}

async function refuseOtherKind({ kind, path }: Saving): Promise<void> {
  const there = await keptKindAt(path).catch((cause) => {
    throw SsoError.of('TargetUnreadable', { path, reason: systemErrorCode(cause) }, { ...field, cause })
  })
  if (there === null || there === kind) return
  throw SsoError.of('TargetStillNeeded', { path, kind: keptKindInWords[there] }, field)
}

function invalidName(kind: SavedKind, path: string): SsoError {
  return saveFault(kind, 'nameInvalid', { path: visibleText(path) })
}
