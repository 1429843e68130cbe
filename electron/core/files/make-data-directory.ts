import { chmod, mkdir, readdir, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { SsoError, systemErrorCode } from '../sso-error.ts'
import type { DataDirectory } from './data-directory.ts'
import { unusable } from './look-at-place.ts'

/**
 * Makes the data directory (mode 0700) or checks the one that is there, closing it to other accounts. The folder
 * above it must be there, but for the platform's own place.
 *
 * @throws {@link SsoError} `DataDirectoryUnusable`
 */
export async function prepareDataDirectory(directory: DataDirectory): Promise<void> {
  try {
    if (directory.origin === 'default') await makeParents(dirname(directory.path))
    await makeFolder(directory.path)
    await closeToOtherAccounts(directory)
    await makeFolder(directory.events)
  } catch (cause) {
    throw cause instanceof SsoError ? cause : unusable(directory.path, cause)
  }
}

/** Not `recursive`: Node then tries for ever where a file system has no such folders, as `/proc`. */
async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { mode: 0o700 }).catch(async (error) => {
    const isThere = systemErrorCode(error) === 'EEXIST' && (await stat(path)).isDirectory()
    if (!isThere) throw error
  })
}

async function makeParents(path: string): Promise<void> {
  const isThere = await stat(path).then(
    () => true,
    (error) => {
      if (systemErrorCode(error) !== 'ENOENT') throw error
      return false
    },
  )
  if (isThere) return
  if (dirname(path) !== path) await makeParents(dirname(path))
  await makeFolder(path)
}

async function closeToOtherAccounts(directory: DataDirectory): Promise<void> {
  const { mode } = await stat(directory.path)
  if (process.platform === 'win32' || (mode & 0o077) === 0) return
  // A mistyped --data-dir must not lock everybody out of a folder that is not ours.
  const entries = await readdir(directory.path)
  if (entries.length > 0 && !entries.includes(basename(directory.database))) {
    const reason = 'it is open to other accounts and holds other files'
    throw SsoError.of('DataDirectoryUnusable', { path: directory.path, reason })
  }
  await chmod(directory.path, 0o700)
}
