import type { Kysely } from 'kysely'
import type { SsoTables } from '../database/schema.ts'

/** What the system says about tickets. */
export interface TicketSettings {
  readonly systemId: string
  readonly enabled: boolean
  readonly allowed: boolean
  readonly mustValidate: boolean
  /** Minutes. */
  readonly timeout: number
}

export async function readTicketSettings(db: Kysely<SsoTables>): Promise<TicketSettings> {
  const row = await db
    .selectFrom('global_info')
    .select(['system_id', 'enabled', 'tickets_allowed', 'validate_tickets', 'ticket_timeout'])
    .executeTakeFirstOrThrow()
  return {
    systemId: row.system_id,
    enabled: row.enabled === 1,
    allowed: row.tickets_allowed === 1,
    mustValidate: row.validate_tickets === 1,
    timeout: row.ticket_timeout,
  }
}
