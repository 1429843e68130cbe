import { existsSync } from 'node:fs'
import type { Notices, RequestOf } from '../../shared/ipc/contract.ts'
import { suggestedBackupFileName } from '../../shared/master-secret.ts'
import { wipe } from '../core/crypto/wipe.ts'
import type { SsoSystem } from '../core/sso-system.ts'
import type { FileChoices } from './file-choices.ts'
import type { Handler, Handlers } from './registrar.ts'
import { type WindowRun, WindowRuns } from './window-runs.ts'

interface BackupHandlerOptions {
  readonly system: () => Promise<SsoSystem>
  readonly choices: FileChoices
  /** Asks with the native save dialog, which warns before a file is replaced; `null` if cancelled. */
  readonly askWhereToSave: (windowId: number, suggestedName: string) => Promise<string | null>
  /** Asks with the native open dialog; `null` if cancelled. */
  readonly askWhichToOpen: (windowId: number) => Promise<string | null>
  readonly notify: <N extends keyof Notices>(windowId: number, name: N, payload: Notices[N]) => void
}

export type BackupHandlers = Pick<
  Handlers,
  'backup.chooseTarget' | 'backup.make' | 'backup.open' | 'backup.verify' | 'backup.cancel'
> & {
  /** Stops what a closed window had asked for. */
  readonly windowClosed: (windowId: number) => void
}

export function backupHandlers(options: BackupHandlerOptions): BackupHandlers {
  const runs = new WindowRuns('making or verifying a backup')
  return {
    'backup.chooseTarget': chooseTarget(options),
    'backup.make': async (request, { windowId }) => {
      try {
        return await runs.start(windowId, (run) => make(windowId, run, request, options))
      } finally {
        wipe(request.password, request.confirmation)
      }
    },
    'backup.open': open(options),
    'backup.verify': async (request, { windowId }) => {
      try {
        return await runs.start(windowId, (run) => verify(windowId, run, request, options))
      } finally {
        wipe(request.password)
      }
    },
    'backup.cancel': async (_request, { windowId }) => runs.cancel(windowId),
    windowClosed: (windowId) => runs.windowClosed(windowId),
  }
}

function chooseTarget(options: BackupHandlerOptions): Handler<'backup.chooseTarget'> {
  return async (_request, { windowId }) => {
    const { masterSecret, system } = await options.system()
    const { masterSecret: secret } = await system.describe()
    // Without a secret to name it after, there will be nothing to back up either, and the service says so.
    const name = secret.state === 'current' ? suggestedBackupFileName(secret.msid) : 'SSO.bak'
    const asked = options.askWhereToSave(windowId, name)
    masterSecret.prepareToGenerate()
    const path = await asked
    if (path === null) return null
    const token = options.choices.remember(windowId, { path, mayReplace: existsSync(path) })
    return { token, displayPath: path }
  }
}

async function make(
  windowId: number,
  { signal }: WindowRun,
  request: RequestOf<'backup.make'>,
  { choices, notify, system }: BackupHandlerOptions,
) {
  const { masterSecret } = await system()
  const { file: token, ...password } = request
  const file = token === null ? null : choices.claim(windowId, token)
  try {
    const backedUp = await masterSecret.backup(
      { ...password, backupFile: file?.path ?? null, ifExists: file?.mayReplace ? 'replace' : 'refuse' },
      { signal, onStep: (step) => notify(windowId, 'backup.progress', { step }) },
    )
    notify(windowId, 'changed', { node: 'system' })
    return backedUp
  } catch (error) {
    if (token !== null && file !== null) choices.giveBack(windowId, token, file)
    throw error
  }
}

function open(options: BackupHandlerOptions): Handler<'backup.open'> {
  return async (_request, { windowId }) => {
    const { masterSecret } = await options.system()
    const asked = options.askWhichToOpen(windowId)
    masterSecret.prepareToGenerate()
    const path = await asked
    if (path === null) return null
    const backup = await masterSecret.describeBackup(path)
    return { token: options.choices.rememberToRead(windowId, path), backup }
  }
}

async function verify(
  windowId: number,
  { signal }: WindowRun,
  { file: token, password }: RequestOf<'backup.verify'>,
  { choices, notify, system }: BackupHandlerOptions,
) {
  const { masterSecret } = await system()
  const backupFile = token === null ? null : choices.pathToRead(windowId, token)
  const tell = (step: Notices['backup.progress']['step']): void =>
    notify(windowId, 'backup.progress', { step })
  const verified = await masterSecret.verify(
    { backupFile, password },
    { signal, onStep: tell, onWait: () => tell('waiting') },
  )
  notify(windowId, 'changed', { node: 'system' })
  return verified
}
