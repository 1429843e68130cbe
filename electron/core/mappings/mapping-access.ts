import type { Kysely } from 'kysely'
import { holdsRole, showRoleAccount } from '../access/access.ts'
import { requireApplicationUser, scopeOf } from '../access/application-access.ts'
import type { OsAccount } from '../access/os-account.ts'
import { isSameAccount } from '../accounts/account-name.ts'
import type { SsoTables } from '../database/schema.ts'
import { SsoError } from '../errors/sso-error.ts'
import type { Application } from '../records/application.ts'

/**
 * What an account may do to an application's mappings: anything, or, an Application User of an Individual
 * application, something to its own only.
 */
export interface MappingRights {
  readonly ownOnly: boolean
}

/**
 * @throws {@link SsoError} `AccessDeniedNotApplicationUser`, `AccessDeniedGroupMapping`,
 * `AccessDeniedMappingCreation`, `ConfigStoreMappingFixed`
 */
export async function requireMappingRights(
  db: Kysely<SsoTables>,
  account: OsAccount,
  application: Application,
  action: 'create' | 'manage',
): Promise<MappingRights> {
  const role = await requireApplicationUser(db, account, scopeOf(application))
  const details = { account: account.name, application: application.name }
  if (application.type === 'config-store')
    throw SsoError.of('ConfigStoreMappingFixed', { application: application.name })
  if (role === 'application-administrator') return { ownOnly: false }
  if (application.type !== 'individual') throw SsoError.of('AccessDeniedGroupMapping', details)
  if (action === 'create' && application.flags.usersCannotCreateMappings)
    throw SsoError.of('AccessDeniedMappingCreation', details)
  return { ownOnly: true }
}

/** @returns why an account with these rights may not do it to the mapping of `windowsAccount`, or `null`. */
export function refuseOther(
  { ownOnly }: MappingRights,
  { name }: OsAccount,
  application: string,
  windowsAccount: string,
): SsoError | null {
  if (!ownOnly || isSameAccount(name, windowsAccount)) return null
  return SsoError.of('AccessDeniedMappingOfAnother', { account: name, application, windowsAccount })
}

/**
 * Whether somebody else is a member of a group is not known here: only the caller's own account is checked.
 *
 * @returns why the caller's account cannot be mapped, or `null`.
 */
export function refuseNotMember(
  account: OsAccount,
  { name, type, users }: Application,
  windowsAccount: string,
): SsoError | null {
  if (type !== 'individual' || !isSameAccount(account.name, windowsAccount) || holdsRole(account, users))
    return null
  const accepted = users.map(showRoleAccount).join(', ') || 'none'
  return SsoError.of('MappedUserNotMember', { accepted, application: name, windowsAccount })
}
