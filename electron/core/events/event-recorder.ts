import type { SsoDatabase } from '../database/sso-database.ts'
import { nearestInstant } from '../errors/instant.ts'
import { readAuditLevels } from '../records/global-info.repository.ts'
import { readSystem } from '../records/system.repository.ts'
import type { AuditKeys } from './audit-keys.ts'
import { appendEvent, type ChainLink, isRecorded } from './event.repository.ts'
import {
  type EventData,
  type EventId,
  type EventLevel,
  eventIds,
  type SsoEvent,
  secretOperations,
} from './event.ts'
import type { EventOutbox } from './event-outbox.ts'
import type { SecretOperationsLog } from './secret-operations-log.ts'

/** How long an event waits for those who write to the database, until it is kept beside it. */
const PATIENCE_MS = 2_000

/** What events are recorded with beside the database. */
export interface RecorderOptions {
  /** What events are authenticated with; without it there is no secret store. */
  readonly keys?: AuditKeys
  /** Keeps what the database cannot take at this moment; without it that is lost, unless the local log has it. */
  readonly outbox?: EventOutbox
}

/** Writes what happened into the database and, if it happened to the master secret, into the local log. */
export class EventRecorder {
  readonly #database: SsoDatabase
  readonly #log: SecretOperationsLog
  readonly #computer: string
  readonly #keys: AuditKeys | null
  readonly #outbox: EventOutbox | null

  constructor(
    database: SsoDatabase,
    log: SecretOperationsLog,
    computer: string,
    { keys, outbox }: RecorderOptions = {},
  ) {
    this.#database = database
    this.#log = log
    this.#computer = computer
    this.#keys = keys ?? null
    this.#outbox = outbox ?? null
  }

  /**
   * Writes to each place even if the other fails: a record of what has happened cannot undo it. That an operation
   * succeeded (10535) or was refused (10536) is left out where this server's audit level for it is 0. What the database
   * cannot take now is kept beside it, and gets there by {@link recordWaiting}. Never called within a transaction: it
   * would wait for its end.
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
    return link !== null || (await this.#keep(event)) || logged
  }

  /**
   * Writes into the database what it could not take when it happened: each event once, under the tracking id it was
   * given then, whatever process it is from. Waits for nobody who is writing.
   *
   * @returns how many are left: those that are not events, too.
   * @throws {@link SsoError} `DatabaseBusy` and the database's others; system errors of the files
   */
  async recordWaiting(): Promise<number> {
    const names = (await this.#outbox?.names()) ?? []
    let left = 0
    for (const name of names) {
      const waiting = await this.#outbox?.read(name)
      if (waiting == null) {
        left += 1
        continue
      }
      await this.#append(waiting.event, true)
      await this.#outbox?.remove(name)
    }
    return left
  }

  /** How many events wait for the database. Rejects where that cannot be told. */
  async countWaiting(): Promise<number> {
    return (await this.#outbox?.names())?.length ?? 0
  }

  /** The events that wait for the database, in the order they happened. */
  async *waiting(): AsyncGenerator<SsoEvent> {
    for (const name of (await this.#outbox?.names()) ?? []) {
      const found = await this.#outbox?.read(name)
      if (found != null) yield found.event
    }
  }

  /** @returns the last event of these ids that the local log has; `null` if it has none, or cannot be read. */
  lastLogged(ids: readonly EventId[]): Promise<Pick<SsoEvent, 'data'> | null> {
    return this.#log.findLast(ids).catch(() => null)
  }

  /** @returns `null` if the database has it already, as after a crash between this and taking it out of the outbox. */
  async #append(event: SsoEvent, isWaiting = false): Promise<ChainLink | null> {
    const { tables } = this.#database
    const msid = (await readSystem(tables))?.currentMsid ?? null
    if (msid !== null) await this.#keys?.prepare(msid, secretOperations.has(event.eventId))
    const authentication = { msid, keyOf: (name: string) => this.#keys?.loaded(name) }
    return this.#database.transaction(
      async (within) =>
        isWaiting && (await isRecorded(within, event)) ? null : appendEvent(within, event, authentication),
      { patienceMs: isWaiting ? 0 : PATIENCE_MS },
    )
  }

  #keep(event: SsoEvent): Promise<boolean> {
    if (this.#outbox === null) return Promise.resolve(false)
    return this.#outbox.put(event).then(
      () => true,
      () => false,
    )
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
