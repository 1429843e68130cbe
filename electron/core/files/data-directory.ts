import { realpathSync } from 'node:fs'
import { chmod, mkdir, readdir, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import envPaths from 'env-paths'
import { SsoError, systemErrorCode } from '../sso-error.ts'

/** Where the parts of an SSO system live on one computer. */
export interface DataDirectory {
  readonly path: string
  readonly secretStore: string
  /** Locked while the secret store is being changed; nothing else opens it. */
  readonly secretStoreLock: string
  readonly keyFile: string
  readonly database: string
  readonly events: string
  /** The console's own browser profile. */
  readonly console: string
}

/**
 * Names the data directory: `override` (`--data-dir`), else `SSO_DATA_DIR`, else the platform's user-data
 * directory. Touches nothing.
 */
export function locateDataDirectory(override?: string): DataDirectory {
  const chosen = override ?? process.env.SSO_DATA_DIR ?? envPaths('sso-administration', { suffix: '' }).data
  const path = resolve(chosen)
  return {
    path,
    secretStore: join(path, 'secret-store.json'),
    secretStoreLock: join(path, 'secret-store.lock.db'),
    keyFile: join(path, 'secret-store.key'),
    database: join(path, 'sso.db'),
    events: join(path, 'events'),
    console: join(path, 'console'),
  }
}

/**
 * Makes the data directory (mode 0700) or checks the one that is there, closing it to other accounts.
 *
 * @throws {@link SsoError} `DataDirectoryUnusable`
 */
export async function prepareDataDirectory(directory: DataDirectory): Promise<void> {
  try {
    await mkdir(directory.path, { recursive: true, mode: 0o700 })
    await closeToOtherAccounts(directory)
    await mkdir(directory.events, { recursive: true, mode: 0o700 })
  } catch (cause) {
    if (cause instanceof SsoError) throw cause
    throw SsoError.of(
      'DataDirectoryUnusable',
      { path: directory.path, reason: systemErrorCode(cause) },
      { cause },
    )
  }
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

/** Whether `folder` (existing) is the data directory or lies inside it, links resolved. */
export function isInsideDataDirectory(folder: string, directory: DataDirectory): boolean {
  const inside = realpathSync.native(folder)
  const outside = realpathSync.native(directory.path)
  return inside === outside || inside.startsWith(join(outside, '/'))
}
