import { existsSync } from 'node:fs'
import type { ConsoleContext } from './console-context.ts'
import type { HandlersOf } from './registrar.ts'

/** The name offered for a recovery key file. */
const SUGGESTED_NAME = 'SSO-recovery.key'

/** The requests of *Key Protector*. */
export function keyProtectionHandlers({
  choices,
  dialogs,
  system,
}: ConsoleContext): HandlersOf<'keyProtection'> {
  const keyProtection = async () => (await system()).keyProtection
  return {
    'keyProtection.describe': async () => (await keyProtection()).describe(),
    'keyProtection.change': async ({ protector }) => (await keyProtection()).changeProtector(protector),
    'keyProtection.chooseTarget': async () => {
      const path = await dialogs.askWhereToSave('recovery-key', SUGGESTED_NAME)
      if (path === null) return null
      return { token: choices.remember({ path, mayReplace: existsSync(path) }), displayPath: path }
    },
    'keyProtection.saveRecoveryKey': async ({ file: token }) => {
      const service = await keyProtection()
      const { mayReplace, path } = choices.claim(token)
      return service.saveRecoveryKey(path, mayReplace ? 'replace' : 'refuse')
    },
    'keyProtection.chooseRecoveryKey': async () => {
      const path = await dialogs.askWhichToOpen('recovery-key')
      return path === null ? null : { token: choices.rememberToRead(path), displayPath: path }
    },
    'keyProtection.recover': async ({ file }) =>
      (await keyProtection()).recoverWithKey(choices.pathToRead(file)),
  }
}
