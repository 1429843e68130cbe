import type { Kysely } from 'kysely'
import { holdsRole } from '../access/access.ts'
import { requireApplicationUser, scopeOf } from '../access/application-access.ts'
import type { OsAccount } from '../access/os-account.ts'
import { isSameAccount } from '../accounts/account-name.ts'
import type { SsoTables } from '../database/schema.ts'
import type { Application } from '../records/application.ts'
import { requireApplication } from '../records/find-application.ts'

/** What a caller may look up in an application. */
export interface LookUpDecision {
  readonly application: Application
  readonly caller: string
  /** Names the caller's own credentials. */
  readonly own: string
  /** Whether everybody's credentials there are its own, as in Host Group applications and configuration stores. */
  readonly ownsAll: boolean
  /** Whether it may look up those of others. */
  readonly isAdministrator: boolean
}

/** @throws {@link SsoError} `ApplicationMissing`, `AccessDeniedNotApplicationUser` */
export async function decideLookUps(
  db: Kysely<SsoTables>,
  account: OsAccount,
  name: string,
): Promise<LookUpDecision> {
  const application = await requireApplication(db, name)
  const role = await requireApplicationUser(db, account, scopeOf(application))
  const isShared = application.type === 'host-group' || application.type === 'config-store'
  return {
    application,
    caller: account.name,
    own: ownAccount(application, account),
    ownsAll: isShared && holdsRole(account, application.users),
    isAdministrator: role === 'application-administrator',
  }
}

/**
 * The account, as mappings name it, under which somebody's own credentials are found: in group applications the first
 * Application User it belongs to.
 */
export function ownAccount({ type, users }: Application, account: OsAccount): string {
  if (type === 'config-store') return ''
  if (type !== 'group') return account.name
  return users.find((user) => holdsRole(account, [user]))?.name ?? account.name
}

/** Whether credentials named by `account` are the caller's own. */
export function isOwn({ own, ownsAll }: LookUpDecision, account: string): boolean {
  return ownsAll || account === own || isSameAccount(account, own)
}
