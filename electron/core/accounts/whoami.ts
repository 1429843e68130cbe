import { win32 } from 'node:path'
import { SsoError } from '../errors/sso-error.ts'
import { runSystemProgram, runSystemProgramSync } from './run-program.ts'

/** By absolute path: what a search path leads to is anybody's. */
const WHOAMI = win32.join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', 'whoami.exe')

const USER = ['/user', '/fo', 'csv', '/nh']
const GROUPS = ['/groups', '/fo', 'csv', '/nh']

/**
 * Windows' own groups by their security identifiers, in the spelling the product stores: their names are those of
 * the language Windows was installed in.
 */
const BUILT_IN_GROUPS: Readonly<Record<string, string>> = {
  'S-1-5-32-544': 'BUILTIN\\Administrators',
  'S-1-5-32-545': 'BUILTIN\\Users',
  'S-1-5-32-546': 'BUILTIN\\Guests',
  'S-1-5-32-547': 'BUILTIN\\Power Users',
  'S-1-5-32-551': 'BUILTIN\\Backup Operators',
}
const ADMINISTRATORS_SID = 'S-1-5-32-544'

export interface WindowsGroups {
  /** Qualified (`CORP\SSO Administrators`); built-in ones in English, whatever Windows speaks. */
  readonly groups: readonly string[]
  /** Whether the process is elevated. */
  readonly isLocalAdministrator: boolean
}

export interface WindowsAccount extends WindowsGroups {
  /** With its domain, or its computer's name: `CORP\alice`. */
  readonly name: string
}

/**
 * The account that this process runs as, as Windows knows it. Tested with recorded answers only, never on Windows
 * itself.
 *
 * @throws {@link SsoError} `NameServiceFailed`
 */
export async function windowsAccount(): Promise<WindowsAccount> {
  const [user, groups] = await Promise.all([run(USER), run(GROUPS)])
  return { name: parseWindowsUser(user), ...parseWindowsGroups(groups) }
}

/** @throws {@link SsoError} `NameServiceFailed` */
export function isElevated(): boolean {
  const { stdout } = runSystemProgramSync(WHOAMI, GROUPS)
  return parseWindowsGroups(stdout).isLocalAdministrator
}

async function run(args: readonly string[]): Promise<string> {
  const { exitCode, stdout } = await runSystemProgram(WHOAMI, args)
  if (exitCode === 0) return stdout
  throw SsoError.of('NameServiceFailed', { program: WHOAMI, reason: `exit code ${exitCode}` })
}

function rowsOf(csv: string): readonly (readonly string[])[] {
  return csv
    .split(/\r?\n/)
    .map((line) => line.match(/"[^"]*"/g)?.map((cell) => cell.slice(1, -1)) ?? [])
    .filter((cells) => cells.length > 0)
}

/**
 * Reads the answer of `whoami /user /fo csv /nh`: name and SID.
 *
 * @throws {@link SsoError} `NameServiceFailed`
 */
export function parseWindowsUser(csv: string): string {
  const [name] = rowsOf(csv)[0] ?? []
  if (name === undefined || name === '')
    throw SsoError.of('NameServiceFailed', { program: WHOAMI, reason: 'it named no account' })
  return name
}

/**
 * Reads the answer of `whoami /groups /fo csv /nh`: name, type, SID and attributes of each group. Without
 * elevation the administrators' group is there, but "used for deny only".
 */
export function parseWindowsGroups(csv: string): WindowsGroups {
  const rows = rowsOf(csv).filter((cells) => cells.length === 4)
  const enabled = rows.filter(([, , , attributes]) => !/deny/i.test(attributes ?? ''))
  return {
    groups: enabled.map(([name = '', , sid = '']) => BUILT_IN_GROUPS[sid] ?? name),
    isLocalAdministrator: enabled.some(([, , sid]) => sid === ADMINISTRATORS_SID),
  }
}
