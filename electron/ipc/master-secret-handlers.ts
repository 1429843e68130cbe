import { existsSync } from 'node:fs'
import type { Notices } from '../../shared/ipc/contract.ts'
import { suggestedBackupFileName } from '../../shared/master-secret.ts'
import { writerInWords } from '../../shared/writer-in-words.ts'
import { newMsid } from '../core/crypto/master-secret.ts'
import { wipe } from '../core/crypto/wipe.ts'
import type { SsoSystem } from '../core/sso-system.ts'
import type { FileChoices } from './file-choices.ts'
import type { Handler, Handlers } from './registrar.ts'
import { type WindowRun, WindowRuns } from './window-runs.ts'

interface MasterSecretHandlerOptions {
  readonly system: () => Promise<SsoSystem>
  readonly choices: FileChoices
  /** Asks with the native save dialog, which warns before a file is replaced; `null` if cancelled. */
  readonly askWhereToSave: (windowId: number, suggestedName: string) => Promise<string | null>
  readonly notify: <N extends keyof Notices>(windowId: number, name: N, payload: Notices[N]) => void
}

export type MasterSecretHandlers = Pick<
  Handlers,
  'masterSecret.chooseBackupFile' | 'masterSecret.generate' | 'masterSecret.cancelGenerate'
> & {
  /** Stops what a closed window had asked for and forgets its files. */
  readonly windowClosed: (windowId: number) => void
}

export function masterSecretHandlers(options: MasterSecretHandlerOptions): MasterSecretHandlers {
  const runs = new WindowRuns('generating a master secret')
  return {
    'masterSecret.chooseBackupFile': chooseBackupFile(options),
    'masterSecret.generate': generate(options, runs),
    'masterSecret.cancelGenerate': async (_request, { windowId }) => runs.cancel(windowId),
    windowClosed(windowId) {
      runs.windowClosed(windowId)
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

function generate(options: MasterSecretHandlerOptions, runs: WindowRuns): Handler<'masterSecret.generate'> {
  return async (request, { windowId }) => {
    try {
      return await runs.start(windowId, (run) => generateIn(windowId, run, request, options))
    } finally {
      wipe(request.password, request.confirmation)
    }
  }
}

async function generateIn(
  windowId: number,
  run: WindowRun,
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
        ...(file?.msid === undefined ? {} : { msid: file.msid }),
      },
      {
        signal: run.signal,
        onStep(step) {
          if (step === 'making-current') run.passCancelling()
          notify(windowId, 'masterSecret.progress', { step })
        },
        // The backup has been made by then.
        onBusy: (holder) =>
          notify(windowId, 'masterSecret.progress', {
            step: 'checking-backup',
            writer: writerInWords(holder),
          }),
      },
    )
    notify(windowId, 'changed', { node: 'system' })
    return generated
  } catch (error) {
    if (token !== null && file !== null) choices.giveBack(windowId, token, file)
    throw error
  }
}
