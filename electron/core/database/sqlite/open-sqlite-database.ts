import { access, constants, stat } from 'node:fs/promises'
import { Kysely } from 'kysely'
import { SsoError, systemErrorCode } from '../../errors/sso-error.ts'
import { makeOwnFileUnlessThere } from '../../files/keep-owner.ts'
import { sqliteAt } from '../database-target.ts'
import { migrations } from '../migrations/migrations.ts'
import { OutsideChanges } from '../outside-changes.ts'
import type { SsoTables } from '../schema.ts'
import type { DatabaseChanges, DatabaseExpectation, DatabaseUpgrade, SsoDatabase } from '../sso-database.ts'
import type { Within } from '../within.ts'
import type { DatabaseSyncInstance } from './load-sqlite.ts'
import { sqliteDialect } from './sqlite-dialect.ts'
import { makeDurable, mayOnlyBeRead, openSqlite, openSqliteReadOnly } from './sqlite-engine.ts'
import { toDatabaseError } from './sqlite-error.ts'
import { SqliteReader } from './sqlite-reader.ts'
import { readSnapshot } from './sqlite-snapshot.ts'
import { runInTransaction } from './sqlite-transaction.ts'
import { copyBeforeUpgrade } from './upgrade-copy.ts'

/** Marks a file as an SSO database (`PRAGMA application_id`): "SSO1" in ASCII. */
const APPLICATION_ID = 0x53534f31

/**
 * Opens the SSO database, creating it (mode 0600) when there is none. One of an older schema is upgraded, a copy of
 * it made first. One that is up to date is opened without waiting for those who write, and one that may only be read
 * is opened for that.
 *
 * @throws {@link SsoError} `DatabaseForeign`, `DatabaseVersionNewer` (the file is not touched), `DatabaseBusy`,
 * `DatabaseFull`, `DatabaseDamaged`, `DatabaseReadOnly`, `DatabaseAccessDenied`, `DatabaseIoFailed` and the others of
 * its file, `DatabaseCopyFailed` (it was not upgraded); `DatabaseExists`, `DatabaseMissing` when it is not what is
 * `expected`
 */
export async function openSqliteDatabase(path: string, expected: DatabaseExpectation): Promise<SsoDatabase> {
  try {
    const { connection, isReadOnly } = await openFile(path)
    return await prepare({ path, connection, isReadOnly, expected }).catch((error) => {
      connection.close()
      throw error
    })
  } catch (error) {
    throw toDatabaseError(error, path)
  }
}

interface OpenFile {
  readonly connection: DatabaseSyncInstance
  readonly isReadOnly: boolean
}

async function openFile(path: string): Promise<OpenFile> {
  const found = await stat(path).catch((error) => {
    if (systemErrorCode(error) === 'ENOENT') return null
    throw error
  })
  if (found === null) await createFile(path)
  else if (!found.isFile()) throw SsoError.of('DatabaseNotAFile', { path, reason: 'EISDIR' })
  await access(path, constants.R_OK)
  const isReadOnly = await mayOnlyBeRead(path)
  return { connection: await (isReadOnly ? openSqliteReadOnly : openSqlite)(path), isReadOnly }
}

async function createFile(path: string): Promise<void> {
  // Somebody else may have made it just now.
  makeOwnFileUnlessThere(path)
}

interface Opened extends OpenFile {
  readonly path: string
  readonly expected: DatabaseExpectation
}

async function prepare({ connection, expected, isReadOnly, path }: Opened): Promise<SsoDatabase> {
  refuseForeign(path, connection)
  if (!isReadOnly) makeDurable(connection)
  let writes = 0
  const noteWrite = (): void => {
    writes += 1
  }
  const tables = new Kysely<SsoTables>({ dialect: sqliteDialect(connection, path, noteWrite) })
  const transaction: SsoDatabase['transaction'] = (work, options) =>
    runInTransaction(path, connection, tables, work, options)
  const upgrade = await bringUpToDate({ path, connection, isReadOnly, expected }, transaction)
  const readers = keepReader(path, () => writes, isReadOnly)
  const outside = new OutsideChanges(() => readDataVersion(path, connection))
  const close = async (): Promise<void> => {
    outside.close()
    await readers.close()
    await tables.destroy()
  }
  const snapshot: SsoDatabase['snapshot'] = (read) => readSnapshot(path, isReadOnly, read)
  const changes = changesOf(outside, () => `${readDataVersion(path, connection)} ${writes}`)
  const reading = { tables, snapshot, reader: readers.open, changes }
  return { target: sqliteAt(path), name: path, upgrade, transaction, ...reading, close }
}

/** @param state - differs from what it was if somebody may have changed the database */
function changesOf(outside: OutsideChanges, state: () => string): DatabaseChanges {
  let seen = ''
  let version = 0
  return {
    onChange: (listener) => outside.onChange(listener),
    onEachChange: (listener) => outside.onEachChange(listener),
    version() {
      const now = state()
      if (now !== seen) version += 1
      seen = now
      return version
    },
  }
}

/** Takes the write lock only if there is something to do. */
async function bringUpToDate(
  { connection, expected, isReadOnly, path }: Opened,
  transaction: SsoDatabase['transaction'],
): Promise<DatabaseUpgrade> {
  const found = pragma(connection, 'user_version')
  const to = migrations.length
  if (found === to) {
    refuseUnexpected(path, found, expected)
    return { from: found, to, copy: null }
  }
  if (isReadOnly) throw SsoError.of('DatabaseReadOnly', { path })
  return transaction((within) => {
    const version = pragma(connection, 'user_version')
    refuseNewer(version)
    refuseUnexpected(path, version, expected)
    return migrate(path, connection, within, version)
  })
}

function keepReader(path: string, writes: () => number, isReadOnly: boolean) {
  let opening: Promise<SqliteReader> | undefined
  const openOnce = (): Promise<SqliteReader> => {
    opening ??= SqliteReader.open(path, writes, isReadOnly).catch((error) => {
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

/** The transaction's write lock keeps the copy and what is upgraded the same. */
async function migrate(
  path: string,
  connection: DatabaseSyncInstance,
  within: Within,
  from: number,
): Promise<DatabaseUpgrade> {
  const to = migrations.length
  if (from === to) return { from, to, copy: null }
  const copy = from === 0 ? null : copyBeforeUpgrade(path, from)
  for (const migration of migrations.slice(from)) await migration(within as Kysely<unknown>)
  connection.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${to}`)
  return { from, to, copy }
}
