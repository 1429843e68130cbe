import type { BigIntStats } from 'node:fs'
import { lstat } from 'node:fs/promises'
import { systemErrorCode } from '../errors/sso-error.ts'

/** What tells a file from another of its name, and from itself after a change: of use for comparing only. */
export type FileState = string

export function fileStateOf({ ctimeNs, dev, ino, mtimeNs, size }: BigIntStats): FileState {
  return `${dev}:${ino} ${size} ${mtimeNs} ${ctimeNs}`
}

/**
 * The state of the file at `path`, links not followed. Rejects with Node's system errors.
 *
 * @returns `null` only if there is none.
 */
export async function readFileState(path: string): Promise<FileState | null> {
  const found = await statNow(path)
  return found && fileStateOf(found)
}

/** As {@link readFileState}, but the same for a file whose content or names have changed: which file it is. */
export async function readFileIdentity(path: string): Promise<FileState | null> {
  const found = await statNow(path)
  return found === null ? null : `${found.dev}:${found.ino}`
}

async function statNow(path: string): Promise<BigIntStats | null> {
  try {
    return await lstat(path, { bigint: true })
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null
    throw error
  }
}
