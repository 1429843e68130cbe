import { randomUUID } from 'node:crypto'
import { SsoError } from '../errors/sso-error.ts'
import type { EventData, EventId } from '../events/event.ts'
import type { EventRecorder } from '../events/event-recorder.ts'
import { recordFailureWithCause } from '../events/failure-events.ts'

/** The events of an operation's two ends. */
export interface OutcomeEvents {
  /** `null` where success is no event. */
  readonly succeeded: EventId | null
  readonly failed: EventId
}

/** What an operation came to, and what its event says of it. */
export interface Outcome<T> {
  readonly result: T
  readonly data: EventData
}

/**
 * Runs an operation and records its end. A failure is recorded with its cause and carries the
 * tracking id of both events, if they were written.
 *
 * @throws whatever `work` throws.
 */
export async function recordOutcome<T extends object>(
  events: EventRecorder,
  account: string,
  ids: OutcomeEvents,
  work: () => Promise<Outcome<T>>,
): Promise<T & { readonly trackingId: string }> {
  const who = { account, trackingId: randomUUID() }
  try {
    const { data, result } = await work()
    if (ids.succeeded !== null) await events.record(ids.succeeded, 'information', who, data)
    return { ...result, trackingId: who.trackingId }
  } catch (error) {
    if (error instanceof SsoError) await recordFailureWithCause(events, ids.failed, error, who)
    throw error
  }
}
