import { randomUUID } from 'node:crypto'
import type { EventPage, EventQuery, LoggedEvent, LogVerification } from '../../../shared/events.ts'
import { requireSsoAdministrator } from '../access/access.ts'
import { requireAffiliateAdministrator } from '../access/application-access.ts'
import type { OsAccount } from '../access/os-account.ts'
import { wipe } from '../crypto/wipe.ts'
import type { SsoDatabase } from '../database/sso-database.ts'
import type { SecretStore } from '../secret-store/secret-store.ts'
import type { AuditKeys } from './audit-keys.ts'
import { type EventRow, findEvents } from './event.repository.ts'
import { type EventData, eventIds } from './event.ts'
import type { EventRecorder } from './event-recorder.ts'
import { recordOperation } from './operation-events.ts'
import { type LogFindings, type VerifyLogOptions, verifyLog } from './verify-log.ts'

const USUAL_PAGE = 100
const LARGEST_PAGE = 1_000

/** What the log of one system is kept with. */
export interface EventDependencies {
  readonly database: SsoDatabase
  readonly store: Pick<SecretStore, 'read'>
  readonly keys: AuditKeys
  readonly events: EventRecorder
  readonly account: () => Promise<OsAccount>
  readonly server: string
}

/** The log of what happened in the SSO system. */
export class EventService {
  readonly #deps: EventDependencies

  constructor(dependencies: EventDependencies) {
    this.#deps = dependencies
  }

  /**
   * Finds events, newest first. Takes an SSO Administrator or an SSO Affiliate Administrator.
   *
   * @throws {@link SsoError} `AccessDeniedNotAffiliateAdministrator`, `DatabaseBusy`, `DatabaseDamaged`
   */
  async find(query: EventQuery = {}): Promise<EventPage> {
    const { database, events } = this.#deps
    const account = await this.#deps.account()
    const limit = Math.min(Math.max(Math.floor(query.limit ?? USUAL_PAGE), 1), LARGEST_PAGE)
    const rows = await recordOperation(events, account, { operation: 'FindEvents' }, async () => {
      await requireAffiliateAdministrator(database.tables, account)
      return findEvents(database.tables, query, limit + 1)
    })
    const page = rows.slice(0, limit)
    return {
      events: page.map(toLoggedEvent),
      next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    }
  }

  /**
   * *Verify log*: whether the events are those that were recorded, all of them, in their order; records that it was
   * asked (19011). Takes an SSO Administrator.
   *
   * @throws {@link SsoError} `AccessDeniedNotSsoAdministrator`, `Cancelled`, `DatabaseBusy`, `DatabaseDamaged`
   */
  async verifyLog(options: VerifyLogOptions = {}): Promise<LogVerification> {
    const { database, events } = this.#deps
    const account = await this.#deps.account()
    const findings = await recordOperation(events, account, { operation: 'VerifyLog' }, async () => {
      await requireSsoAdministrator(database.tables, account)
      return this.#verify(options)
    })
    const who = { account: account.name, trackingId: randomUUID() }
    const level = findings.firstBroken === null ? 'information' : 'error'
    await events.record(eventIds.logVerified, level, who, describeFindings(findings))
    return { ...findings, trackingId: who.trackingId }
  }

  /**
   * Writes into the database what it could not take when it happened, if it can now.
   *
   * @throws {@link SsoError} `DatabaseBusy` and the database's others: it is still kept beside it.
   */
  async recordWaiting(): Promise<void> {
    await this.#deps.events.recordWaiting()
  }

  /** Wipes the keys that events are authenticated with. */
  close(): void {
    this.#deps.keys.forget()
  }

  async #verify(options: VerifyLogOptions): Promise<LogFindings> {
    const keys = await this.#deps.keys.copies()
    try {
      return await verifyLog(this.#deps.database, (msid) => keys.get(msid), options)
    } finally {
      wipe(...keys.values())
    }
  }
}

function describeFindings({ firstBroken, ...counts }: LogFindings): EventData {
  return { ...counts, brokenAt: firstBroken?.id ?? null, reason: firstBroken?.reason ?? null }
}

function toLoggedEvent(row: EventRow): LoggedEvent {
  const { account, at, computer, data, event_id, id, level, tracking_id } = row
  return {
    id,
    eventId: event_id,
    level,
    at,
    trackingId: tracking_id,
    computer,
    account,
    data: parseData(data),
  }
}

/** A row that was changed by somebody else is shown as it is. */
function parseData(text: string): EventData {
  try {
    const data: unknown = JSON.parse(text)
    if (typeof data === 'object' && data !== null && !Array.isArray(data)) return data as EventData
  } catch {
    // Not JSON: as below.
  }
  return { text: String(text) }
}
