import type { Kysely } from 'kysely'
import type { ErrorCode } from '../../../shared/errors.ts'
import type { ApplicationRole, SsoTables } from '../database/schema.ts'
import { SsoError } from '../errors/sso-error.ts'
import { listRoleHolders, readApplicationAccounts } from '../records/application.repository.ts'
import type { ApplicationHead } from '../records/application.ts'
import { type RoleAccount, readRoleAccounts } from '../records/system.repository.ts'
import { describeRefusal, holdsRole } from './access.ts'
import type { OsAccount } from './os-account.ts'

/** What deciding about access takes to know of an affiliate application. */
export interface ApplicationScope {
  readonly id: number
  readonly name: string
  /** Whether its Application Administrators are the SSO Affiliate Administrators. */
  readonly adminAccountSame: boolean
}

/**
 * Takes an SSO Administrator or an SSO Affiliate Administrator.
 *
 * @throws {@link SsoError} `AccessDeniedNotAffiliateAdministrator`
 */
export async function requireAffiliateAdministrator(
  db: Kysely<SsoTables>,
  account: OsAccount,
): Promise<void> {
  const accepted = await readSystemAdministrators(db)
  if (holdsRole(account, accepted)) return
  throw SsoError.of('AccessDeniedNotAffiliateAdministrator', describeRefusal(account, accepted))
}

/**
 * Takes an SSO Administrator, an SSO Affiliate Administrator or an Application Administrator of the application.
 *
 * @throws {@link SsoError} `AccessDeniedNotApplicationAdministrator`
 */
export async function requireApplicationAdministrator(
  db: Kysely<SsoTables>,
  account: OsAccount,
  application: ApplicationScope,
): Promise<void> {
  const accepted = await readAdministratorsOf(db, application)
  if (holdsRole(account, accepted)) return
  const details = { ...describeRefusal(account, accepted), application: application.name }
  throw SsoError.of('AccessDeniedNotApplicationAdministrator', details)
}

/**
 * Takes an administrator of the application ({@link requireApplicationAdministrator}) or one of its Application Users.
 *
 * @returns which of the two the account is; whoever is both is an administrator.
 * @throws {@link SsoError} `AccessDeniedNotApplicationUser`
 */
export async function requireApplicationUser(
  db: Kysely<SsoTables>,
  account: OsAccount,
  application: ApplicationScope,
): Promise<ApplicationRole> {
  const administrators = await readAdministratorsOf(db, application)
  if (holdsRole(account, administrators)) return 'application-administrator'
  const users = await readApplicationAccounts(db, application.id, 'application-user')
  if (holdsRole(account, users)) return 'application-user'
  const details = {
    ...describeRefusal(account, [...administrators, ...users]),
    application: application.name,
  }
  throw SsoError.of('AccessDeniedNotApplicationUser', details)
}

/**
 * What an account is in each application: by its id, for all it is anything in; `'all'` for whoever administers every
 * application.
 */
export async function readApplicationRoles(
  db: Kysely<SsoTables>,
  account: OsAccount,
): Promise<ReadonlyMap<number, ApplicationRole> | 'all'> {
  if (holdsRole(account, await readSystemAdministrators(db))) return 'all'
  const holders = await listRoleHolders(db)
  // Administrators are last: whoever is both is an administrator.
  const held = holders.filter((holder) => holdsRole(account, [holder]))
  return new Map(held.map(({ applicationId, role }) => [applicationId, role]))
}

async function readSystemAdministrators(db: Kysely<SsoTables>): Promise<readonly RoleAccount[]> {
  const administrators = await readRoleAccounts(db, 'sso-administrator')
  return [...administrators, ...(await readRoleAccounts(db, 'sso-affiliate-administrator'))]
}

async function readAdministratorsOf(
  db: Kysely<SsoTables>,
  { adminAccountSame, id }: ApplicationScope,
): Promise<readonly RoleAccount[]> {
  const ofSystem = await readSystemAdministrators(db)
  if (adminAccountSame) return ofSystem
  return [...ofSystem, ...(await readApplicationAccounts(db, id, 'application-administrator'))]
}

/**
 * For `catch`: a refusal for want of a role, said of what the role was wanted for in an application.
 *
 * @returns a function that rethrows a refusal of code `missing` as one of code `code`, and anything else as it is
 */
export function refusedAs(
  missing: ErrorCode,
  code: 'AccessDeniedTicketFlags' | 'AccessDeniedApplicationAdministratorsChange',
  application: string,
): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof SsoError) || error.code !== missing) throw error
    const { accepted, account } = error.details
    throw SsoError.of(code, { accepted: String(accepted), account: String(account), application })
  }
}

/** What deciding about access takes to know of an application. */
export function scopeOf({ flags, id, name }: ApplicationHead): ApplicationScope {
  return { id, name, adminAccountSame: flags.adminAccountSame }
}
