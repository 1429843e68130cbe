export const eventLevels = ['information', 'warning', 'error'] as const
export type EventLevel = (typeof eventLevels)[number]

/** An event as the log shows it. */
export interface LoggedEvent {
  /** Its place in the log; events are numbered in the order in which they were recorded. */
  readonly id: number
  /** The original product's event id. */
  readonly eventId: number
  readonly level: EventLevel
  /** UTC, ISO 8601. */
  readonly at: string
  /** Names the operation; an operation may have several events. */
  readonly trackingId: string
  readonly computer: string
  readonly account: string
  /** Names, counts, codes; never a secret. */
  readonly data: Readonly<Record<string, string | number | boolean | null>>
}

/** Which events are wanted; what is left out does not matter. */
export interface EventQuery {
  readonly trackingId?: string
  /** UTC, ISO 8601: this instant or later. */
  readonly since?: string
  /** This level or a more serious one. */
  readonly level?: EventLevel
  /** Only events before the one with this `id`: the next page. */
  readonly before?: number
  /** At most so many; 1 to 1,000, 100 unless told. */
  readonly limit?: number
}

/** Events, newest first. */
export interface EventPage {
  readonly events: readonly LoggedEvent[]
  /** What to ask for next as `before`; `null` if these are the last. */
  readonly next: number | null
}

/** Why the log is not as it was recorded. */
export type ChainBreak =
  | 'the event was changed'
  | 'an event before it is missing'
  | 'its authentication does not match'
  | 'events at the end are missing'
  | 'events were added at the end'
  | 'the record of the last event is missing'
  | 'the record of the last event was changed'

/** What verifying the log found. */
export interface LogVerification {
  /** Events looked at: all, or those up to the first broken link. */
  readonly checked: number
  /** Those whose authentication was checked and is right. */
  readonly authenticated: number
  /** Those that have none, or one of a master secret that is not at hand. */
  readonly unauthenticated: number
  /** The last authenticated event; it vouches for all events before it. `null` if there is none. */
  readonly authenticatedThrough: number | null
  /** The first event that is not as it was recorded; where the end of the log is wrong, the last one that is right. */
  readonly firstBroken: {
    /** 0 if the log is empty. */
    readonly id: number
    /** When that event happened, as it says itself; `null` if the log is empty. */
    readonly at: string | null
    readonly reason: ChainBreak
  } | null
  /** The record of the last event, which shows whether events are missing at the end. */
  readonly head: 'ok' | 'unauthenticated' | 'missing' | 'wrong' | 'not-reached'
  /** Names the event of this verification (19011). */
  readonly trackingId: string
}

/** How far a verification is. */
export interface LogProgress {
  readonly checked: number
  readonly total: number
}
