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
  return new SqliteDialect({
    database: {
      close,
      prepare: (sql) =>
        guard(() => {
          const statement = database.prepare(sql)
          return adapt(statement, /^select\b/i.test(sql) ? guard : notingWrites(guard, onWrite))
        }),
    },
  })
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

function adapt(statement: StatementSyncInstance, guard: Guard): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => guard(() => statement.all(...parameters)),
    run: (parameters) => guard(() => statement.run(...parameters)),
    iterate: (parameters) => guard(() => statement.iterate(...parameters)),
  }
}
