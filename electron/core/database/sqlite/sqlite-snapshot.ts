import { Kysely } from 'kysely'
import type { SsoTables } from '../schema.ts'
import { sqliteDialect } from './sqlite-dialect.ts'
import { openSqlite, openSqliteReadOnly } from './sqlite-engine.ts'
import { toDatabaseError } from './sqlite-error.ts'

/**
 * Has the database read as it is at this moment, on a connection of its own, whatever is written meanwhile. Writers are
 * not kept waiting.
 *
 * @throws {@link SsoError} `DatabaseBusy`, `DatabaseDamaged` and the others of its file
 */
export async function* readSnapshot<T>(
  path: string,
  isReadOnly: boolean,
  read: (tables: Kysely<SsoTables>) => AsyncIterable<T>,
): AsyncGenerator<T> {
  const tables = await openSnapshot(path, isReadOnly)
  try {
    yield* read(tables)
  } finally {
    await tables.destroy()
  }
}

async function openSnapshot(path: string, isReadOnly: boolean): Promise<Kysely<SsoTables>> {
  try {
    const connection = await (isReadOnly ? openSqliteReadOnly(path) : openSqlite(path))
    try {
      // The moment is that of the first read, not that of BEGIN.
      connection.exec('PRAGMA query_only = ON; BEGIN; SELECT 1 FROM sqlite_schema')
    } catch (error) {
      connection.close()
      throw error
    }
    const close = (): void => connection.close()
    return new Kysely<SsoTables>({ dialect: sqliteDialect(connection, path, () => undefined, close) })
  } catch (error) {
    throw toDatabaseError(error, path)
  }
}
