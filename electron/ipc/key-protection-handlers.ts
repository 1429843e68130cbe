import { existsSync } from 'node:fs'
import type { SsoSystem } from '../core/sso-system.ts'
import type { FileChoices } from './file-choices.ts'
import type { Handler, Handlers } from './registrar.ts'

/** The name offered for a recovery key file. */
const SUGGESTED_NAME = 'SSO-recovery.key'

interface KeyProtectionHandlerOptions {
  readonly system: () => Promise<SsoSystem>
  readonly choices: FileChoices
  /** Asks with the native save dialog, which warns before a file is replaced; `null` if cancelled. */
  readonly askWhereToSaveKey: (windowId: number, suggestedName: string) => Promise<string | null>
  /** Asks with the native open dialog; `null` if cancelled. */
  readonly askWhichKeyToOpen: (windowId: number) => Promise<string | null>
}

type KeyProtectionHandlers = Pick<
  Handlers,
  | 'keyProtection.describe'
  | 'keyProtection.change'
  | 'keyProtection.chooseTarget'
  | 'keyProtection.saveRecoveryKey'
  | 'keyProtection.chooseRecoveryKey'
  | 'keyProtection.recover'
>

/** The requests of *Key Protector*. */
export function keyProtectionHandlers(options: KeyProtectionHandlerOptions): KeyProtectionHandlers {
  const keyProtection = async () => (await options.system()).keyProtection
  return {
    'keyProtection.describe': async () => (await keyProtection()).describe(),
    'keyProtection.change': async ({ protector }) => (await keyProtection()).changeProtector(protector),
    'keyProtection.chooseTarget': async (_request, { windowId }) => {
      const path = await options.askWhereToSaveKey(windowId, SUGGESTED_NAME)
      if (path === null) return null
      const token = options.choices.remember(windowId, { path, mayReplace: existsSync(path) })
      return { token, displayPath: path }
    },
    'keyProtection.saveRecoveryKey': saveRecoveryKey(options),
    'keyProtection.chooseRecoveryKey': async (_request, { windowId }) => {
      const path = await options.askWhichKeyToOpen(windowId)
      if (path === null) return null
      return { token: options.choices.rememberToRead(windowId, path), displayPath: path }
    },
    'keyProtection.recover': async ({ file }, { windowId }) =>
      (await keyProtection()).recoverWithKey(options.choices.pathToRead(windowId, file)),
  }
}

function saveRecoveryKey(options: KeyProtectionHandlerOptions): Handler<'keyProtection.saveRecoveryKey'> {
  return async ({ file: token }, { windowId }) => {
    const { keyProtection } = await options.system()
    const { mayReplace, path } = options.choices.claim(windowId, token)
    return keyProtection.saveRecoveryKey(path, mayReplace ? 'replace' : 'refuse')
  }
}
