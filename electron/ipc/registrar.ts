import type { IpcMain, IpcMainInvokeEvent } from 'electron'
import { type Channel, channels } from '../../shared/ipc/channels.ts'
import type { OutcomeOf, RequestOf, Responses } from '../../shared/ipc/contract.ts'
import type { RecordIncident } from './answer.ts'

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
  readonly recordIncident: RecordIncident
}

/**
 * Answers every channel of the contract. An untrusted sender is rejected, a request that does not parse is refused
 * with `RequestInvalid`, an expected failure comes back as data, and anything else is recorded as a bug and comes
 * back as `Unexpected`.
 */
export function registerHandlers(options: RegistrarOptions): void {
  for (const channel of channels) registerHandler(channel, options)
}

function registerHandler<C extends Channel>(channel: C, options: RegistrarOptions): void {
  const { handlers, identify, ipcMain, recordIncident } = options
  ipcMain.handle(channel, async (event, raw: unknown): Promise<OutcomeOf<C>> => {
    const caller = identify(event)
    if (caller === null) {
      recordIncident(channel, new Error('refused a request of an untrusted sender'))
      throw new Error(`refused: ${channel}`)
    }
    // Loaded now, because the parsers take longer to load than the window to open.
    const { answer } = await import('./answer.ts')
    return answer(channel, raw, (request) => handlers[channel](request, caller), recordIncident)
  })
}
