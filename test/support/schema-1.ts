import { Kysely } from 'kysely'
import { createSystemTables } from '../../electron/core/database/migrations/0001-system.ts'
import { sqliteDialect } from '../../electron/core/database/sqlite/sqlite-dialect.ts'
import { openSqlite } from '../../electron/core/database/sqlite/sqlite-engine.ts'

/** A database as the first version of the product left it, with a secret in it. */
export async function makeSchema1(path: string): Promise<void> {
  const connection = await openSqlite(path)
  connection.exec('PRAGMA journal_mode = WAL')
  const db = new Kysely<unknown>({ dialect: sqliteDialect(connection, path, () => undefined) })
  await createSystemTables(db)
  connection.exec(`INSERT INTO secret (msid, created_at) VALUES ('m1', 'then');
    INSERT INTO global_info VALUES (1, 'system-1', 'sso01', 1, 1, 'then');
    PRAGMA application_id = ${0x53534f31}; PRAGMA user_version = 1`)
  await db.destroy()
}
