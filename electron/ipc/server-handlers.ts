import type { SsoSystem } from '../core/sso-system.ts'
import type { Handlers } from './registrar.ts'

type ServerHandlers = Pick<Handlers, 'servers.list' | 'servers.join' | 'servers.leave'>

/** The requests of the Servers node. */
export function serverHandlers(system: () => Promise<SsoSystem>): ServerHandlers {
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
