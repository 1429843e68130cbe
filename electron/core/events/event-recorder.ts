import type { SsoDatabase } from '../database/sso-database.ts'
import { insertEvent } from './event.repository.ts'
import type { EventData, EventId, EventLevel, SsoEvent } from './event.ts'
import type { SecretOperationsLog } from './secret-operations-log.ts'

/** Writes what happened to the master secret into the database and the local log. */
export class EventRecorder {
  readonly #database: SsoDatabase
  readonly #log: SecretOperationsLog
  readonly #computer: string

  constructor(database: SsoDatabase, log: SecretOperationsLog, computer: string) {
    this.#database = database
    this.#log = log
    this.#computer = computer
  }

  /**
   * Writes to both places, each even if the other fails: a record of what has happened cannot undo it.
   *
   * @returns whether at least one place has the event.
   */
  async record(
    eventId: EventId,
    level: EventLevel,
    who: { readonly account: string; readonly trackingId: string },
    data: EventData,
  ): Promise<boolean> {
    const event: SsoEvent = {
      eventId,
      level,
      at: new Date().toISOString(),
      ...who,
      computer: this.#computer,
      data,
    }
    const written = await Promise.allSettled([
      this.#log.append(event),
      insertEvent(this.#database.tables, event),
    ])
    return written.some(({ status }) => status === 'fulfilled')
  }
}
