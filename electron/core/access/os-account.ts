import { execFile } from 'node:child_process'
import { hostname, userInfo } from 'node:os'
import { promisify } from 'node:util'

/** The operating system account that this process runs as. */
export interface OsAccount {
  readonly name: string
  /** Names of the groups the process is in now; on Windows qualified (`BUILTIN\Administrators`). */
  readonly groups: readonly string[]
  /** Whether it may administer this computer; on Windows, whether this process is elevated. */
  readonly isLocalAdministrator: boolean
}

/** The groups whose members administer a computer, as shown to somebody who is not in them. */
export const LOCAL_ADMINISTRATORS =
  process.platform === 'win32' ? 'BUILTIN\\Administrators' : 'root or the groups sudo, wheel, admin'

const UNIX_ADMINISTRATOR_GROUPS = ['sudo', 'wheel', 'admin']
const WINDOWS_ADMINISTRATORS_SID = 'S-1-5-32-544'

const run = promisify(execFile)

/** The computer's name, lower case: how the SSO system names its servers. */
export function thisServer(): string {
  return hostname().toLowerCase()
}

/** Asks the operating system; a process's groups do not change while it runs, so callers may keep the answer. */
export function currentOsAccount(): Promise<OsAccount> {
  return process.platform === 'win32' ? windowsAccount() : unixAccount()
}

async function unixAccount(): Promise<OsAccount> {
  const { stdout } = await run('id', ['-Gn'])
  const groups = stdout.trim().split(' ')
  const isRoot = process.geteuid?.() === 0
  return {
    name: userInfo().username,
    groups,
    isLocalAdministrator: isRoot || groups.some((group) => UNIX_ADMINISTRATOR_GROUPS.includes(group)),
  }
}

async function windowsAccount(): Promise<OsAccount> {
  const { stdout } = await run('whoami', ['/groups', '/fo', 'csv', '/nh'], { windowsHide: true })
  return { name: userInfo().username, ...parseWindowsGroups(stdout) }
}

/**
 * Reads the answer of `whoami /groups /fo csv /nh`: name, type, SID and attributes of each group. Without
 * elevation the administrators' group is there, but "used for deny only".
 */
export function parseWindowsGroups(csv: string): Omit<OsAccount, 'name'> {
  const rows = csv
    .split(/\r?\n/)
    .map((line) => line.match(/"[^"]*"/g)?.map((cell) => cell.slice(1, -1)) ?? [])
    .filter((cells) => cells.length === 4)
  const enabled = rows.filter(([, , , attributes]) => !/deny/i.test(attributes ?? ''))
  return {
    groups: enabled.map(([name]) => name ?? ''),
    isLocalAdministrator: enabled.some(([, , sid]) => sid === WINDOWS_ADMINISTRATORS_SID),
  }
}
