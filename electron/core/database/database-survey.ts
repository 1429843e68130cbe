import type { Stats } from 'node:fs'
import { stat } from 'node:fs/promises'
import { unlessAbsent } from '../files/unless-absent.ts'
import type { DatabaseSyncInstance } from './sqlite/load-sqlite.ts'
import { openSqliteToRead } from './sqlite/sqlite-engine.ts'
import { toDatabaseError } from './sqlite/sqlite-error.ts'

/** Larger databases take seconds to check, which nobody has asked for. */
const QUICK_BELOW_BYTES = 64 * 1024 * 1024

const MOST_PROBLEMS = 20

/** How the file was checked; `skipped` where it is too large for that to be quick. */
export type IntegrityDepth = 'quick' | 'full' | 'skipped'

/** An event that says what a check found: when, and its data as JSON text. */
export interface RecordedCheck {
  readonly at: string
  readonly data: string
}

/** The ids of the events that say what earlier checks found. */
export interface CheckEventIds {
  readonly backupVerified: number
  readonly logVerified: number
  readonly databaseChecked: number
  readonly credentialsChecked: number
}

/** What looking at every row, and perhaps at every page of the file, has shown. */
export interface DatabaseSurvey {
  readonly bytes: number
  readonly rowsBySecret: readonly { readonly secretId: number; readonly rows: number }[]
  readonly depth: IntegrityDepth
  /** The last of the events that say that a backup with such a secret was opened. */
  readonly verifications: readonly { readonly msid: string | null; readonly at: string }[]
  readonly events: number
  /** The newest event that says what verifying the log found, and how many were recorded since. */
  readonly logVerified: (RecordedCheck & { readonly id: number; readonly since: number }) | null
  /** The newest events that say what checking all of the file, and opening every credential, found. */
  readonly databaseChecked: RecordedCheck | null
  readonly credentialsChecked: RecordedCheck | null
  /** What SQLite says is wrong, the first 20 things; empty if nothing is. */
  readonly problems: readonly string[]
}

/**
 * Looks a database through, on a connection of its own that cannot write; blocks the calling thread for as long as
 * that takes.
 *
 * @param full - whether to check all of the file, whatever its size
 * @throws {@link SsoError} `DatabaseMissing`, `DatabaseBusy`, `DatabaseDamaged`
 */
export async function surveyDatabase(
  path: string,
  full: boolean,
  eventIds: CheckEventIds,
): Promise<DatabaseSurvey> {
  const bytes = await databaseBytes(path)
  try {
    const database = await openSqliteToRead(path)
    try {
      const depth = full ? 'full' : bytes < QUICK_BELOW_BYTES ? 'quick' : 'skipped'
      return {
        bytes,
        depth,
        problems: findProblems(database, depth),
        rowsBySecret: countRows(database),
        verifications: findVerifications(database, eventIds.backupVerified),
        ...findLogVerified(database, eventIds.logVerified),
        databaseChecked: findNewest(database, eventIds.databaseChecked),
        credentialsChecked: findNewest(database, eventIds.credentialsChecked),
      }
    } finally {
      database.close()
    }
  } catch (error) {
    throw toDatabaseError(error, path)
  }
}

/**
 * Looks at a database's file, or at its log.
 *
 * @returns `null` only if there is none.
 * @throws {@link SsoError} `DatabaseIoFailed` and the others of its file
 */
export async function lookAtDatabase(path: string): Promise<Stats | null> {
  try {
    return await unlessAbsent(stat(path))
  } catch (error) {
    throw toDatabaseError(error, path)
  }
}

/**
 * Bytes of a database and its write-ahead log.
 *
 * @throws {@link SsoError} `DatabaseMissing`, `DatabaseAccessDenied`, `DatabaseIoFailed` and the others of its file
 */
export async function databaseBytes(path: string): Promise<number> {
  try {
    const file = await stat(path)
    const log = await unlessAbsent(stat(`${path}-wal`))
    return file.size + (log?.size ?? 0)
  } catch (error) {
    throw toDatabaseError(error, path)
  }
}

function findProblems(database: DatabaseSyncInstance, depth: IntegrityDepth): readonly string[] {
  if (depth === 'skipped') return []
  const pragma = depth === 'full' ? 'integrity_check' : 'quick_check'
  const said = database.prepare(`PRAGMA ${pragma}(${MOST_PROBLEMS})`).all() as readonly object[]
  const wrong = said.map((row) => String(Object.values(row)[0])).filter((text) => text !== 'ok')
  const orphans = database
    .prepare('SELECT "table", parent, count(*) AS count FROM pragma_foreign_key_check GROUP BY 1, 2')
    .all() as readonly { table: string; parent: string; count: number }[]
  const stray = orphans.map(
    ({ count, parent, table }) => `${count} row(s) of ${table} without their ${parent}`,
  )
  return [...wrong, ...stray].slice(0, MOST_PROBLEMS)
}

function countRows(database: DatabaseSyncInstance): DatabaseSurvey['rowsBySecret'] {
  return database
    .prepare('SELECT secret_id AS secretId, count(*) AS rows FROM credential GROUP BY secret_id')
    .all() as unknown as DatabaseSurvey['rowsBySecret']
}

function findVerifications(database: DatabaseSyncInstance, eventId: number): DatabaseSurvey['verifications'] {
  return database
    .prepare(
      `SELECT json_extract(data, '$.msid') AS msid, max(at) AS at FROM event WHERE event_id = ? GROUP BY 1`,
    )
    .all(eventId) as unknown as DatabaseSurvey['verifications']
}

function findLogVerified(
  database: DatabaseSyncInstance,
  eventId: number,
): Pick<DatabaseSurvey, 'events' | 'logVerified'> {
  const { events } = database.prepare('SELECT count(*) AS events FROM event').get() as { events: number }
  const found = findNewest(database, eventId)
  if (found === null) return { events, logVerified: null }
  const { since } = database.prepare('SELECT count(*) AS since FROM event WHERE id > ?').get(found.id) as {
    since: number
  }
  return { events, logVerified: { ...found, since } }
}

function findNewest(
  database: DatabaseSyncInstance,
  eventId: number,
): (RecordedCheck & { id: number }) | null {
  const found = database
    .prepare('SELECT id, at, data FROM event WHERE event_id = ? ORDER BY id DESC LIMIT 1')
    .get(eventId)
  return (found as (RecordedCheck & { id: number }) | undefined) ?? null
}
