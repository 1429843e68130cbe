import type { ConsoleContext } from './console-context.ts'
import type { HandlersOf } from './registrar.ts'

/** The requests of *System Properties*. */
export function globalInfoHandlers({ system }: Pick<ConsoleContext, 'system'>): HandlersOf<'globalInfo'> {
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
