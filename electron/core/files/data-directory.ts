import { realpathSync } from 'node:fs'
import { userInfo } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import envPaths from 'env-paths'
import { windowsPathReason } from '../../../shared/windows-path.ts'
import { SsoError } from '../errors/sso-error.ts'

/** Where the parts of an SSO system live on one computer. */
export interface DataDirectory {
  readonly path: string
  /** What named it. The platform's own place is `default`. */
  readonly origin: '--data-dir' | 'SSO_DATA_DIR' | 'default'
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
 * Names the data directory: `named` (`--data-dir`), else `SSO_DATA_DIR` unless it is blank, else the platform's
 * user-data directory. A relative name is one in the working directory. Touches nothing.
 *
 * @throws {@link SsoError} `DataDirectoryNameInvalid`
 */
export function locateDataDirectory(named?: string): DataDirectory {
  if (named !== undefined) return directoryAt(checkedName(named, '--data-dir'), '--data-dir')
  const { SSO_DATA_DIR = '' } = process.env
  // Scripts empty a variable where they mean to unset it.
  if (SSO_DATA_DIR.trim() !== '')
    return directoryAt(checkedName(SSO_DATA_DIR, 'SSO_DATA_DIR'), 'SSO_DATA_DIR')
  return directoryAt(defaultPath(), 'default')
}

function directoryAt(name: string, origin: DataDirectory['origin']): DataDirectory {
  const path = resolve(name)
  return {
    path,
    origin,
    secretStore: join(path, 'secret-store.json'),
    secretStoreLock: join(path, 'secret-store.lock.db'),
    keyFile: join(path, 'secret-store.key'),
    database: join(path, 'sso.db'),
    events: join(path, 'events'),
    console: join(path, 'console'),
  }
}

/** An empty or relative `HOME` or `XDG_DATA_HOME` must not lead into the working directory. */
function defaultPath(): string {
  const { data } = envPaths('sso-administration', { suffix: '' })
  return isAbsolute(data) ? data : join(userInfo().homedir, '.local', 'share', 'sso-administration')
}

function checkedName(name: string, source: '--data-dir' | 'SSO_DATA_DIR'): string {
  const reason = whyNoName(name)
  if (reason !== null) throw SsoError.of('DataDirectoryNameInvalid', { name, source, reason })
  return name
}

function whyNoName(name: string): string | null {
  if (name.trim() === '') return 'it is empty'
  if (/\p{Cc}/u.test(name)) return 'it has control characters'
  if (/^~[^/\\]*([/\\]|$)/.test(name))
    return 'the shell has left the ~ as it is; write the folder out, or ./~ for one of that name'
  const reason = windowsPathReason(name, process.platform)
  return reason === null ? null : `it is a path of Windows (${reason}), and this is another system`
}

/** Whether `folder` (existing) is the data directory or lies inside it, links resolved. */
export function isInsideDataDirectory(folder: string, directory: DataDirectory): boolean {
  const inside = realpathSync.native(folder)
  const outside = realpathSync.native(directory.path)
  return inside === outside || inside.startsWith(join(outside, '/'))
}
