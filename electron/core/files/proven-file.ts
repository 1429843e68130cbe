import { randomUUID } from 'node:crypto'
import { dirname } from 'node:path'
import { SsoError, systemErrorCode } from '../errors/sso-error.ts'
import { type FileState, readFileIdentity, readFileState } from './file-state.ts'
import type { FileSystem } from './file-system.ts'
import { giveFreeName } from './give-free-name.ts'
import { NotAnOrdinaryFile, unusualTarget } from './ordinary-file.ts'
import { writeNewFile } from './replace-file.ts'
import { readBackFault, type SavedKind, saveFault, toSaveError } from './save-faults.ts'
import type { SaveTarget } from './save-target.ts'

/** A file written and proven under a provisional name. */
export interface ProvenFile {
  /** Gives the file its name, durably. */
  keep(): Promise<void>
  /** Removes what was written; a file that replaced another stays, since the other is gone. */
  discard(): Promise<void>
}

/** A file to be written and proven. */
export interface FileWriting {
  readonly files: FileSystem
  readonly target: SaveTarget
  /** Called when the file is on the disk and is about to be read back. */
  onWritten(): void
}

/**
 * Writes a file beside its target and has it proven from the disk.
 *
 * @param prove - reads the file at the path it is given; rejects if that is not what was to be written.
 * @throws {@link SsoError} `BackupDiskFull`, `BackupFolderNotWritable`, `BackupFolderMissing`, `BackupWriteFailed`, or
 * those of the target's kind; what `prove` rejects with. Nothing is left behind then.
 */
export async function writeProvenFile(
  writing: FileWriting,
  content: Uint8Array,
  prove: (path: string) => Promise<void>,
): Promise<ProvenFile> {
  const { files, target } = writing
  const partial = `${target.path}.${randomUUID().slice(0, 8)}.partial`
  try {
    await writeNewFile(files, partial, content)
    writing.onWritten()
    await prove(partial)
    return provenFile(writing, partial)
  } catch (error) {
    await files.remove(partial).catch(() => undefined)
    throw toSaveError(target, error)
  }
}

function provenFile(writing: FileWriting, partial: string): ProvenFile {
  const { files, target } = writing
  let created: FileState | null = null
  const discard = async (): Promise<void> => {
    await files.remove(partial)
    // Somebody may have put another file in its place since.
    if (created !== null && created === (await readFileIdentity(target.path))) await files.remove(target.path)
  }
  return {
    async keep() {
      try {
        const written = await readFileIdentity(partial)
        const replaced = await giveName(files, partial, target)
        if (!replaced) created = written
        await files.remove(partial)
        await files.syncDirectory(dirname(target.path))
      } catch (error) {
        await discard().catch(() => undefined)
        throw toSaveError(target, error)
      }
    },
    discard,
  }
}

/**
 * Reads what was written a moment ago.
 *
 * @throws {@link SsoError} `BackupVanished`, `BackupAltered` if something else was put there; `BackupWriteFailed`; or
 * those of the other `kind`.
 */
export function readBack(
  files: FileSystem,
  kind: SavedKind,
  path: string,
  maxBytes: number,
): Promise<Buffer> {
  return files.read(path, maxBytes).catch((cause) => {
    if (systemErrorCode(cause) === 'ENOENT') throw readBackFault(kind, 'vanished', path, cause)
    if (cause instanceof NotAnOrdinaryFile) throw readBackFault(kind, 'altered', path, cause)
    const reason = `reading it back fails with ${systemErrorCode(cause)}`
    throw saveFault(kind, 'writeFailed', { folder: dirname(path), reason }, cause)
  })
}

/**
 * A plain rename would silently replace a file that appeared, or was replaced, meanwhile.
 *
 * @returns whether it replaced the file that it may replace.
 */
async function giveName(
  files: FileSystem,
  partial: string,
  { agreed, kind: saved, path }: SaveTarget,
): Promise<boolean> {
  const found = agreed === undefined ? null : await readFileState(path)
  if (found === null) {
    await giveFreeName(files, partial, path)
    return false
  }
  // What is there now need not be what was agreed to be replaced.
  const kind = await unusualTarget(path)
  if (kind !== null) throw SsoError.of('TargetNotOrdinaryFile', { path, kind }, { field: 'backupFile' })
  if (found !== agreed) throw saveFault(saved, 'changed', { path })
  await files.rename(partial, path)
  return true
}
