import { type Kysely, sql } from 'kysely'
import type { Msid } from '../../../shared/master-secret.ts'
import type { SsoTables } from '../database/schema.ts'

/** How many credentials there are under each secret, by its key in the `secret` table. */
export type RowCounts = ReadonlyMap<number, number>

/** Looks at every row once. The cast is for rows that somebody else has written. */
export async function countRows(tables: Kysely<SsoTables>): Promise<RowCounts> {
  const rows = await tables
    .selectFrom('credential')
    .select([sql<number>`cast(secret_id AS integer)`.as('secretId'), sql<number>`count(*)`.as('rows')])
    .groupBy('secretId')
    .execute()
  return new Map(rows.map((row) => [row.secretId, row.rows]))
}

export function sameCounts(one: RowCounts, other: RowCounts): boolean {
  return one.size === other.size && [...one].every(([secretId, rows]) => other.get(secretId) === rows)
}

/** The names of the secrets that the database knows, by their keys. */
export async function readMsids(tables: Kysely<SsoTables>): Promise<ReadonlyMap<number, Msid>> {
  const rows = await tables.selectFrom('secret').select(['id', 'msid']).execute()
  return new Map(rows.map(({ id, msid }) => [id, msid]))
}
