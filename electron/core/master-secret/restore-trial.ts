import type { Kysely } from 'kysely'
import type { TrialReport, UnreadableRows } from '../../../shared/backup.ts'
import type { Msid } from '../../../shared/master-secret.ts'
import type { MasterSecretPair } from '../crypto/master-secret.ts'
import type { SealingKey } from '../crypto/sodium-batch.ts'
import { deriveSubKeys } from '../crypto/sub-keys.ts'
import { wipe } from '../crypto/wipe.ts'
import type { DatabaseTarget } from '../database/database-target.ts'
import type { SsoTables } from '../database/schema.ts'
import type { SsoDatabase } from '../database/sso-database.ts'
import { checkEveryCredential } from '../health/decrypt-check.ts'
import { readMsids } from '../records/secret.repository.ts'
import { sealingKeys } from '../secret-store/sub-keys.ts'
import type { RowCounts } from './row-counts.repository.ts'

/** The credentials under one secret. */
interface SecretTally {
  /** Its key in the `secret` table. */
  readonly secretId: number
  readonly rows: number
  /** Those that did not open, or that no key was passed in for. */
  readonly unreadable: number
}

export interface TrialOptions {
  /** Called now and then, with how many credentials have been tried of how many. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void
  readonly signal?: AbortSignal
}

/** Opens every credential with the key of the secret it names. May wipe the keys. Writes nothing. */
export type CredentialCheck = (
  task: { readonly target: DatabaseTarget; readonly keys: readonly SealingKey[] },
  options: TrialOptions,
) => Promise<{ readonly bySecret: readonly SecretTally[] }>

/**
 * Opens every credential, in memory, with the secrets of `pair` that it names.
 *
 * @throws {@link SsoError} `Cancelled`, `DatabaseBusy`, `DatabaseDamaged`
 */
export async function tryCredentials(
  deps: TrialDependencies,
  pair: MasterSecretPair,
  options: TrialOptions = {},
): Promise<TrialReport> {
  return (await tryCredentialsIn(deps.database.tables, deps, pair, options)).report
}

/** What a trial came to, and the rows it looked at. */
export interface Trial {
  readonly report: TrialReport
  readonly rows: RowCounts
}

/**
 * As {@link tryCredentials}, within a transaction or not.
 *
 * @throws {@link SsoError} `Cancelled`, `DatabaseBusy`, `DatabaseDamaged`
 */
export async function tryCredentialsIn(
  tables: Kysely<SsoTables>,
  { checkCredentials: check = checkEveryCredential, database }: TrialDependencies,
  pair: MasterSecretPair,
  { onProgress, signal }: TrialOptions = {},
): Promise<Trial> {
  const msids = await readMsids(tables)
  const keys = sealingKeys(deriveSubKeys(pair, 'credentials'), msids)
  try {
    const task = { target: database.target, keys }
    const { bySecret } = await check(task, { ...(onProgress && { onProgress }), ...(signal && { signal }) })
    const rows = new Map(bySecret.map((tally) => [tally.secretId, tally.rows]))
    return { report: reportOf(bySecret, new Set(keys.map(({ secretId }) => secretId)), msids), rows }
  } finally {
    wipe(...keys.map(({ key }) => key))
  }
}

interface TrialDependencies {
  readonly database: SsoDatabase
  readonly checkCredentials?: CredentialCheck
}

function reportOf(
  tallies: readonly SecretTally[],
  held: ReadonlySet<number>,
  msids: ReadonlyMap<number, Msid>,
): TrialReport {
  const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)
  const under = tallies.filter(({ secretId }) => held.has(secretId))
  const unreadable: readonly UnreadableRows[] = tallies
    .filter(({ secretId }) => !held.has(secretId))
    .map(({ rows, secretId }) => ({ msid: msids.get(secretId) ?? null, rows }))
  return {
    readable: sum(under.map(({ rows, unreadable: failed }) => rows - failed)),
    total: sum(tallies.map(({ rows }) => rows)),
    unreadable,
    damaged: sum(under.map(({ unreadable: failed }) => failed)),
  }
}
