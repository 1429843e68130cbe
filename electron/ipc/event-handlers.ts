import type { EventQuery } from '../../shared/events.ts'
import type { Notices, RequestOf } from '../../shared/ipc/contract.ts'
import type { SsoSystem } from '../core/sso-system.ts'
import type { CancellableWork } from './cancellable-work.ts'
import { paced } from './paced.ts'
import type { Handlers } from './registrar.ts'

interface EventHandlerOptions {
  readonly system: () => Promise<Pick<SsoSystem, 'events'>>
  readonly work: CancellableWork
  readonly notify: <N extends keyof Notices>(windowId: number, name: N, payload: Notices[N]) => void
}

export function eventHandlers({
  notify,
  system,
  work,
}: EventHandlerOptions): Pick<Handlers, 'events.find' | 'events.verify' | 'events.cancel'> {
  return {
    'events.find': async (request) => (await system()).events.find(toQuery(request)),
    'events.verify': (_request, { windowId }) =>
      work.run(windowId, async (signal) => {
        const { events } = await system()
        const onProgress = paced((progress: Notices['events.progress']) =>
          notify(windowId, 'events.progress', progress),
        )
        const verification = await events.verifyLog({ signal, onProgress })
        notify(windowId, 'changed', { node: 'event-log' })
        return verification
      }),
    'events.cancel': async (_request, { windowId }) => ({ cancelled: work.cancel(windowId) }),
  }
}

/** What does not matter is left out, not undefined. */
function toQuery({ before, level, limit, trackingId }: RequestOf<'events.find'>): EventQuery {
  return {
    ...(before !== undefined && { before }),
    ...(level !== undefined && { level }),
    ...(limit !== undefined && { limit }),
    ...(trackingId !== undefined && { trackingId }),
  }
}
