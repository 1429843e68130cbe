import type { Kysely } from 'kysely'
import { readApplicationRoles, requireApplicationUser, scopeOf } from '../access/application-access.ts'
import type { OsAccount } from '../access/os-account.ts'
import { storedSpellings } from '../accounts/account-name.ts'
import type { SsoTables } from '../database/schema.ts'
import { accountKey } from '../database/unique-keys.ts'
import type { Application } from '../records/application.ts'
import { requireApplication } from '../records/find-application.ts'
import type { Mapping, MappingFilter } from '../records/mapping.ts'
import { mappingKey, namingAccount } from '../records/mapping-accounts.ts'
import { listMappingPage, listMappings, type MappingPageStart } from './mapping-list.repository.ts'

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
  const windowsAccounts = await visibleAccounts(db, account, application, windowsAccount)
  const rows = await listMappings(db, {
    applicationId: application.id,
    ...(windowsAccounts && { windowsAccounts }),
    ...(page && { page }),
  })
  return rows.map(({ applicationId: _, ...mapping }) => mapping)
}

/** @returns `null` for all. */
async function visibleAccounts(
  db: Kysely<SsoTables>,
  account: OsAccount,
  application: Application,
  windowsAccount: string | undefined,
): Promise<readonly string[] | null> {
  const role = await requireApplicationUser(db, account, scopeOf(application))
  const asked = windowsAccount === undefined ? null : spellings([windowsAccount])
  const visible = role === 'application-user' ? ownNames(account) : null
  return asked && visible ? asked.filter((one) => visible.includes(one)) : (asked ?? visible)
}

/**
 * The same mappings as {@link listVisibleMappings}, a few at a time, for lists that are too long to keep. Those of an
 * application are read as they are asked for, so that one changed meanwhile is as it was or as it is.
 *
 * @throws {@link SsoError} `ApplicationMissing`, `AccessDeniedNotApplicationUser`
 */
export async function* visibleMappingPages(
  db: Kysely<SsoTables>,
  account: OsAccount,
  filter: MappingFilter,
  size: number,
): AsyncGenerator<readonly Mapping[]> {
  if (filter.application === undefined) {
    yield await listOfAccount(db, account, filter.windowsAccount, undefined)
    return
  }
  const application = await requireApplication(db, filter.application)
  const windowsAccounts = await visibleAccounts(db, account, application, filter.windowsAccount)
  const key = mappingKey(application)
  const start = { applicationId: application.id, key, ...(windowsAccounts && { windowsAccounts }) } as const
  let after: MappingPageStart['after'] = null
  for (;;) {
    const rows = await listMappingPage(db, { ...start, after }, size)
    if (rows.length > 0) yield rows.map((row) => inApplication(row, application.name))
    const last = rows.at(-1)
    if (last === undefined || rows.length < size) return
    after = accountKey(namingAccount(application, last))
  }
}

/** Not made by spreading, either: see listMappingPage. */
function inApplication(
  { createdAt, enabled, externalUser, id, windowsAccount }: Omit<Mapping, 'application'>,
  application: string,
): Mapping {
  return { id, application, windowsAccount, externalUser, enabled, createdAt }
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
  return [...new Set(accounts.flatMap((account) => [account, ...storedSpellings(account)]))]
}
