import { open } from 'node:fs/promises'
import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import { Kysely, sql } from 'kysely'
import { SsoError } from '../sso-error.ts'
import { migrations } from './migrations/migrations.ts'
import type { SsoTables } from './schema.ts'
import { sqliteDialect } from './sqlite/sqlite-dialect.ts'
import { makeDurable, openSqlite } from './sqlite/sqlite-engine.ts'
import { toDatabaseError } from './sqlite/sqlite-error.ts'

/** Marks a file as an SSO database (`PRAGMA application_id`): "SSO1" in ASCII. */
const APPLICATION_ID = 0x53534f31

/** An open SSO database, its schema up to date. */
export interface SsoDatabase {
  readonly path: string
  readonly tables: Kysely<SsoTables>
  /**
   * Runs queries that belong together; all of them take effect or none.
   *
   * @throws {@link SsoError} `DatabaseBusy`, `DatabaseDamaged`
   */
  transaction<T>(work: (tables: Kysely<SsoTables>) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/**
 * Opens the SSO database, creating it (mode 0600) when there is none.
 *
 * @throws {@link SsoError} `DatabaseForeign`, `DatabaseVersionNewer` (the file is not touched), `DatabaseBusy`,
 * `DatabaseDamaged`
 */
export async function openSsoDatabase(path: string): Promise<SsoDatabase> {
  try {
    await (await open(path, 'a', 0o600)).close()
    const connection = await openSqlite(path)
    return await prepare(path, connection).catch((error) => {
      connection.close()
      throw error
    })
  } catch (error) {
    throw toDatabaseError(error, path)
  }
}

async function prepare(path: string, connection: DatabaseSyncInstance): Promise<SsoDatabase> {
  refuseForeign(path, connection)
  makeDurable(connection)
  const tables = new Kysely<SsoTables>({ dialect: sqliteDialect(connection, path) })
  const transaction: SsoDatabase['transaction'] = (work) => inTransaction(tables, work)
  await transaction((within) => migrate(connection, within))
  return { path, tables, transaction, close: () => tables.destroy() }
}

function pragma(connection: DatabaseSyncInstance, name: 'application_id' | 'user_version'): number {
  const row = connection.prepare(`PRAGMA ${name}`).get() as Record<string, number>
  return row[name] ?? 0
}

function refuseForeign(path: string, connection: DatabaseSyncInstance): void {
  // Reads the schema, so that damage to it shows now.
  const empty = connection.prepare('SELECT 1 FROM sqlite_schema').get() === undefined
  if (!empty && pragma(connection, 'application_id') !== APPLICATION_ID)
    throw SsoError.of('DatabaseForeign', { path })
  refuseNewer(pragma(connection, 'user_version'))
}

function refuseNewer(version: number): void {
  const supported = migrations.length
  if (version > supported) throw SsoError.of('DatabaseVersionNewer', { version, supported })
}

/** Immediate, so that two processes creating the same database do it one after the other. */
function inTransaction<T>(
  db: Kysely<SsoTables>,
  work: (tables: Kysely<SsoTables>) => Promise<T>,
): Promise<T> {
  return db.connection().execute(async (connection) => {
    await sql`BEGIN IMMEDIATE`.execute(connection)
    try {
      const result = await work(connection)
      await sql`COMMIT`.execute(connection)
      return result
    } catch (error) {
      await sql`ROLLBACK`.execute(connection).catch(() => undefined)
      throw error
    }
  })
}

async function migrate(connection: DatabaseSyncInstance, tables: Kysely<SsoTables>): Promise<void> {
  const version = pragma(connection, 'user_version')
  refuseNewer(version)
  for (const migration of migrations.slice(version)) await migration(tables as Kysely<unknown>)
  if (version === migrations.length) return
  connection.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${migrations.length}`)
}
