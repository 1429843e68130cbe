import { type DatabaseSyncInstance, loadedSqlite, loadSqlite, type Sqlite } from './load-sqlite.ts'
import { isBusy } from './sqlite-error.ts'

/** How long a statement waits for another process's lock. */
const BUSY_TIMEOUT_MS = 2_000

/**
 * Opens a database file, creating it when absent. Throws SQLite's errors. The caller keeps a reference to the
 * result for as long as statements made from it are used.
 */
export async function openSqlite(path: string): Promise<DatabaseSyncInstance> {
  return openWith(await loadSqlite(), path)
}

/** As {@link openSqlite}, but at once: a further connection, beside one that {@link openSqlite} opened. */
export function openSqliteAgain(path: string): DatabaseSyncInstance {
  return openWith(loadedSqlite(), path)
}

function openWith({ DatabaseSync }: Sqlite, path: string): DatabaseSyncInstance {
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
