import { countInWords } from '../../../../shared/numbers-in-words.ts'
import type { CheckEventIds, DatabaseSurvey, IntegrityDepth, RecordedCheck } from '../database-survey.ts'
import type { DatabaseSyncInstance } from './load-sqlite.ts'
import { openSqliteToRead } from './sqlite-engine.ts'
import { toDatabaseError } from './sqlite-error.ts'
import { databaseBytes } from './sqlite-files.ts'

/** Larger databases take seconds to check, which nobody has asked for. */
const QUICK_BELOW_BYTES = 64 * 1024 * 1024

const MOST_PROBLEMS = 20

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

function findProblems(database: DatabaseSyncInstance, depth: IntegrityDepth): readonly string[] {
  if (depth === 'skipped') return []
  const pragma = depth === 'full' ? 'integrity_check' : 'quick_check'
  const said = database.prepare(`PRAGMA ${pragma}(${MOST_PROBLEMS})`).all() as readonly object[]
  const wrong = said.map((row) => String(Object.values(row)[0])).filter((text) => text !== 'ok')
  const orphans = database
    .prepare('SELECT "table", parent, count(*) AS count FROM pragma_foreign_key_check GROUP BY 1, 2')
    .all() as readonly { table: string; parent: string; count: number }[]
  const stray = orphans.map(
    ({ count, parent, table }) => `${countInWords(count, 'row')} of ${table} without their ${parent}`,
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
