import { SqliteDialect, type SqliteStatement } from 'kysely'
import type { DatabaseSyncInstance, StatementSyncInstance } from './load-sqlite.ts'
import { closeSqlite } from './sqlite-engine.ts'
import { toDatabaseError } from './sqlite-error.ts'

/**
 * Kysely over the `node:sqlite` API; SQLite's errors become the product's.
 *
 * @param onWrite - called after each statement that may have written something
 * @param close - how its connection is closed
 */
export function sqliteDialect(
  database: DatabaseSyncInstance,
  path: string,
  onWrite: () => void,
  close: () => void = () => closeSqlite(database),
): SqliteDialect {
  const guard: Guard = (call) => {
    try {
      return call()
    } catch (error) {
      throw toDatabaseError(error, path)
    }
  }
  const prepare = (sql: string): SqliteStatement =>
    guard(() => {
      const guarded = /^select\b/i.test(sql) ? guard : notingWrites(guard, onWrite)
      return adapt(database.prepare(sql), guarded, () => database.prepare(sql))
    })
  const statements = keepStatements(prepare)
  return new SqliteDialect({
    database: {
      // A statement that is kept would keep its connection.
      close: () => {
        statements.forget()
        close()
      },
      prepare: statements.prepare,
    },
  })
}

/** More than the queries there are, but for lists of different lengths. */
const STATEMENTS_KEPT = 200
const CHANGES_SCHEMA = /^\s*(?:alter|create|drop)\b/i

/**
 * Keeps the statements used last. Each holds memory outside the heap, which grew by gigabytes before they were
 * collected when every query had one of its own.
 */
function keepStatements(prepare: (sql: string) => SqliteStatement) {
  const kept = new Map<string, SqliteStatement>()
  return {
    forget: (): void => kept.clear(),
    prepare(sql: string): SqliteStatement {
      if (CHANGES_SCHEMA.test(sql)) {
        // A statement of Node 22 goes on naming the columns that there were when it was made.
        kept.clear()
        return prepare(sql)
      }
      const statement = kept.get(sql) ?? prepare(sql)
      // The map's order is that of use.
      kept.delete(sql)
      kept.set(sql, statement)
      const [oldest] = kept.keys()
      if (kept.size > STATEMENTS_KEPT && oldest !== undefined) kept.delete(oldest)
      return statement
    },
  }
}

type Guard = <T>(call: () => T) => T

/** Noted even when it fails: a rollback changes what can be read, too. */
function notingWrites(guard: Guard, onWrite: () => void): Guard {
  return (call) => {
    try {
      return guard(call)
    } finally {
      onWrite()
    }
  }
}

/** @param another - the same statement anew: what is read row by row may go on while the first is used again */
function adapt(
  statement: StatementSyncInstance,
  guard: Guard,
  another: () => StatementSyncInstance,
): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => guard(() => statement.all(...parameters)),
    run: (parameters) => guard(() => statement.run(...parameters)),
    iterate: (parameters) => guard(() => another().iterate(...parameters)),
  }
}
