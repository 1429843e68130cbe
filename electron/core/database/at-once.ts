import type { CompiledQuery, Kysely } from 'kysely'
import type { SsoTables } from './schema.ts'
import type { DatabaseSyncInstance } from './sqlite/load-sqlite.ts'
import { beginWithoutWaiting } from './sqlite/sqlite-engine.ts'
import { toDatabaseError } from './sqlite/sqlite-error.ts'
import { untilNotBusy, type WaitOptions } from './transaction.ts'

/** Runs a query there and then. */
export type RunQuery = <Row>(query: CompiledQuery<Row>) => readonly Row[]

/**
 * Runs queries in one transaction without giving up the thread between them: for short work that many do at the same
 * time. Another connection of this thread can neither come between nor be what it waits for, and while another
 * process holds the write lock the thread stays free.
 *
 * @param tables - the Kysely of `connection`; its queries go before or after, not between
 * @throws {@link SsoError} `DatabaseBusy`, `DatabaseFull`, `DatabaseDamaged`
 */
export function runAtOnce<T>(
  path: string,
  connection: DatabaseSyncInstance,
  tables: Kysely<SsoTables>,
  work: (run: RunQuery) => T,
  options?: WaitOptions,
): Promise<T> {
  const attempt = () => tables.connection().execute(async () => tryAtOnce(path, connection, work))
  return untilNotBusy(path, attempt, options)
}

/**
 * As {@link runAtOnce}, for queries that only read: nobody who writes is waited for.
 *
 * @throws {@link SsoError} `DatabaseBusy`, `DatabaseDamaged`
 */
export function runReading<T>(
  path: string,
  connection: DatabaseSyncInstance,
  tables: Kysely<SsoTables>,
  work: (run: RunQuery) => T,
): Promise<T> {
  return tables.connection().execute(async () => {
    try {
      connection.exec('BEGIN')
      try {
        return work(<Row>(query: CompiledQuery<Row>) => runQuery<Row>(connection, query))
      } finally {
        connection.exec('ROLLBACK')
      }
    } catch (error) {
      throw toDatabaseError(error, path)
    }
  })
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
