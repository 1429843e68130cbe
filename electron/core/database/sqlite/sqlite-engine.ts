import type { DatabaseSyncInstance, SqliteModule } from '@photostructure/sqlite'

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

/** The settings a crash must find in force; applied once the file is known to be ours. */
export function makeDurable(database: DatabaseSyncInstance): void {
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
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
