import { errorEventIds } from '../../../shared/errors.ts'
import type { SsoError } from '../errors/sso-error.ts'
import { type EventData, type EventId, eventIds } from './event.ts'
import type { EventRecorder } from './event-recorder.ts'

/** Who asked, and the name of what was asked. */
export interface EventOrigin {
  readonly account: string
  readonly trackingId: string
}

/**
 * Records that an operation on the master secret failed: first the error's own event (a warning), which says why, then
 * the operation's, both under one tracking id. Being refused for want of the role is also 10555. What was cancelled
 * has no cause. The error's `trackingId` then names the events.
 *
 * @param failed - the operation's own event, as 10526
 * @param data - facts of the operation, beside the error's
 * @returns whether the failure could be recorded.
 */
export async function recordFailureWithCause(
  events: Pick<EventRecorder, 'record'>,
  failed: EventId,
  error: SsoError,
  who: EventOrigin,
  data: EventData = {},
): Promise<boolean> {
  const facts = { ...data, code: error.code, ...error.details }
  for (const cause of causesOf(error, failed)) await events.record(cause, 'warning', who, facts)
  const level = error.code === 'Cancelled' ? 'information' : 'error'
  const recorded = await events.record(failed, level, who, facts)
  if (recorded) error.trackingId = who.trackingId
  return recorded
}

function causesOf({ code }: SsoError, failed: EventId): readonly EventId[] {
  const own = errorEventIds[code]
  const causes: readonly (EventId | null)[] =
    code === 'AccessDeniedNotSsoAdministrator' ? [eventIds.secretServerAccessDenied, own] : [own]
  return causes.filter((cause) => cause !== null).filter((cause) => cause !== failed)
}
