import { randomUUID } from 'node:crypto'
import type { OsAccount } from '../access/os-account.ts'
import { SsoError } from '../errors/sso-error.ts'
import { type EventData, type EventId, eventIds } from './event.ts'
import type { EventRecorder } from './event-recorder.ts'

/** What is asked for, as its event names it; never a secret. */
export interface Operation {
  /** The original's name of the call. */
  readonly operation: string
  readonly application?: string
  readonly windowsAccount?: string
  readonly externalUser?: string
  readonly mappings?: number
}

/** An event beside the one that says that the operation succeeded. */
export interface FurtherEvent {
  readonly eventId: EventId
  readonly data: EventData
}

/**
 * Runs an operation and records that it succeeded (10535), if this server audits that, with what `further` makes of its
 * result, or was refused or stopped (10536; the error's `trackingId` then names the event). `outcome` adds to 10535
 * what came of it.
 */
export async function recordOperation<T>(
  events: EventRecorder,
  { name }: OsAccount,
  operation: Operation,
  work: () => Promise<T>,
  further: (result: T) => readonly FurtherEvent[] = () => [],
  outcome: (result: T) => EventData = () => ({}),
): Promise<T> {
  const who = { account: name, trackingId: randomUUID() }
  const result = await work().catch(async (error: unknown) => {
    if (!(error instanceof SsoError)) throw error
    const data = { ...operation, error: error.code, ...whatWasDone(error) }
    if (await events.record(eventIds.operationRefused, 'warning', who, data))
      error.trackingId = who.trackingId
    throw error
  })
  await events.record(eventIds.operationSucceeded, 'information', who, { ...operation, ...outcome(result) })
  for (const { data, eventId } of further(result)) await events.record(eventId, 'information', who, data)
  return result
}

function whatWasDone({ code, details }: SsoError): EventData {
  return code === 'DeletionStopped' ? { deleted: details.deleted ?? 0, cause: details.code ?? '' } : {}
}
