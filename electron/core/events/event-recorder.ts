import type { SsoDatabase } from '../database/sso-database.ts'
import { nearestInstant } from '../instant.ts'
import { readAuditLevels } from '../system/global-info.repository.ts'
import { readSystem } from '../system/system.repository.ts'
import type { AuditKeys } from './audit-keys.ts'
import { appendEvent, type ChainLink } from './event.repository.ts'
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
  readonly #keys: AuditKeys | null

  /** @param keys - what events are authenticated with; `null` where there is no secret store */
  constructor(
    database: SsoDatabase,
    log: SecretOperationsLog,
    computer: string,
    keys: AuditKeys | null = null,
  ) {
    this.#database = database
    this.#log = log
    this.#computer = computer
    this.#keys = keys
  }

  /**
   * Writes to each place even if the other fails: a record of what has happened cannot undo it. That an operation
   * succeeded (10535) or was refused (10536) is left out where this server's audit level for it is 0. Never called
   * within a transaction: it would wait for its end.
   *
   * @returns whether at least one place has the event.
   */
  async record(
    eventId: EventId,
    level: EventLevel,
    who: { readonly account: string; readonly trackingId: string },
    data: EventData,
  ): Promise<boolean> {
    const now = new Date()
    const at = nearestInstant(now)
    const event: SsoEvent = {
      eventId,
      level,
      at,
      ...who,
      computer: this.#computer,
      // What the clock says is in no other place, where it is not an instant that can be recorded.
      data: at === now.toISOString() ? data : { ...data, clock: now.toISOString() },
    }
    if (!(await this.#isAudited(eventId))) return false
    const link = await this.#append(event).catch(() => null)
    const logged = secretOperations.has(eventId) && (await this.#appendToLog(event, link))
    return link !== null || logged
  }

  async #append(event: SsoEvent): Promise<ChainLink> {
    const { tables } = this.#database
    const msid = (await readSystem(tables))?.currentMsid ?? null
    if (msid !== null) await this.#keys?.prepare(msid, secretOperations.has(event.eventId))
    const authentication = { msid, keyOf: (name: string) => this.#keys?.loaded(name) }
    return this.#database.atOnce((run) => appendEvent(run, tables, event, authentication))
  }

  #appendToLog(event: SsoEvent, link: ChainLink | null): Promise<boolean> {
    return this.#log.append(event, link).then(
      () => true,
      () => false,
    )
  }

  async #isAudited(eventId: EventId): Promise<boolean> {
    if (eventId !== eventIds.operationSucceeded && eventId !== eventIds.operationRefused) return true
    const levels = await readAuditLevels(this.#database.tables, this.#computer).catch(() => null)
    // Rather too much than too little, where the levels cannot be read.
    if (levels === null) return true
    return (eventId === eventIds.operationSucceeded ? levels.positive : levels.negative) > 0
  }
}
