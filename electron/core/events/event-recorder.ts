import type { SsoDatabase } from '../database/sso-database.ts'
import { readAuditLevels } from '../system/global-info.repository.ts'
import { insertEvent } from './event.repository.ts'
import {
  type EventData,
  type EventId,
  type EventLevel,
  eventIds,
  type SsoEvent,
  secretOperations,
} from './event.ts'
import type { SecretOperationsLog } from './secret-operations-log.ts'

/** Writes what happened into the database and, if it happened to the master secret, into the local log. */
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
   * Writes to each place even if the other fails: a record of what has happened cannot undo it. That an operation
   * succeeded (10535) or was refused (10536) is left out where this server's audit level for it is 0.
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
    if (!(await this.#isAudited(eventId))) return false
    const written = await Promise.allSettled([
      insertEvent(this.#database.tables, event),
      ...(secretOperations.has(eventId) ? [this.#log.append(event)] : []),
    ])
    return written.some(({ status }) => status === 'fulfilled')
  }

  async #isAudited(eventId: EventId): Promise<boolean> {
    if (eventId !== eventIds.operationSucceeded && eventId !== eventIds.operationRefused) return true
    const levels = await readAuditLevels(this.#database.tables, this.#computer).catch(() => null)
    // Rather too much than too little, where the levels cannot be read.
    if (levels === null) return true
    return (eventId === eventIds.operationSucceeded ? levels.positive : levels.negative) > 0
  }
}
