import type { Notices } from '../../shared/ipc/contract.ts'
import type { SsoSystem } from '../core/sso-system.ts'
import type { CancellableWork } from './cancellable-work.ts'
import { paced } from './paced.ts'
import type { Handlers } from './registrar.ts'

interface HealthHandlerOptions {
  readonly system: () => Promise<Pick<SsoSystem, 'health'>>
  readonly work: CancellableWork
  readonly notify: <N extends keyof Notices>(windowId: number, name: N, payload: Notices[N]) => void
}

type HealthHandlers = Pick<
  Handlers,
  'health.describe' | 'health.checkCredentials' | 'health.checkDatabase' | 'health.cancel'
>

export function healthHandlers({ notify, system, work }: HealthHandlerOptions): HealthHandlers {
  return {
    'health.describe': async () => (await system()).health.describe(),
    'health.checkCredentials': (_request, { windowId }) =>
      work.run(windowId, async (signal) => {
        const { health } = await system()
        const onProgress = paced((progress: Notices['health.progress']) =>
          notify(windowId, 'health.progress', progress),
        )
        const report = await health.checkCredentials({ signal, onProgress })
        notify(windowId, 'changed', { node: 'system' })
        return report
      }),
    'health.checkDatabase': async (_request, { windowId }) => {
      const check = await (await system()).health.checkDatabase()
      notify(windowId, 'changed', { node: 'system' })
      return check ?? null
    },
    'health.cancel': async (_request, { windowId }) => ({ cancelled: work.cancel(windowId) }),
  }
}
