import { randomInt } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import type { SsoTables } from '../schema.ts'
import type { WaitOptions } from '../wait-options.ts'
import type { Within } from '../within.ts'
import { findWriter } from './find-writer.ts'
import type { DatabaseSyncInstance } from './load-sqlite.ts'
import { beginWithoutWaiting } from './sqlite-engine.ts'
import { databaseBusy, toDatabaseError } from './sqlite-error.ts'

const PATIENCE_MS = 5_000
const SAID_EVERY_MS = 1_000
const MOST_MS_BETWEEN_TRIES = 10

/**
 * Calls `attempt` until it comes to something, leaving the thread to others between.
 *
 * @param attempt - answers `null` if somebody else is writing
 * @throws {@link SsoError} `DatabaseBusy` when patience is out; whatever `attempt` throws
 */
export async function untilNotBusy<T>(
  path: string,
  attempt: () => Promise<{ readonly result: T } | null>,
  { onWait, patienceMs = PATIENCE_MS, signal }: WaitOptions = {},
): Promise<T> {
  const began = performance.now()
  let said = 0
  for (;;) {
    const done = await attempt()
    if (done !== null) return done.result
    const waited = performance.now() - began
    if (waited >= patienceMs || signal?.aborted) throw databaseBusy(path)
    if (onWait !== undefined && waited >= (said + 1) * SAID_EVERY_MS) {
      said = Math.floor(waited / SAID_EVERY_MS)
      onWait(findWriter(path))
    }
    await wait(randomInt(1, MOST_MS_BETWEEN_TRIES))
  }
}

/**
 * Runs `work` within one transaction, which writes from its beginning, so that two that do the same do it one after
 * the other.
 *
 * @throws {@link SsoError} `DatabaseBusy` and the database's others; whatever `work` throws. Nothing is done then.
 */
export function runInTransaction<T>(
  path: string,
  connection: DatabaseSyncInstance,
  tables: Kysely<SsoTables>,
  work: (within: Within) => Promise<T>,
  options?: WaitOptions,
): Promise<T> {
  const attempt = (): Promise<{ readonly result: T } | null> =>
    tables.connection().execute(async (within) => {
      if (!begin(path, connection)) return null
      try {
        const result = await work(within as Within)
        await sql`COMMIT`.execute(within)
        return { result }
      } catch (error) {
        await sql`ROLLBACK`.execute(within).catch(() => undefined)
        throw error
      }
    })
  return untilNotBusy(path, attempt, options)
}

function begin(path: string, connection: DatabaseSyncInstance): boolean {
  try {
    return beginWithoutWaiting(connection)
  } catch (error) {
    throw toDatabaseError(error, path)
  }
}
