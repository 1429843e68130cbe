import type { EventQuery, LogProgress } from '../../shared/events.ts'
import type { RequestOf } from '../../shared/ipc/contract.ts'
import type { ConsoleContext } from './console-context.ts'
import { paced } from './paced.ts'
import type { HandlersOf } from './registrar.ts'

/** The requests of the Event Log node. */
export function eventHandlers({ notify, system, work }: ConsoleContext): HandlersOf<'events'> {
  return {
    'events.find': async (request) => (await system()).events.find(toQuery(request)),
    'events.verify': () =>
      work.logVerification.run(async ({ signal }) => {
        const { events } = await system()
        const onProgress = paced((progress: LogProgress) => notify('events.progress', progress))
        const verification = await events.verifyLog({ signal, onProgress })
        notify('system.changed', { node: 'event-log' })
        return verification
      }),
    'events.cancel': async () => work.logVerification.cancel(),
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
