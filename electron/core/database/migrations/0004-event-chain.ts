import type { Kysely } from 'kysely'

/** Links each event with all before it, so that a change to any of them shows: docs/formats.md. */
export async function chainEvents(db: Kysely<unknown>): Promise<void> {
  for (const column of ['digest', 'mac', 'mac_msid']) {
    await db.schema.alterTable('event').addColumn(column, 'text').execute()
  }
}
