import type { Kysely } from 'kysely'
import type { SsoTables } from '../database/schema.ts'
import type { SsoDatabase } from '../database/sso-database.ts'
import type { WaitOptions } from '../database/wait-options.ts'
import type { Within } from '../database/within.ts'
import { refuseIfCancelled } from '../errors/cancelled.ts'
import { countRows, type RowCounts, sameCounts } from './row-counts.repository.ts'

/** How long a secret that is to become current waits for others who write to the database: an import takes as long. */
const PATIENCE_MS = 60_000

/** How often what was tried is tried anew while others may still write; then they have to wait. */
const TRIES_WITHOUT_LOCK = 3

/** New secrets that are to be committed to the secret store and noted in the database. */
export interface SecretsCommit<T> {
  /**
   * Runs while nobody else writes to the database, which it uses through what it is given only; its last step commits
   * the secret store. `null` if it was not committed.
   */
  readonly commit: (within: Within) => Promise<T | null>
  /** Called where the store was committed and the database then failed. */
  readonly noteLater: () => Promise<void>
  readonly signal?: AbortSignal | undefined
  /** As {@link WaitOptions.onWait}. */
  readonly onBusy?: WaitOptions['onWait'] | undefined
}

/**
 * Commits new secrets while nobody else writes to the database: what is counted meanwhile is so at that moment.
 *
 * @throws {@link SsoError} `DatabaseBusy`, `Cancelled`, and whatever `commit` throws
 */
export async function commitWithDatabase<T>(
  database: SsoDatabase,
  { commit, noteLater, onBusy, signal }: SecretsCommit<T>,
): Promise<T | null> {
  let committed: T | null = null
  const work = async (within: Within): Promise<T | null> => {
    committed = await commit(within)
    return committed
  }
  try {
    return await database.transaction(work, {
      patienceMs: PATIENCE_MS,
      ...(signal && { signal }),
      ...(onBusy && { onWait: onBusy }),
    })
  } catch (error) {
    if (committed === null) {
      refuseIfCancelled(signal)
      throw error
    }
    // The secrets are in use by now: what cannot be noted is noted as soon as it can, and the result says so.
    await noteLater().catch(() => undefined)
    return committed
  }
}

/** What was found out about the credentials; `rows` are those that were looked at. */
export interface Tried {
  readonly rows: readonly RowCounts[]
}

/** Secrets to be committed if what was tried with them allows it. */
export interface TriedCommit<F extends Tried, T> extends Omit<SecretsCommit<T>, 'commit'> {
  /** Only reads the database. */
  readonly tryOut: (tables: Kysely<SsoTables>) => Promise<F>
  /** As of {@link SecretsCommit}, with what was found out, which is so then. */
  readonly commit: (within: Within, found: F) => Promise<T>
}

/**
 * Tries secrets out, and commits them while nobody else writes to the database. Where others have written since, they
 * are tried anew first: now and then without keeping them waiting, then while they wait.
 *
 * @throws {@link SsoError} `DatabaseBusy`, `Cancelled`, and whatever `tryOut` and `commit` throw
 */
export async function tryAndCommit<F extends Tried, T>(
  database: SsoDatabase,
  { commit, tryOut, ...how }: TriedCommit<F, T>,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    const before = database.changes.version()
    const found = await tryOut(database.tables)
    const commitFound = async (within: Within): Promise<T | null> => {
      const isStill = database.changes.version() === before || (await areStill(within, found))
      if (!isStill && tries < TRIES_WITHOUT_LOCK) return null
      return commit(within, isStill ? found : await tryOut(within))
    }
    const done = await commitWithDatabase(database, { ...how, commit: commitFound })
    if (done !== null) return done
  }
}

/** Events and settings may have been written, or a credential in another's place; but none came or went. */
async function areStill(within: Within, { rows }: Tried): Promise<boolean> {
  const now = await countRows(within)
  return rows.every((counts) => sameCounts(counts, now))
}
