import { accessSync, constants, statSync } from 'node:fs'
import { access } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { systemErrorCode } from '../../errors/sso-error.ts'
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

/**
 * Opens a database file that is there, for reading alone, whether or not it could be written to. Throws SQLite's errors
 * and those of the file system.
 */
export async function openSqliteToRead(path: string): Promise<DatabaseSyncInstance> {
  const database = await ((await mayOnlyBeRead(path)) ? openSqliteReadOnly : openSqlite)(path)
  database.exec('PRAGMA query_only = ON')
  return database
}

/** What is answered where a file may only be read. */
const READ_ONLY: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS'])

/**
 * Whether this account, or anybody, can only read a file. It is not opened to find that out: closing it would drop the
 * locks that this process has on it. Throws other errors of the file system.
 */
export async function mayOnlyBeRead(path: string): Promise<boolean> {
  try {
    await access(path, constants.W_OK)
    return false
  } catch (error) {
    if (READ_ONLY.has(systemErrorCode(error))) return true
    throw error
  }
}

/**
 * Opens a database file that this account may only read. Where its whole disk can only be read, nobody else changes
 * the file either, and SQLite is told so: it would want to make its index beside it. Not so while there is a
 * write-ahead log, which would be left unread. Throws SQLite's errors.
 */
export async function openSqliteReadOnly(path: string): Promise<DatabaseSyncInstance> {
  const { DatabaseSync } = await loadSqlite()
  const place = pathToFileURL(path)
  const isFixed = isOnReadOnlyDisk(path) && !hasLog(path)
  if (isFixed) place.searchParams.set('immutable', '1')
  const database = new DatabaseSync(isFixed ? place : path, { readOnly: true })
  database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`)
  return database
}

/** As {@link openSqlite}, but at once: a further connection, beside one that {@link openSqlite} opened. */
export function openSqliteAgain(path: string): DatabaseSyncInstance {
  return openWith(loadedSqlite(), path)
}

/** What is deleted is overwritten: old ciphertexts must not outlive the rotation that replaced them. */
function openWith({ DatabaseSync }: Sqlite, path: string): DatabaseSyncInstance {
  const database = new DatabaseSync(path)
  database.exec(
    `PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON`,
  )
  return database
}

function isOnReadOnlyDisk(path: string): boolean {
  try {
    accessSync(dirname(path), constants.W_OK)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EROFS'
  }
}

function hasLog(path: string): boolean {
  return (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0
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
 * this call, until its statements are garbage-collected. A log that cannot be emptied now is by whoever opens the
 * database next; it is neither waited for nor a failure.
 */
export function closeSqlite(database: DatabaseSyncInstance): void {
  try {
    database.exec('PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE)')
  } catch (error) {
    if (!(error instanceof Error && 'errcode' in error)) throw error
  } finally {
    database.close()
  }
}
