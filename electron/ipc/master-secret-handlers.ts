import { existsSync } from 'node:fs'
import type { Notices } from '../../shared/ipc/contract.ts'
import { suggestedBackupFileName } from '../../shared/master-secret.ts'
import { wipe } from '../core/crypto/wipe.ts'
import { newMsid } from '../core/master-secret/master-secret.ts'
import { SsoError } from '../core/sso-error.ts'
import type { SsoSystem } from '../core/sso-system.ts'
import type { FileChoices } from './file-choices.ts'
import type { Handler, Handlers } from './registrar.ts'

interface MasterSecretHandlerOptions {
  readonly system: () => Promise<SsoSystem>
  readonly choices: FileChoices
  /** Asks with the native save dialog, which warns before a file is replaced; `null` if cancelled. */
  readonly askWhereToSave: (windowId: number, suggestedName: string) => Promise<string | null>
  readonly notify: <N extends keyof Notices>(windowId: number, name: N, payload: Notices[N]) => void
}

/** A generate under way in one window. */
interface Running {
  readonly cancel: AbortController
  pastCancelling: boolean
}

export type MasterSecretHandlers = Pick<
  Handlers,
  'masterSecret.chooseBackupFile' | 'masterSecret.generate' | 'masterSecret.cancelGenerate'
> & {
  /** Stops what a closed window had asked for and forgets its files. */
  readonly windowClosed: (windowId: number) => void
}

export function masterSecretHandlers(options: MasterSecretHandlerOptions): MasterSecretHandlers {
  const running = new Map<number, Running>()
  return {
    'masterSecret.chooseBackupFile': chooseBackupFile(options),
    'masterSecret.generate': generate(options, running),
    'masterSecret.cancelGenerate': async (_request, { windowId }) => {
      const found = running.get(windowId)
      if (found === undefined || found.pastCancelling) return { cancelled: false }
      found.cancel.abort()
      return { cancelled: true }
    },
    windowClosed(windowId) {
      running.get(windowId)?.cancel.abort()
      options.choices.forgetWindow(windowId)
    },
  }
}

function chooseBackupFile(options: MasterSecretHandlerOptions): Handler<'masterSecret.chooseBackupFile'> {
  return async (_request, { windowId }) => {
    const msid = newMsid()
    const asked = options.askWhereToSave(windowId, suggestedBackupFileName(msid))
    prepareToGenerate(options)
    const path = await asked
    if (path === null) return null
    const token = options.choices.remember(windowId, { path, mayReplace: existsSync(path), msid })
    return { token, displayPath: path }
  }
}

/** Whoever chooses a file for the backup will generate next. An error comes again, and is shown, when they do. */
function prepareToGenerate({ system }: MasterSecretHandlerOptions): void {
  system().then(
    ({ masterSecret }) => masterSecret.prepareToGenerate(),
    () => undefined,
  )
}

function generate(
  options: MasterSecretHandlerOptions,
  running: Map<number, Running>,
): Handler<'masterSecret.generate'> {
  return async (request, { windowId }) => {
    try {
      if (running.has(windowId)) {
        throw SsoError.of('SecretStoreBusy', { holder: 'this window is generating a master secret already' })
      }
      const run: Running = { cancel: new AbortController(), pastCancelling: false }
      running.set(windowId, run)
      return await generateIn(windowId, run, request, options).finally(() => running.delete(windowId))
    } finally {
      wipe(request.password, request.confirmation)
    }
  }
}

async function generateIn(
  windowId: number,
  run: Running,
  request: Parameters<Handler<'masterSecret.generate'>>[0],
  { choices, notify, system }: MasterSecretHandlerOptions,
) {
  const { masterSecret } = await system()
  const { file: token, ...password } = request
  const file = token === null ? null : choices.claim(windowId, token)
  try {
    const generated = await masterSecret.generate(
      {
        ...password,
        backupFile: file?.path ?? null,
        ifExists: file?.mayReplace ? 'replace' : 'refuse',
        ...(file === null ? {} : { msid: file.msid }),
      },
      {
        signal: run.cancel.signal,
        onStep(step) {
          run.pastCancelling = step === 'making-current'
          notify(windowId, 'masterSecret.progress', { step })
        },
      },
    )
    notify(windowId, 'changed', { node: 'system' })
    return generated
  } catch (error) {
    if (token !== null && file !== null) choices.giveBack(windowId, token, file)
    throw error
  }
}
