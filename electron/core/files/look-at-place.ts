import { type Stats, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { SsoError, systemErrorCode } from '../errors/sso-error.ts'
import type { DataDirectory } from './data-directory.ts'

/** What is found where a data directory is named. */
export type Place =
  /**
   * A database, or a secret store without one. `foreignOwner` is the uid of the account it belongs to, if that is
   * another one.
   */
  | {
      readonly kind: 'system'
      readonly hasDatabase: boolean
      readonly foreignOwner: number | null
    }
  /** Neither. `reason` says what was found, as part of a sentence; `parent` is a folder above that is missing too. */
  | {
      readonly kind: 'absent'
      readonly reason: string
      readonly parent: string | null
      readonly foreignOwner: number | null
    }
  /** It belongs to the account of that uid, and this account is not root. */
  | { readonly kind: 'of-another'; readonly owner: number }
  | { readonly kind: 'unusable'; readonly error: SsoError }

/**
 * Looks at what is there and touches nothing. What cannot be looked at is unusable; only what the system says is not
 * there counts as absent. Synchronous, because the console must know before its window system starts.
 */
export function lookAtPlace(directory: DataDirectory): Place {
  try {
    const folder = statOrNull(directory.path)
    return folder === null ? absentFolder(directory) : lookInside(directory, folder)
  } catch (cause) {
    return { kind: 'unusable', error: unusable(directory.path, cause) }
  }
}

function lookInside(directory: DataDirectory, folder: Stats): Place {
  const { database, path, secretStore } = directory
  if (!folder.isDirectory()) {
    const reason = 'it is not a folder'
    return { kind: 'unusable', error: SsoError.of('DataDirectoryUnusable', { path, reason }) }
  }
  const account = process.geteuid?.() ?? folder.uid
  if (account !== folder.uid && account !== 0) return { kind: 'of-another', owner: folder.uid }
  const foreignOwner = account === folder.uid ? null : folder.uid
  const hasDatabase = (statOrNull(database)?.size ?? 0) > 0
  if (hasDatabase || statOrNull(secretStore) !== null) return { kind: 'system', hasDatabase, foreignOwner }
  return { kind: 'absent', reason: 'no SSO database is in it', parent: null, foreignOwner }
}

function absentFolder({ origin, path }: DataDirectory): Place {
  const parent = dirname(path)
  const isParentMissing = origin !== 'default' && statOrNull(parent) === null
  return {
    kind: 'absent',
    reason: isParentMissing ? `there is no folder ${parent}` : 'the folder does not exist',
    parent: isParentMissing ? parent : null,
    foreignOwner: null,
  }
}

/** Throws the system's error unless it says that nothing is there. */
function statOrNull(path: string): Stats | null {
  try {
    return statSync(path)
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null
    throw error
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this account may not open it',
  EPERM: 'this account may not open it',
  EROFS: 'its file system is read-only',
  ENOTDIR: 'a part of the path is not a folder',
  EEXIST: 'something that is not a folder is there',
  ELOOP: 'its links lead in a circle',
  ENOSPC: 'there is no room left on its disk',
  EDQUOT: 'the quota of its disk is used up',
  EIO: 'its disk cannot be read',
  ENAMETOOLONG: 'the path is too long',
  ENOENT: 'its folder cannot be made there',
}

/** A system error as `DataDirectoryUnusable`, its cause in words beside the code. */
export function unusable(path: string, cause: unknown): SsoError {
  const code = systemErrorCode(cause)
  const words = reasons[code]
  const reason = words === undefined ? code : `${words}, ${code}`
  return SsoError.of('DataDirectoryUnusable', { path, reason }, { cause })
}
