import type { Kysely } from 'kysely'
import { isSameAccount } from '../accounts/account-name.ts'
import type { SsoTables } from '../database/schema.ts'
import { SsoError } from '../errors/sso-error.ts'
import { type RoleAccount, readRoleAccounts, type SystemRow } from '../records/system.repository.ts'
import { LOCAL_ADMINISTRATORS, type OsAccount } from './os-account.ts'

/** Who administers a new system. */
export const defaultAdministrators: readonly RoleAccount[] =
  process.platform === 'win32'
    ? [{ kind: 'group', name: 'BUILTIN\\Administrators' }]
    : [
        { kind: 'user', name: 'root' },
        { kind: 'group', name: 'sudo' },
        { kind: 'group', name: 'wheel' },
        { kind: 'group', name: 'admin' },
      ]

/** How an account or group is shown: `user root`, `group sudo`. */
export function showRoleAccount({ kind, name }: RoleAccount): string {
  return `${kind} ${name}`
}

/** Whether one of `accepted` is the account or a group it is in. */
export function holdsRole(account: OsAccount, accepted: readonly RoleAccount[]): boolean {
  return accepted.some(({ kind, name }) =>
    kind === 'user'
      ? isSameAccount(account.name, name)
      : account.groups.some((group) => isSameAccount(group, name)),
  )
}

/** @throws {@link SsoError} `AccessDeniedNotSsoAdministrator` */
export async function requireSsoAdministrator(db: Kysely<SsoTables>, account: OsAccount): Promise<void> {
  const accepted = await readRoleAccounts(db, 'sso-administrator')
  if (holdsRole(account, accepted)) return
  throw SsoError.of('AccessDeniedNotSsoAdministrator', describeRefusal(account, accepted))
}

/** Who was refused, and who would not have been. */
export function describeRefusal(
  { name }: OsAccount,
  accepted: readonly RoleAccount[],
): { readonly account: string; readonly accepted: string } {
  return { account: name, accepted: [...new Set(accepted.map(showRoleAccount))].join(', ') }
}

/**
 * Generating, backing up and restoring the master secret take an SSO Administrator who also administers this
 * computer, on the master secret server. Neither right stands in for the other.
 *
 * @throws {@link SsoError} `AccessDeniedNotSsoAdministrator`, `AccessDeniedNotLocalAdministrator`,
 * `NotMasterSecretServer`
 */
export async function requireMasterSecretRights(
  db: Kysely<SsoTables>,
  system: SystemRow,
  account: OsAccount,
  server: string,
): Promise<void> {
  await requireMasterSecretAdministrator(db, account)
  requireMasterSecretServer(system, server)
}

/**
 * Verifying a backup takes the same account as restoring one, on whatever server.
 *
 * @throws {@link SsoError} `AccessDeniedNotSsoAdministrator`, `AccessDeniedNotLocalAdministrator`
 */
export async function requireMasterSecretAdministrator(
  db: Kysely<SsoTables>,
  account: OsAccount,
): Promise<void> {
  await requireSsoAdministrator(db, account)
  requireLocalAdministrator(account)
}

/** @throws {@link SsoError} `AccessDeniedNotLocalAdministrator` */
export function requireLocalAdministrator({ isLocalAdministrator, name }: OsAccount): void {
  if (isLocalAdministrator) return
  const accepted = LOCAL_ADMINISTRATORS
  throw SsoError.of('AccessDeniedNotLocalAdministrator', { account: name, accepted })
}

/** @throws {@link SsoError} `NotMasterSecretServer` */
export function requireMasterSecretServer({ masterSecretServer }: SystemRow, server: string): void {
  if (server !== masterSecretServer)
    throw SsoError.of('NotMasterSecretServer', { server, masterSecretServer })
}
