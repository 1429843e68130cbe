import { findGroupsAtOnce as findMacGroupsAtOnce } from '../accounts/dscacheutil.ts'
import { findGroupsAtOnce } from '../accounts/getent.ts'
import { type NameService, standIn } from '../accounts/name-service.ts'
import { systemNameService } from '../accounts/system-name-service.ts'
import { isElevated, windowsAccount } from '../accounts/whoami.ts'

/** The operating system account that this process runs as. */
export interface OsAccount {
  /** As the name service spells it, with a domain where it gives one; `#1234` for a uid that has no name. */
  readonly name: string
  /**
   * Names of the groups the process is in now, each once; `#1234` for one that has no name; on Windows qualified
   * (`BUILTIN\Administrators`).
   */
  readonly groups: readonly string[]
  /** Whether it may administer this computer; on Windows, whether this process is elevated. */
  readonly isLocalAdministrator: boolean
}

/** The groups whose members administer a computer, as shown to somebody who is not in them. */
export const LOCAL_ADMINISTRATORS =
  process.platform === 'win32' ? 'BUILTIN\\Administrators' : 'root or the groups sudo, wheel, admin'

const UNIX_ADMINISTRATOR_GROUPS = ['sudo', 'wheel', 'admin']

/** The numbers by which the system decides what a process may do. */
export interface ProcessIds {
  readonly uid: number
  readonly gids: readonly number[]
}

/**
 * Asks the operating system; a process's groups do not change while it runs, so callers may keep the answer. Neither
 * the search path nor the environment has a say in it.
 *
 * @throws {@link SsoError} `NameServiceFailed`
 */
export function currentOsAccount(): Promise<OsAccount> {
  return systemNameService === null ? windowsAccount() : unixAccount(systemNameService, processIds())
}

/** The effective ones: a program started by sudo, or setuid, acts as whom it became. */
function processIds(): ProcessIds {
  const gids = [process.getegid?.() ?? 0, ...(process.getgroups?.() ?? [])]
  return { uid: process.geteuid?.() ?? 0, gids: [...new Set(gids)] }
}

/**
 * Names the account and its groups. Who administers the computer is told by number.
 *
 * @throws {@link SsoError} `NameServiceFailed`
 */
export async function unixAccount(names: NameService, { gids, uid }: ProcessIds): Promise<OsAccount> {
  const [user, ...groups] = await names.find([
    { kind: 'user', key: uid },
    ...gids.map((gid) => ({ kind: 'group', key: gid }) as const),
    ...UNIX_ADMINISTRATOR_GROUPS.map((name) => ({ kind: 'group', key: name }) as const),
  ])
  const administrators = groups.slice(gids.length).flatMap((group) => group?.id ?? [])
  return {
    name: user?.name ?? standIn(uid),
    groups: [...new Set(gids.map((gid, at) => groups[at]?.name ?? standIn(gid)))],
    isLocalAdministrator: uid === 0 || gids.some((gid) => administrators.includes(gid)),
  }
}

/**
 * Whether this process may administer the computer, for what cannot wait for {@link currentOsAccount}.
 *
 * @throws {@link SsoError} `NameServiceFailed`
 */
export function mayAdministerComputer(): boolean {
  if (process.platform === 'win32') return isElevated()
  const { gids, uid } = processIds()
  if (uid === 0) return true
  const find = process.platform === 'darwin' ? findMacGroupsAtOnce : findGroupsAtOnce
  return find(UNIX_ADMINISTRATOR_GROUPS).some(({ id }) => gids.includes(id))
}
