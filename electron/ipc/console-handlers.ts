import { backupHandlers } from './backup-handlers.ts'
import type { ConsoleContext } from './console-context.ts'
import { eventHandlers } from './event-handlers.ts'
import { globalInfoHandlers } from './global-info-handlers.ts'
import { healthHandlers } from './health-handlers.ts'
import { keyProtectionHandlers } from './key-protection-handlers.ts'
import { masterSecretHandlers } from './master-secret-handlers.ts'
import { reencryptionHandlers } from './reencryption-handlers.ts'
import type { Handlers, HandlersOf } from './registrar.ts'
import { rehearsalHandlers } from './rehearsal-handlers.ts'
import { restoreHandlers } from './restore-handlers.ts'
import { serverHandlers } from './server-handlers.ts'

/** Every handler of a console; those of what the window itself shows are its own. */
export function consoleHandlers(
  context: ConsoleContext,
  own: HandlersOf<'console'> & HandlersOf<'system'>,
): Handlers {
  return {
    ...own,
    ...masterSecretHandlers(context),
    ...backupHandlers(context),
    ...restoreHandlers(context),
    ...reencryptionHandlers(context),
    ...serverHandlers(context),
    ...globalInfoHandlers(context),
    ...keyProtectionHandlers(context),
    ...healthHandlers(context),
    ...rehearsalHandlers(context),
    ...eventHandlers(context),
  }
}
