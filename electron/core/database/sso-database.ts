import { open } from 'node:fs/promises'
import { Kysely, sql } from 'kysely'
import { SsoError } from '../sso-error.ts'
import { type RunQuery, runAtOnce } from './at-once.ts'
import type { DatabaseReader } from './database-reader.ts'
import { migrations } from './migrations/migrations.ts'
import type { SsoTables } from './schema.ts'
import type { DatabaseSyncInstance } from './sqlite/load-sqlite.ts'
import { sqliteDialect } from './sqlite/sqlite-dialect.ts'
import { makeDurable, openSqlite } from './sqlite/sqlite-engine.ts'
import { toDatabaseError } from './sqlite/sqlite-error.ts'
import { SqliteReader } from './sqlite/sqlite-reader.ts'
import { copyBeforeUpgrade } from './upgrade-copy.ts'

/** Marks a file as an SSO database (`PRAGMA application_id`): "SSO1" in ASCII. */
const APPLICATION_ID = 0x53534f31

/** What opening a database did to its schema. */
export interface DatabaseUpgrade {
  /** The schema found; 0 in a file without one. */
  readonly from: number
  readonly to: number
  /** The copy made of a database of an older schema. */
  readonly copy: string | null
}

/** What a file must be to be opened: `new` one without a database in it, `existing` one with. */
export type DatabaseExpectation = 'either' | 'new' | 'existing'

/** An open SSO database, its schema up to date. */
export interface SsoDatabase {
  readonly path: string
  readonly tables: Kysely<SsoTables>
  readonly upgrade: DatabaseUpgrade
  /**
   * Runs queries that belong together; all of them take effect or none.
   *
   * @throws {@link SsoError} `DatabaseBusy`, `DatabaseDamaged`
   */
  transaction<T>(work: (tables: Kysely<SsoTables>) => Promise<T>): Promise<T>
  /**
   * Runs a few short queries that belong together, without promises between them; all of them take effect or none.
   * Never called within a {@link SsoDatabase.transaction}: it would wait for its end.
   *
   * @throws {@link SsoError} `DatabaseBusy`, `DatabaseFull`, `DatabaseDamaged`
   */
  atOnce<T>(work: (run: RunQuery) => T): Promise<T>
  /**
   * The database's reader, the same each time; it is closed with the database.
   *
   * @throws {@link SsoError} `DatabaseBusy`, `DatabaseDamaged`
   */
  reader(): Promise<DatabaseReader>
  /**
   * A number that differs from that of the last call if another connection has changed the database since.
   *
   * @throws {@link SsoError} `DatabaseBusy`, `DatabaseDamaged`
   */
  dataVersion(): number
  close(): Promise<void>
}

/**
 * Opens the SSO database, creating it (mode 0600) when there is none. One of an older schema is upgraded, a copy of
 * it made first.
 *
 * @throws {@link SsoError} `DatabaseForeign`, `DatabaseVersionNewer` (the file is not touched), `DatabaseBusy`,
 * `DatabaseFull`, `DatabaseDamaged`, `DatabaseCopyFailed` (it was not upgraded); `DatabaseExists`, `DatabaseMissing`
 * when it is not what is `expected`
 */
export async function openSsoDatabase(
  path: string,
  expected: DatabaseExpectation = 'either',
): Promise<SsoDatabase> {
  try {
    await (await open(path, 'a', 0o600)).close()
    const connection = await openSqlite(path)
    return await prepare(path, connection, expected).catch((error) => {
      connection.close()
      throw error
    })
  } catch (error) {
    throw toDatabaseError(error, path)
  }
}

async function prepare(
  path: string,
  connection: DatabaseSyncInstance,
  expected: DatabaseExpectation,
): Promise<SsoDatabase> {
  refuseForeign(path, connection)
  makeDurable(connection)
  let writes = 0
  const noteWrite = (): void => {
    writes += 1
  }
  const tables = new Kysely<SsoTables>({ dialect: sqliteDialect(connection, path, noteWrite) })
  const transaction: SsoDatabase['transaction'] = (work) => inTransaction(tables, work)
  const atOnce: SsoDatabase['atOnce'] = (work) => runAtOnce(path, connection, tables, work).finally(noteWrite)
  const upgrade = await transaction((within) => {
    const version = pragma(connection, 'user_version')
    refuseNewer(version)
    refuseUnexpected(path, version, expected)
    return migrate(path, connection, within, version)
  })
  const readers = keepReader(path, () => writes)
  const close = async (): Promise<void> => {
    await readers.close()
    await tables.destroy()
  }
  const dataVersion = () => readDataVersion(path, connection)
  return { path, tables, upgrade, transaction, atOnce, reader: readers.open, dataVersion, close }
}

function keepReader(path: string, writes: () => number) {
  let opening: Promise<SqliteReader> | undefined
  const openOnce = (): Promise<SqliteReader> => {
    opening ??= SqliteReader.open(path, writes).catch((error) => {
      opening = undefined
      throw error
    })
    return opening
  }
  const close = async (): Promise<void> => (await opening?.catch(() => undefined))?.close()
  return { open: openOnce, close }
}

function pragma(
  connection: DatabaseSyncInstance,
  name: 'application_id' | 'user_version' | 'data_version',
): number {
  const row = connection.prepare(`PRAGMA ${name}`).get() as Record<string, number>
  return row[name] ?? 0
}

function readDataVersion(path: string, connection: DatabaseSyncInstance): number {
  try {
    return pragma(connection, 'data_version')
  } catch (error) {
    throw toDatabaseError(error, path)
  }
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

function refuseUnexpected(path: string, version: number, expected: DatabaseExpectation): void {
  if (expected === 'new' && version > 0) throw SsoError.of('DatabaseExists', { path })
  if (expected === 'existing' && version === 0) throw SsoError.of('DatabaseMissing', { path })
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

/** Takes a transaction, whose write lock keeps the copy and what is upgraded the same. */
async function migrate(
  path: string,
  connection: DatabaseSyncInstance,
  within: Kysely<SsoTables>,
  from: number,
): Promise<DatabaseUpgrade> {
  const to = migrations.length
  if (from === to) return { from, to, copy: null }
  const copy = from === 0 ? null : copyBeforeUpgrade(path, from)
  for (const migration of migrations.slice(from)) await migration(within as Kysely<unknown>)
  connection.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${to}`)
  return { from, to, copy }
}
