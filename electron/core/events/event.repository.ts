import type { Kysely } from 'kysely'
import type { SsoTables } from '../database/schema.ts'
import type { SsoEvent } from './event.ts'

export async function insertEvent(db: Kysely<SsoTables>, event: SsoEvent): Promise<void> {
  await db
    .insertInto('event')
    .values({
      event_id: event.eventId,
      level: event.level,
      at: event.at,
      tracking_id: event.trackingId,
      computer: event.computer,
      account: event.account,
      data: JSON.stringify(event.data),
    })
    .execute()
}
