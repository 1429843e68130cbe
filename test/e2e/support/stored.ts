import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from '../../support/sqlite.ts'

/** An event as it was kept. */
export interface KeptEvent {
  readonly eventId: number
  readonly trackingId: string
  readonly level: string
  readonly data: Readonly<Record<string, unknown>>
}

/** The lines of the local log, oldest first. */
export async function readEventLog(dataDirectory: string): Promise<KeptEvent[]> {
  const text = await readFile(join(dataDirectory, 'events', 'secret-operations.jsonl'), 'utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

/** The rows of the database's event table, oldest first. */
export function readEventTable(dataDirectory: string): KeptEvent[] {
  const rows = withDatabase(dataDirectory, (database) =>
    database.prepare('SELECT event_id, tracking_id, level, data FROM event ORDER BY id').all(),
  )
  return rows.map((row) => ({
    eventId: Number(row.event_id),
    trackingId: String(row.tracking_id),
    level: String(row.level),
    data: JSON.parse(String(row.data)),
  }))
}

/** Runs SQL on the SSO database, as another program could. */
export function changeDatabase(dataDirectory: string, sql: string): void {
  withDatabase(dataDirectory, (database) => database.exec(sql))
}

type Row = Readonly<Record<string, unknown>>
interface Database {
  exec(sql: string): void
  prepare(sql: string): { all(): Row[] }
}

function withDatabase<T>(dataDirectory: string, use: (database: Database) => T): T {
  const database = new DatabaseSync(join(dataDirectory, 'sso.db'), { timeout: 5_000 })
  try {
    return use(database as unknown as Database)
  } finally {
    database.close()
  }
}

export function readSecretStore(dataDirectory: string): Promise<Buffer> {
  return readFile(join(dataDirectory, 'secret-store.json'))
}
