import type { SsoSystem } from '../core/sso-system.ts'
import type { Handlers } from './registrar.ts'

type GlobalInfoHandlers = Pick<
  Handlers,
  | 'globalInfo.read'
  | 'globalInfo.auditLevels'
  | 'globalInfo.update'
  | 'globalInfo.enable'
  | 'globalInfo.disable'
  | 'globalInfo.moveMasterSecretServer'
>

/** The requests of *System Properties*. */
export function globalInfoHandlers(system: () => Promise<SsoSystem>): GlobalInfoHandlers {
  const globalInfo = async () => (await system()).globalInfo
  return {
    'globalInfo.read': async () => (await globalInfo()).read(),
    'globalInfo.auditLevels': async () => (await globalInfo()).auditLevels(),
    'globalInfo.update': async ({ auditLevels, changes }) =>
      (await globalInfo()).update(changes, auditLevels),
    'globalInfo.enable': async () => {
      await (await globalInfo()).enable()
      return null
    },
    'globalInfo.disable': async () => {
      await (await globalInfo()).disable()
      return null
    },
    'globalInfo.moveMasterSecretServer': async ({ name }) =>
      (await globalInfo()).moveMasterSecretServer(name),
  }
}
