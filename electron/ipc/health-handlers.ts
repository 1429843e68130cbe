import type { CredentialCheckProgress } from '../../shared/health.ts'
import type { ConsoleContext } from './console-context.ts'
import { paced } from './paced.ts'
import type { HandlersOf } from './registrar.ts'

/** The requests of the list of health, and of *Check Credentials*. */
export function healthHandlers({ notify, system, work }: ConsoleContext): HandlersOf<'health'> {
  return {
    'health.describe': async () => (await system()).health.describe(),
    'health.checkCredentials': () =>
      work.credentialCheck.run(async ({ signal }) => {
        const { health } = await system()
        const onProgress = paced((progress: CredentialCheckProgress) => notify('health.progress', progress))
        const report = await health.checkCredentials({ signal, onProgress })
        notify('system.changed', { node: 'system' })
        return report
      }),
    'health.checkDatabase': async () => {
      const check = await (await system()).health.checkDatabase()
      notify('system.changed', { node: 'system' })
      return check ?? null
    },
    'health.cancel': async () => work.credentialCheck.cancel(),
  }
}
