import { setImmediate as letOthersGoOn } from 'node:timers/promises'
import type { ChainBreak, LogProgress, LogVerification } from '../../../shared/events.ts'
import type { SsoDatabase } from '../database/sso-database.ts'
import { refuseIfCancelled } from '../errors/cancelled.ts'
import { countEvents, type EventRow, readChainEnd, readEvent, readEventsAfter } from './event.repository.ts'
import {
  authenticateEvent,
  type ChainEnd,
  type ChainHead,
  compareHead,
  digestEvent,
  EMPTY_CHAIN,
  FIRST_DIGEST,
  type FindAuditKey,
  type HeadState,
} from './event-chain.ts'

/** About 10 ms of work, so that a window stays responsive. */
const PAGE_ROWS = 1_000

export interface VerifyLogOptions {
  readonly onProgress?: (progress: LogProgress) => void
  /** The event whose place in the chain is taken as right, and from which on it is followed; the first without it. */
  readonly after?: number
  readonly signal?: AbortSignal
}

/** What {@link verifyLog} finds. */
export type LogFindings = Omit<LogVerification, 'trackingId'>

const headBreaks: Partial<Record<HeadState, ChainBreak>> = {
  ahead: 'events at the end are missing',
  behind: 'events were added at the end',
  missing: 'the record of the last event is missing',
  wrong: 'the record of the last event was changed',
}

/**
 * Follows the chain of events from the first to the last, up to the first broken link. Events recorded meanwhile are
 * looked at, too.
 *
 * @throws {@link SsoError} `Cancelled`, `DatabaseBusy`, `DatabaseDamaged`
 */
export async function verifyLog(
  database: SsoDatabase,
  keyOf: FindAuditKey,
  { after, onProgress, signal }: VerifyLogOptions = {},
): Promise<LogFindings> {
  const { tables } = database
  const walk = new ChainWalk(keyOf)
  if (after !== undefined && !walk.begin(await readEvent(tables, after))) return walk.findings('not-reached')
  const total = await countEvents(tables)
  for (;;) {
    refuseIfCancelled(signal)
    const rows = await readEventsAfter(tables, walk.position, PAGE_ROWS)
    if (!walk.follow(rows)) return walk.findings('not-reached')
    onProgress?.({ checked: walk.checked, total: Math.max(total, walk.checked) })
    if (rows.length < PAGE_ROWS) {
      const end = await readChainEnd(tables, walk.position)
      if (!end.hasMore) return walk.end(end.head)
    }
    await letOthersGoOn()
  }
}

/** Where a verification is in the chain, and what it has found so far. */
class ChainWalk {
  readonly #keyOf: FindAuditKey
  #digest = FIRST_DIGEST
  #last: (ChainEnd & { readonly at: string }) | null = null
  #authenticated = 0
  #authenticatedThrough: number | null = null
  #broken: LogFindings['firstBroken'] = null
  checked = 0

  constructor(keyOf: FindAuditKey) {
    this.#keyOf = keyOf
  }

  /** The `id` after which to go on; a changed one may be less than any that is recorded. */
  get position(): number {
    return this.#last?.id ?? Number.MIN_SAFE_INTEGER
  }

  /** Goes on from an event, which is authenticated, but whose link to the one before it is not looked at. */
  begin(row: EventRow): boolean {
    // An event without a place in the chain is none of those that are followed.
    this.#digest = row.digest ?? FIRST_DIGEST
    if (row.digest !== null && this.#checkMac(row, row.digest)) {
      this.#last = row
      return true
    }
    this.checked = 1
    this.#broken = { id: row.id, at: row.at, reason: 'its authentication does not match' }
    return false
  }

  /** @returns whether the chain is whole so far. */
  follow(rows: readonly EventRow[]): boolean {
    for (const row of rows) {
      this.checked += 1
      const reason = this.#check(row)
      if (reason !== null) {
        this.#broken = { id: row.id, at: row.at, reason }
        return false
      }
      this.#last = row
    }
    return true
  }

  /** Compares the record of the last event with the last row that was followed. */
  end(head: ChainHead | null): LogFindings {
    const state = compareHead(head, this.#last ?? EMPTY_CHAIN, this.#keyOf)
    const reason = headBreaks[state]
    if (reason === undefined) return this.findings(state === 'ok' ? 'ok' : 'unauthenticated')
    this.#broken = { id: this.#last?.id ?? 0, at: this.#last?.at ?? null, reason }
    return this.findings(state === 'missing' ? 'missing' : 'wrong')
  }

  findings(head: LogFindings['head']): LogFindings {
    const right = this.checked - (head === 'not-reached' ? 1 : 0)
    return {
      checked: this.checked,
      authenticated: this.#authenticated,
      unauthenticated: right - this.#authenticated,
      authenticatedThrough: this.#authenticatedThrough,
      firstBroken: this.#broken,
      head,
    }
  }

  #check(row: EventRow): ChainBreak | null {
    const digest = digestEvent(this.#digest, row)
    if (digest !== row.digest) {
      return row.id === (this.#last?.id ?? 0) + 1 ? 'the event was changed' : 'an event before it is missing'
    }
    this.#digest = digest
    return this.#checkMac(row, digest) ? null : 'its authentication does not match'
  }

  #checkMac({ id, mac, mac_msid: msid }: EventRow, digest: string): boolean {
    if (msid === null || mac === null) return msid === mac
    const key = this.#keyOf(msid)
    if (key === undefined) return true
    if (mac !== authenticateEvent(digest, key)) return false
    this.#authenticated += 1
    this.#authenticatedThrough = id
    return true
  }
}
