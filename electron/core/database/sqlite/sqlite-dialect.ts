import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite'
import { SqliteDialect, type SqliteStatement } from 'kysely'
import { closeSqlite } from './sqlite-engine.ts'
import { toDatabaseError } from './sqlite-error.ts'

/** Kysely over the `node:sqlite` API; SQLite's errors become the product's. */
export function sqliteDialect(database: DatabaseSyncInstance, path: string): SqliteDialect {
  const guard = <T>(call: () => T): T => {
    try {
      return call()
    } catch (error) {
      throw toDatabaseError(error, path)
    }
  }
  return new SqliteDialect({
    database: {
      close: () => closeSqlite(database),
      prepare: (sql) => guard(() => adapt(database.prepare(sql), guard)),
    },
  })
}

function adapt(statement: StatementSyncInstance, guard: <T>(call: () => T) => T): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => guard(() => statement.all(...parameters)),
    run: (parameters) => guard(() => statement.run(...parameters)),
    iterate: (parameters) => guard(() => statement.iterate(...parameters)),
  }
}
