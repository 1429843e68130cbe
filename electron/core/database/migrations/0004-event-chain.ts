import type { Kysely } from 'kysely'
import { type ChainedFields, digestEvent, FIRST_DIGEST } from '../../events/event-chain.ts'

const PAGE_ROWS = 1_000

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
