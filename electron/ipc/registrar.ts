import type { IpcMain, IpcMainInvokeEvent } from 'electron'
import { type Channel, channels, type Noun } from '../../shared/ipc/channels.ts'
import type { OutcomeOf, RequestOf, ResponseOf } from '../../shared/ipc/contract.ts'
import type { RecordIncident } from './answer.ts'

export type Handler<C extends Channel> = (request: RequestOf<C>) => Promise<ResponseOf<C>>
export type Handlers = { readonly [C in Channel]: Handler<C> }

/** The handlers of a noun's channels. */
export type HandlersOf<N extends Noun> = Pick<Handlers, Extract<Channel, `${N}.${string}`>>

interface RegistrarOptions {
  readonly ipcMain: Pick<IpcMain, 'handle'>
  readonly handlers: Handlers
  /** Whether the sender is the console's own page in the top frame. */
  readonly isTrusted: (event: IpcMainInvokeEvent) => boolean
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
  const { handlers, ipcMain, isTrusted, recordIncident } = options
  ipcMain.handle(channel, async (event, raw: unknown): Promise<OutcomeOf<C>> => {
    if (!isTrusted(event)) {
      recordIncident(channel, new Error('refused a request of an untrusted sender'))
      throw new Error(`refused: ${channel}`)
    }
    // Loaded now, because the parsers take longer to load than the window to open.
    const { answer } = await import('./answer.ts')
    return answer(channel, raw, handlers[channel], recordIncident)
  })
}
