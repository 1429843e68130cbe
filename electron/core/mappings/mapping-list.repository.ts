import type { Kysely } from 'kysely'
import type { SsoTables } from '../database/schema.ts'
import { type MappingKey, type MappingRow, toRow } from '../records/mapping.repository.ts'
import type { Mapping } from '../records/mapping.ts'

/** Restricts a list of mappings; what is left out restricts nothing. */
export interface MappingSelection {
  readonly applicationId?: number
  readonly windowsAccounts?: readonly string[]
  readonly page?: { readonly offset: number; readonly limit: number }
}

/** Where a page of an application's mappings begins, in the order of `key`, which is unique in the application. */
export interface MappingPageStart {
  readonly applicationId: number
  readonly key: MappingKey
  /** Of the last mapping of the page before; `null` for the first page. */
  readonly after: string | null
  readonly windowsAccounts?: readonly string[]
}

/** Finds its place by an index, so that a page far into the list takes no longer than the first. */
export async function listMappingPage(
  db: Kysely<SsoTables>,
  { after, applicationId, key, windowsAccounts }: MappingPageStart,
  limit: number,
): Promise<readonly (MappingRow & { readonly createdAt: string })[]> {
  const rows = await db
    .selectFrom('mapping')
    .select(['id', 'windows_account', 'external_user', 'enabled', 'created_at'])
    .where('application_id', '=', applicationId)
    .$if(after !== null, (query) => query.where(key, '>', after ?? ''))
    .$if(windowsAccounts !== undefined, (query) =>
      query.where('windows_account', 'in', windowsAccounts ?? []),
    )
    .orderBy(key)
    .limit(limit)
    .execute()
  // Not made by spreading: of objects made so, V8 keeps those of many pages before it frees any.
  return rows.map((row) => ({
    id: row.id,
    windowsAccount: row.windows_account,
    externalUser: row.external_user,
    enabled: row.enabled === 1,
    createdAt: row.created_at,
  }))
}

/** By application, then by Windows account, then by external user. */
export async function listMappings(
  db: Kysely<SsoTables>,
  { applicationId, page, windowsAccounts }: MappingSelection,
): Promise<readonly (Mapping & { readonly applicationId: number })[]> {
  const rows = await db
    .selectFrom('mapping')
    .innerJoin('application', 'application.id', 'mapping.application_id')
    .select(['mapping.id', 'application.name', 'application_id', 'windows_account', 'external_user'])
    .select(['mapping.enabled', 'mapping.created_at'])
    .$if(applicationId !== undefined, (query) => query.where('application_id', '=', applicationId ?? 0))
    .$if(windowsAccounts !== undefined, (query) =>
      query.where('windows_account', 'in', windowsAccounts ?? []),
    )
    .orderBy('application.name_key')
    .orderBy('windows_account')
    .orderBy('external_user')
    .$if(page !== undefined, (query) => query.limit(page?.limit ?? 0).offset(page?.offset ?? 0))
    .execute()
  return rows.map((row) => ({
    ...toRow(row),
    application: row.name,
    applicationId: row.application_id,
    createdAt: row.created_at,
  }))
}
