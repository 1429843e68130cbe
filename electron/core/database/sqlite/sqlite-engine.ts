import type { DatabaseSyncInstance, SqliteModule } from '@photostructure/sqlite'
import { isBusy } from './sqlite-error.ts'

/** Node and Electron bring SQLite from these versions on (https://nodejs.org/api/sqlite.html). */
const BUILT_IN_SINCE = { major: 22, minor: 13 }

/** The runtime's own SQLite, or, on older runtimes, the package with the same API. */
async function loadSqlite(): Promise<Pick<SqliteModule, 'DatabaseSync'>> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const builtIn =
    major > BUILT_IN_SINCE.major || (major === BUILT_IN_SINCE.major && minor >= BUILT_IN_SINCE.minor)
  if (!builtIn) return import('@photostructure/sqlite')
  const name = 'node:sqlite' // Not a literal in the import: older runtimes' type packages do not know it.
  return import(name) as Promise<SqliteModule>
}

/** How long a statement waits for another process's lock. */
const BUSY_TIMEOUT_MS = 2_000

/**
 * Opens a database file, creating it when absent. Throws SQLite's errors. The caller keeps a reference to the
 * result for as long as statements made from it are used.
 */
export async function openSqlite(path: string): Promise<DatabaseSyncInstance> {
  sqlite ??= await loadSqlite()
  return openWith(sqlite, path)
}

/** As {@link openSqlite}, but at once: a further connection, beside one that {@link openSqlite} opened. */
export function openSqliteAgain(path: string): DatabaseSyncInstance {
  if (sqlite === undefined) throw new Error('SQLite has not been loaded yet')
  return openWith(sqlite, path)
}

let sqlite: Pick<SqliteModule, 'DatabaseSync'> | undefined

function openWith({ DatabaseSync }: Pick<SqliteModule, 'DatabaseSync'>, path: string): DatabaseSyncInstance {
  const database = new DatabaseSync(path)
  database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}; PRAGMA foreign_keys = ON`)
  return database
}

/**
 * Begins a transaction that may write.
 *
 * @returns whether it has begun: not if another connection is writing, which is not waited for.
 */
export function beginWithoutWaiting(database: DatabaseSyncInstance): boolean {
  database.exec('PRAGMA busy_timeout = 0')
  try {
    database.exec('BEGIN IMMEDIATE')
    return true
  } catch (error) {
    if (isBusy(error)) return false
    throw error
  } finally {
    database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`)
  }
}

/** Re-encryption is faster by a tenth than with pages of 4 KiB, and rows still waste little of one. */
const PAGE_BYTES = 8_192

/**
 * The settings a crash must find in force; applied once the file is known to be ours. The size of its pages is that
 * of a new database only: one that has pages keeps theirs.
 */
export function makeDurable(database: DatabaseSyncInstance): void {
  database.exec(`PRAGMA page_size = ${PAGE_BYTES}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL`)
}

/**
 * Closes a database and, if nobody else uses it, empties its write-ahead log: the connection itself may outlive
 * this call, until its statements are garbage-collected.
 */
export function closeSqlite(database: DatabaseSyncInstance): void {
  try {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  } finally {
    database.close()
  }
}
