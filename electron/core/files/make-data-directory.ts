import { chmodSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { SsoError } from '../errors/sso-error.ts'
import type { DataDirectory } from './data-directory.ts'
import { keepOwnerIn, makeOwnFolder } from './keep-owner.ts'
import { unusable } from './look-at-place.ts'

/**
 * Makes the data directory (mode 0700) or checks the one that is there, closing it to other accounts. The folder
 * above it must be there, but for the platform's own place.
 *
 * @throws {@link SsoError} `DataDirectoryUnusable`
 */
export async function prepareDataDirectory(directory: DataDirectory): Promise<void> {
  prepareAtOnce(directory)
}

/** As {@link prepareDataDirectory}, for the console, which must have it before its window system starts. */
export function prepareAtOnce(directory: DataDirectory): void {
  try {
    if (directory.origin === 'default') makeParents(dirname(directory.path))
    makeOwnFolder(directory.path)
    closeToOtherAccounts(directory)
    keepOwnerIn(directory.path)
    makeOwnFolder(directory.events)
  } catch (cause) {
    throw cause instanceof SsoError ? cause : unusable(directory.path, cause)
  }
}

/** Not `recursive`: Node then tries for ever where a file system has no such folders, as `/proc`. */
function makeParents(path: string): void {
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return
  if (dirname(path) !== path) makeParents(dirname(path))
  makeOwnFolder(path)
}

function closeToOtherAccounts(directory: DataDirectory): void {
  const { mode } = statSync(directory.path)
  if (process.platform === 'win32' || (mode & 0o077) === 0) return
  // A mistyped --data-dir must not lock everybody out of a folder that is not ours.
  const entries = readdirSync(directory.path)
  if (entries.length > 0 && !entries.includes(basename(directory.database))) {
    const reason = 'it is open to other accounts and holds other files'
    throw SsoError.of('DataDirectoryUnusable', { path: directory.path, reason })
  }
  chmodSync(directory.path, 0o700)
}
