import type { SsoErrorData } from '../../shared/errors.ts'
import type { Channel } from '../../shared/ipc/channels.ts'
import { contract, type OutcomeOf, type RequestOf, type ResponseOf } from '../../shared/ipc/contract.ts'
import { SsoError } from '../core/errors/sso-error.ts'

/** Keeps a bug's traces and returns the incident's number. */
export type RecordIncident = (where: string, error: unknown) => string

/** Parses a trusted sender's request, calls its handler and makes data of the outcome. Never rejects. */
export async function answer<C extends Channel>(
  channel: C,
  raw: unknown,
  handle: (request: RequestOf<C>) => Promise<ResponseOf<C>>,
  recordIncident: RecordIncident,
): Promise<OutcomeOf<C>> {
  try {
    return { ok: true, value: await handle(parse(channel, raw)) }
  } catch (error) {
    return { ok: false, error: toData(error, channel, recordIncident) }
  }
}

function parse<C extends Channel>(channel: C, raw: unknown): RequestOf<C> {
  const parsed = contract[channel].request.safeParse(raw)
  if (parsed.success) return parsed.data as RequestOf<C>
  const issue = parsed.error.issues[0]
  // The path and the kind of mistake only: a message could quote the value.
  throw SsoError.of('RequestInvalid', {
    channel,
    reason: `${issue?.path.join('.') || 'request'}: ${issue?.code}`,
  })
}

function toData(error: unknown, channel: Channel, recordIncident: RecordIncident): SsoErrorData {
  if (error instanceof SsoError) return error.toData()
  return { code: 'Unexpected', details: { incident: recordIncident(channel, error) } }
}
