import { randomInt } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { CompiledQuery, Kysely } from 'kysely'
import { SsoError } from '../sso-error.ts'
import type { SsoTables } from './schema.ts'
import type { DatabaseSyncInstance } from './sqlite/load-sqlite.ts'
import { beginWithoutWaiting } from './sqlite/sqlite-engine.ts'
import { toDatabaseError } from './sqlite/sqlite-error.ts'

/** Runs a query there and then. */
export type RunQuery = <Row>(query: CompiledQuery<Row>) => readonly Row[]

/** How long the write lock of others is waited for. */
const PATIENCE_MS = 5_000
const MOST_MS_BETWEEN_TRIES = 10

/**
 * Runs queries in one transaction without giving up the thread between them: for short work that many do at the same
 * time. Another connection of this thread can neither come between nor be what it waits for, and while another
 * process holds the write lock the thread stays free.
 *
 * @param tables - the Kysely of `connection`; its queries go before or after, not between
 * @throws {@link SsoError} `DatabaseBusy`, `DatabaseFull`, `DatabaseDamaged`
 */
export async function runAtOnce<T>(
  path: string,
  connection: DatabaseSyncInstance,
  tables: Kysely<SsoTables>,
  work: (run: RunQuery) => T,
): Promise<T> {
  const giveUpAt = performance.now() + PATIENCE_MS
  for (;;) {
    const done = await tables.connection().execute(async () => tryAtOnce(path, connection, work))
    if (done !== null) return done.result
    if (performance.now() >= giveUpAt) throw SsoError.of('DatabaseBusy', { path })
    await wait(randomInt(1, MOST_MS_BETWEEN_TRIES))
  }
}

/** @returns `null` if somebody else is writing. */
function tryAtOnce<T>(
  path: string,
  connection: DatabaseSyncInstance,
  work: (run: RunQuery) => T,
): { readonly result: T } | null {
  try {
    if (!beginWithoutWaiting(connection)) return null
    try {
      const result = work(<Row>(query: CompiledQuery<Row>) => runQuery<Row>(connection, query))
      connection.exec('COMMIT')
      return { result }
    } catch (error) {
      connection.exec('ROLLBACK')
      throw error
    }
  } catch (error) {
    throw toDatabaseError(error, path)
  }
}

function runQuery<Row>(connection: DatabaseSyncInstance, query: CompiledQuery<Row>): readonly Row[] {
  const parameters = query.parameters as readonly (string | number | null)[]
  return connection.prepare(query.sql).all(...parameters) as Row[]
}
