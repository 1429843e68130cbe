import type { IpcMain, IpcMainInvokeEvent } from 'electron'
import type { SsoErrorData } from '../../shared/errors.ts'
import {
  type Channel,
  type OutcomeOf,
  type RequestOf,
  type Responses,
  requests,
} from '../../shared/ipc/contract.ts'
import { SsoError } from '../core/sso-error.ts'

/** The window a request came from, as far as handlers need it. */
export interface Caller {
  readonly windowId: number
}

export type Handler<C extends Channel> = (request: RequestOf<C>, caller: Caller) => Promise<Responses[C]>
export type Handlers = { readonly [C in Channel]: Handler<C> }

interface RegistrarOptions {
  readonly ipcMain: Pick<IpcMain, 'handle'>
  readonly handlers: Handlers
  /** Names the caller, or `null` if the sender is not the console's own top frame. */
  readonly identify: (event: IpcMainInvokeEvent) => Caller | null
  /** Keeps a bug's traces and returns the incident's number. */
  readonly recordIncident: (where: string, error: unknown) => string
}

/**
 * Answers every channel of the contract. An untrusted sender is rejected, a request that does not parse is refused
 * with `RequestInvalid`, an expected failure comes back as data, and anything else is recorded as a bug and comes
 * back as `Unexpected`.
 */
export function registerHandlers(options: RegistrarOptions): void {
  for (const channel of Object.keys(requests) as Channel[]) registerHandler(channel, options)
}

function registerHandler<C extends Channel>(channel: C, options: RegistrarOptions): void {
  options.ipcMain.handle(channel, async (event, raw: unknown): Promise<OutcomeOf<C>> => {
    const caller = options.identify(event)
    if (caller === null) {
      options.recordIncident(channel, new Error('refused a request of an untrusted sender'))
      throw new Error(`refused: ${channel}`)
    }
    try {
      return { ok: true, value: await options.handlers[channel](parse(channel, raw), caller) }
    } catch (error) {
      return { ok: false, error: toData(error, channel, options) }
    }
  })
}

function parse<C extends Channel>(channel: C, raw: unknown): RequestOf<C> {
  const parsed = requests[channel].safeParse(raw)
  if (parsed.success) return parsed.data as RequestOf<C>
  const issue = parsed.error.issues[0]
  // The path and the kind of mistake only: a message could quote the value.
  throw SsoError.of('RequestInvalid', {
    channel,
    reason: `${issue?.path.join('.') || 'request'}: ${issue?.code}`,
  })
}

function toData(error: unknown, channel: Channel, { recordIncident }: RegistrarOptions): SsoErrorData {
  if (error instanceof SsoError) return error.toData()
  return { code: 'Unexpected', details: { incident: recordIncident(channel, error) } }
}
