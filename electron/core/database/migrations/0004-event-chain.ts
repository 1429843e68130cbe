import { hash } from 'node:crypto'
import type { Kysely } from 'kysely'

/* What was released stays: this migration has its own copy of the chain's version 1 (docs/formats.md). */

const PAGE_ROWS = 1_000

/** What the first event follows. */
const FIRST_DIGEST = '0'.repeat(64)

interface ChainedFields {
  readonly id: number
  readonly event_id: number
  readonly level: string
  readonly at: string
  readonly tracking_id: string
  readonly computer: string
  readonly account: string
  readonly data: string
  readonly mac_msid: string | null
}

interface EventTables {
  event: ChainedFields & { digest: string }
  event_head: { id: number; event_id: number; digest: string }
}

/** Links each event with all before it, so that a change to any of them shows: docs/formats.md. */
export async function chainEvents(db: Kysely<unknown>): Promise<void> {
  for (const column of ['digest', 'mac', 'mac_msid']) {
    await db.schema.alterTable('event').addColumn(column, 'text').execute()
  }
  await db.schema
    .createTable('event_head')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('event_id', 'integer', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('mac', 'text')
    .addColumn('mac_msid', 'text')
    .execute()
  await db.schema.createIndex('event_by_tracking_id').on('event').column('tracking_id').execute()
  await db.schema.createIndex('event_by_event_id').on('event').column('event_id').execute()
  await linkExisting(db as Kysely<EventTables>)
}

/** Those recorded before there was a chain; they have no mac. */
async function linkExisting(db: Kysely<EventTables>): Promise<void> {
  let digest = FIRST_DIGEST
  let last = 0
  for (;;) {
    const rows = await db
      .selectFrom('event')
      .selectAll()
      .where('id', '>', last)
      .orderBy('id')
      .limit(PAGE_ROWS)
      .execute()
    for (const row of rows) {
      digest = digestEvent(digest, row)
      last = row.id
      await db.updateTable('event').set({ digest }).where('id', '=', last).execute()
    }
    if (rows.length < PAGE_ROWS) break
  }
  await db.insertInto('event_head').values({ id: 1, event_id: last, digest }).execute()
}

/** SHA-256, hexadecimal, of the digest before and of the event's fields. */
function digestEvent(previousDigest: string, event: ChainedFields): string {
  const { account, at, computer, data, event_id, id, level, mac_msid, tracking_id } = event
  const fields = [id, event_id, level, at, tracking_id, computer, account, data, mac_msid]
  return hash('sha256', previousDigest + JSON.stringify(fields), 'hex')
}
