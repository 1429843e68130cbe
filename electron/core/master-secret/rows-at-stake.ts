import type { Kysely } from 'kysely'
import type { UnreadableRows } from '../../../shared/backup.ts'
import type { Msid } from '../../../shared/master-secret.ts'
import type { SsoTables } from '../database/schema.ts'
import { readMsids } from '../records/secret.repository.ts'
import type { SecretStoreContent } from '../secret-store/secret-store-file.ts'
import { countDamaged, countRows } from './row-counts.repository.ts'

/** Credentials that the secrets at hand would not open. */
export interface RowsAtStake {
  /** By the secret they are under. */
  readonly under: readonly UnreadableRows[]
  readonly rows: number
  /** Of all credentials. */
  readonly total: number
}

/**
 * Counts, in one look at every credential, those under other secrets than `held`. Not those that are known not to open
 * with their own secret, either: no copy of it would help them.
 *
 * @throws {@link SsoError} `DatabaseBusy`, `DatabaseDamaged`
 */
export async function findRowsAtStake(
  tables: Kysely<SsoTables>,
  held: readonly Msid[],
): Promise<RowsAtStake> {
  const counts = await countRows(tables)
  const msids = await readMsids(tables)
  const damaged = await countDamaged(tables)
  const under = [...counts].flatMap(([secretId, rows]) => {
    const msid = msids.get(secretId) ?? null
    const left = rows - (damaged.get(secretId) ?? 0)
    return left === 0 || (msid !== null && held.includes(msid)) ? [] : [{ msid, rows: left }]
  })
  const sum = (numbers: Iterable<number>): number => [...numbers].reduce((all, one) => all + one, 0)
  return { under, rows: sum(under.map(({ rows }) => rows)), total: sum(counts.values()) }
}

/** Whether some of these credentials may need a store. Of those under an unknown secret nobody can tell. */
export function mayNeed(
  under: readonly UnreadableRows[],
  store: Pick<SecretStoreContent, 'current' | 'previous'> | null,
): boolean {
  if (store === null) return under.length > 0
  const msids = [store.current?.msid, store.previous?.msid]
  return under.some(({ msid }) => msid === null || msids.includes(msid))
}
