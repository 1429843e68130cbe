import { existsSync } from 'node:fs'
import type { RequestOf } from '../../shared/ipc/contract.ts'
import { suggestedBackupFileName } from '../../shared/master-secret.ts'
import { writerInWords } from '../../shared/writer-in-words.ts'
import { newMsid } from '../core/crypto/master-secret.ts'
import { wipe } from '../core/crypto/wipe.ts'
import type { ConsoleContext } from './console-context.ts'
import type { Run } from './long-work.ts'
import type { Handler, HandlersOf } from './registrar.ts'

/** The requests of *Generate Secret*. */
export function masterSecretHandlers(context: ConsoleContext): HandlersOf<'masterSecret'> {
  const { generating } = context.work
  return {
    'masterSecret.chooseBackupFile': chooseBackupFile(context),
    'masterSecret.generate': async (request) => {
      try {
        return await generating.run((run) => generate(run, request, context))
      } finally {
        wipe(request.password, request.confirmation)
      }
    },
    'masterSecret.cancelGenerate': async () => generating.cancel(),
  }
}

function chooseBackupFile(context: ConsoleContext): Handler<'masterSecret.chooseBackupFile'> {
  return async () => {
    const msid = newMsid()
    const asked = context.dialogs.askWhereToSave('backup', suggestedBackupFileName(msid))
    prepareToGenerate(context)
    const path = await asked
    if (path === null) return null
    const token = context.choices.remember({ path, mayReplace: existsSync(path), msid })
    return { token, displayPath: path }
  }
}

/** Whoever chooses a file for the backup will generate next. An error comes again, and is shown, when they do. */
function prepareToGenerate({ system }: ConsoleContext): void {
  system().then(
    ({ masterSecret }) => masterSecret.prepareToGenerate(),
    () => undefined,
  )
}

async function generate(
  run: Run,
  request: RequestOf<'masterSecret.generate'>,
  { choices, notify, system }: ConsoleContext,
) {
  const { masterSecret } = await system()
  const { file: token, ...password } = request
  const file = token === null ? null : choices.claim(token)
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
          notify('masterSecret.progress', { step })
        },
        // The backup has been made by then.
        onBusy: (holder) =>
          notify('masterSecret.progress', { step: 'checking-backup', writer: writerInWords(holder) }),
      },
    )
    notify('system.changed', { node: 'system' })
    return generated
  } catch (error) {
    if (token !== null && file !== null) choices.giveBack(token, file)
    throw error
  }
}
