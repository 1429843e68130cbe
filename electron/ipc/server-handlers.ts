import type { ConsoleContext } from './console-context.ts'
import type { HandlersOf } from './registrar.ts'

/** The requests of the Servers node. */
export function serverHandlers({ system }: Pick<ConsoleContext, 'system'>): HandlersOf<'servers'> {
  return {
    'servers.list': async () => (await system()).servers.list(),
    'servers.join': async ({ name }) => {
      await (await system()).servers.join(name)
      return null
    },
    'servers.leave': async ({ name }) => {
      await (await system()).servers.leave(name)
      return null
    },
  }
}
