import type { Kysely } from 'kysely'
import type { Msid } from '../../../shared/master-secret.ts'
import type { SsoTables } from '../database/schema.ts'

/** A secret as rows name it. */
export interface SecretName {
  /** Its key in the `secret` table. */
  readonly id: number
  readonly msid: Msid
}

/** @returns the secret in use, `null` before the first was generated. Within a transaction it cannot change. */
export async function readCurrentSecret(db: Kysely<SsoTables>): Promise<SecretName | null> {
  const row = await db
    .selectFrom('global_info')
    .innerJoin('secret', 'secret.id', 'global_info.current_secret_id')
    .select(['secret.id', 'secret.msid'])
    .executeTakeFirst()
  return row ?? null
}

/** The names of the secrets that the database knows, by their keys. */
export async function readMsids(db: Kysely<SsoTables>): Promise<ReadonlyMap<number, Msid>> {
  const rows = await db.selectFrom('secret').select(['id', 'msid']).execute()
  return new Map(rows.map(({ id, msid }) => [id, msid]))
}

/** @returns the key of the secret of that name, `null` if the database does not know it. */
export async function findSecretId(db: Kysely<SsoTables>, msid: Msid): Promise<number | null> {
  const row = await db.selectFrom('secret').select('id').where('msid', '=', msid).executeTakeFirst()
  return row?.id ?? null
}

/** The keys of the secrets that were noted last, at most `limit`, the newest first. */
export async function readNewestSecretIds(db: Kysely<SsoTables>, limit: number): Promise<readonly number[]> {
  const rows = await db.selectFrom('secret').select('id').orderBy('id', 'desc').limit(limit).execute()
  return rows.map(({ id }) => id)
}

/** When each secret was made: UTC, ISO 8601. */
export async function readSecretInstants(db: Kysely<SsoTables>): Promise<readonly string[]> {
  const rows = await db.selectFrom('secret').select('created_at').execute()
  return rows.map((row) => row.created_at)
}
