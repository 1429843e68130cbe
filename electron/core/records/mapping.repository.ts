import { setImmediate } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { SsoTables } from '../database/schema.ts'
import { accountKey, mappingKeys } from '../database/unique-keys.ts'
import type { Within } from '../database/within.ts'
import type { ApplicationHead } from './application.ts'
import { keepNewest, readKept } from './keep-newest.repository.ts'

/** What identifies a mapping within its application. */
export interface MappingAccounts {
  readonly windowsAccount: string
  readonly externalUser: string
}

export interface MappingRow extends MappingAccounts {
  readonly id: number
  readonly enabled: boolean
}

/** SQLite takes 32,766 parameters a statement; more rows at once gain nothing. */
const ROWS_AT_ONCE = 1_000

/** Between chunks, what else waits for this thread goes on. */
async function* inChunks<T>(rows: readonly T[]): AsyncGenerator<readonly T[]> {
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    if (start > 0) await setImmediate()
    yield rows.slice(start, start + ROWS_AT_ONCE)
  }
}

/** Adds mappings that the same transaction has found to conflict with none. */
export async function insertMappings(
  within: Within,
  application: Pick<ApplicationHead, 'id' | 'type'>,
  rows: readonly MappingAccounts[],
  all: { readonly enabled: boolean; readonly createdAt: string },
): Promise<void> {
  for await (const chunk of inChunks(rows)) {
    const values = chunk.map((row) => ({
      application_id: application.id,
      windows_account: row.windowsAccount,
      external_user: row.externalUser,
      ...mappingKeys(application.type, row),
      enabled: all.enabled ? (1 as const) : (0 as const),
      created_at: all.createdAt,
    }))
    await within.insertInto('mapping').values(values).execute()
  }
}

/** What names a mapping in its application: which of the two does, depends on the application's type. */
export type MappingKey = 'windows_key' | 'external_key'

/** The mappings of an application that one of `accounts` names. */
export async function findMappings(
  db: Kysely<SsoTables>,
  applicationId: number,
  key: MappingKey,
  accounts: readonly string[],
): Promise<readonly MappingRow[]> {
  const found: MappingRow[] = []
  for await (const chunk of inChunks(accounts)) {
    const rows = await db
      .selectFrom('mapping')
      .select(['id', 'windows_account', 'external_user', 'enabled'])
      .where('application_id', '=', applicationId)
      .where(key, 'in', chunk.map(accountKey))
      .execute()
    for (const row of rows) found.push(toRow(row))
  }
  return found
}

/** By what people know the mappings of these ids; without those that are not there. */
export async function readMappingNames(
  db: Kysely<SsoTables>,
  ids: readonly number[],
): Promise<ReadonlyMap<number, { readonly application: string; readonly windowsAccount: string }>> {
  const rows = await db
    .selectFrom('mapping')
    .innerJoin('application', 'application.id', 'mapping.application_id')
    .select(['mapping.id', 'application.name as application', 'windows_account as windowsAccount'])
    .where('mapping.id', 'in', ids)
    .execute()
  return new Map(rows.map(({ id, ...names }) => [id, names]))
}

/** The first mappings of an application, in the order they were created. */
export async function readFirstMappings(
  db: Kysely<SsoTables>,
  applicationId: number,
  limit: number,
): Promise<readonly MappingRow[]> {
  const rows = await db
    .selectFrom('mapping')
    .select(['id', 'windows_account', 'external_user', 'enabled'])
    .where('application_id', '=', applicationId)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(toRow)
}

/** A mapping, of the columns that every query of mappings selects. */
export function toRow(row: {
  readonly id: number
  readonly windows_account: string
  readonly external_user: string
  readonly enabled: 0 | 1
}): MappingRow {
  return {
    id: row.id,
    windowsAccount: row.windows_account,
    externalUser: row.external_user,
    enabled: row.enabled === 1,
  }
}

/** @returns the highest id of a mapping; 0 if there are none. A mapping created after has a higher one. */
export async function readLastMappingId(db: Kysely<SsoTables>): Promise<number> {
  const { last } = await db
    .selectFrom('mapping')
    .select((eb) => eb.fn.max<number | null>('id').as('last'))
    .executeTakeFirstOrThrow()
  return last ?? 0
}

/** How many mappings a Windows account has in an application. */
export async function countMappingsByAccount(
  db: Kysely<SsoTables>,
  applicationId: number,
  windowsAccount: string,
): Promise<number> {
  const { mappings } = await db
    .selectFrom('mapping')
    .select((eb) => eb.fn.countAll<number>().as('mappings'))
    .where('application_id', '=', applicationId)
    .where('windows_account', '=', windowsAccount)
    .executeTakeFirstOrThrow()
  return mappings
}

/** How many mappings an application has. */
export async function countMappings(db: Kysely<SsoTables>, applicationId: number): Promise<number> {
  const { mappings } = await db
    .selectFrom('mapping')
    .select((eb) => eb.fn.countAll<number>().as('mappings'))
    .where('application_id', '=', applicationId)
    .executeTakeFirstOrThrow()
  return mappings
}

export async function updateMappingsEnabled(
  within: Within,
  ids: readonly number[],
  enabled: boolean,
): Promise<void> {
  for await (const chunk of inChunks(ids)) {
    await within
      .updateTable('mapping')
      .set({ enabled: enabled ? 1 : 0 })
      .where('id', 'in', chunk)
      .execute()
  }
}

/** Deletes mappings and their credentials. */
export async function deleteMappingRows(within: Within, ids: readonly number[]): Promise<void> {
  for await (const chunk of inChunks(ids)) {
    await within.deleteFrom('damaged_credential').where('mapping_id', 'in', chunk).execute()
    await within.deleteFrom('mapping').where('id', 'in', chunk).execute()
  }
}

/** Notes deletions, and forgets the oldest beyond what the system's setting keeps. */
export async function noteDeletedMappings(
  within: Within,
  deleted: { readonly at: string; readonly account: string; readonly application: string },
  mappings: readonly MappingAccounts[],
): Promise<void> {
  const kept = await readKept(within, 'deleted_mapping')
  for await (const chunk of inChunks(kept === 0 ? [] : mappings.slice(-kept))) {
    const values = chunk.map(({ externalUser, windowsAccount }) => ({
      ...deleted,
      windows_account: windowsAccount,
      external_user: externalUser,
    }))
    await within.insertInto('deleted_mapping').values(values).execute()
  }
  await keepNewest(within, 'deleted_mapping', kept)
}
