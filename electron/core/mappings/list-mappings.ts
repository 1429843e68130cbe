import type { Kysely } from 'kysely'
import { readApplicationRoles, requireApplicationUser } from '../access/application-access.ts'
import type { OsAccount } from '../access/os-account.ts'
import { requireApplication, scopeOf } from '../applications/find-application.ts'
import type { SsoTables } from '../database/schema.ts'
import { listMappings } from './mapping.repository.ts'
import type { Mapping, MappingFilter } from './mapping.ts'
import { canonicalAccount } from './windows-account.ts'

/** Part of a list. */
export interface Page {
  readonly offset: number
  readonly limit: number
}

/**
 * The mappings of an application, of a Windows account, or of both: those the caller may see. Administrators of an
 * application see all of its mappings, its users those of their own account and groups.
 *
 * @throws {@link SsoError} `ApplicationMissing`, `AccessDeniedNotApplicationUser`
 */
export function listVisibleMappings(
  db: Kysely<SsoTables>,
  account: OsAccount,
  filter: MappingFilter,
  page?: Page,
): Promise<readonly Mapping[]> {
  return filter.application === undefined
    ? listOfAccount(db, account, filter.windowsAccount, page)
    : listOfApplication(db, account, filter.application, filter.windowsAccount, page)
}

async function listOfApplication(
  db: Kysely<SsoTables>,
  account: OsAccount,
  name: string,
  windowsAccount: string | undefined,
  page: Page | undefined,
): Promise<readonly Mapping[]> {
  const application = await requireApplication(db, name)
  const role = await requireApplicationUser(db, account, scopeOf(application))
  const asked = windowsAccount === undefined ? null : spellings([windowsAccount])
  const visible = role === 'application-user' ? ownNames(account) : null
  const windowsAccounts = asked && visible ? asked.filter((one) => visible.includes(one)) : (asked ?? visible)
  const rows = await listMappings(db, {
    applicationId: application.id,
    ...(windowsAccounts && { windowsAccounts }),
    ...(page && { page }),
  })
  return rows.map(({ applicationId: _, ...mapping }) => mapping)
}

async function listOfAccount(
  db: Kysely<SsoTables>,
  account: OsAccount,
  windowsAccount: string,
  page: Page | undefined,
): Promise<readonly Mapping[]> {
  const roles = await readApplicationRoles(db, account)
  const own = ownNames(account)
  const rows = await listMappings(db, { windowsAccounts: spellings([windowsAccount]) })
  const visible = rows.filter(({ applicationId, windowsAccount: mapped }) => {
    const role = roles === 'all' ? 'application-administrator' : roles.get(applicationId)
    return role === 'application-administrator' || (role === 'application-user' && own.includes(mapped))
  })
  const { limit, offset } = page ?? { offset: 0, limit: visible.length }
  return visible.slice(offset, offset + limit).map(({ applicationId: _, ...mapping }) => mapping)
}

function ownNames({ groups, name }: OsAccount): readonly string[] {
  return spellings([name, ...groups])
}

/** Group applications store an account as it was written, others canonically. */
function spellings(accounts: readonly string[]): readonly string[] {
  return [...new Set(accounts.flatMap((account) => [account, canonicalAccount(account)]))]
}
