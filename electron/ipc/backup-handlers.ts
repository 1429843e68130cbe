import { existsSync } from 'node:fs'
import type { BackupProgress } from '../../shared/backup.ts'
import type { RequestOf } from '../../shared/ipc/contract.ts'
import { suggestedBackupFileName } from '../../shared/master-secret.ts'
import { wipe } from '../core/crypto/wipe.ts'
import type { ConsoleContext } from './console-context.ts'
import type { Run } from './long-work.ts'
import type { Handler, HandlersOf } from './registrar.ts'

/** The requests of *Backup Secret* and *Verify Backup*. */
export function backupHandlers(context: ConsoleContext): HandlersOf<'backup'> {
  const { backup: work } = context.work
  return {
    'backup.chooseTarget': chooseTarget(context),
    'backup.make': async (request) => {
      try {
        return await work.run((run) => make(run, request, context))
      } finally {
        wipe(request.password, request.confirmation)
      }
    },
    'backup.open': open(context),
    'backup.verify': async (request) => {
      try {
        return await work.run((run) => verify(run, request, context))
      } finally {
        wipe(request.password)
      }
    },
    'backup.cancel': async () => work.cancel(),
  }
}

function chooseTarget(context: ConsoleContext): Handler<'backup.chooseTarget'> {
  return async () => {
    const { masterSecret, system } = await context.system()
    const { masterSecret: secret } = await system.describe()
    // Without a secret to name it after, there will be nothing to back up either, and the service says so.
    const name = secret.state === 'current' ? suggestedBackupFileName(secret.msid) : 'SSO.bak'
    const asked = context.dialogs.askWhereToSave('backup', name)
    masterSecret.prepareToGenerate()
    const path = await asked
    if (path === null) return null
    const token = context.choices.remember({ path, mayReplace: existsSync(path) })
    return { token, displayPath: path }
  }
}

async function make(
  { signal }: Run,
  request: RequestOf<'backup.make'>,
  { choices, notify, system }: ConsoleContext,
) {
  const { masterSecret } = await system()
  const { file: token, ...password } = request
  const file = token === null ? null : choices.claim(token)
  try {
    const backedUp = await masterSecret.backup(
      { ...password, backupFile: file?.path ?? null, ifExists: file?.mayReplace ? 'replace' : 'refuse' },
      { signal, onStep: (step) => notify('backup.progress', { step }) },
    )
    notify('system.changed', { node: 'system' })
    return backedUp
  } catch (error) {
    if (token !== null && file !== null) choices.giveBack(token, file)
    throw error
  }
}

function open({ choices, dialogs, system }: ConsoleContext): Handler<'backup.open'> {
  return async () => {
    const { masterSecret } = await system()
    const asked = dialogs.askWhichToOpen('backup')
    masterSecret.prepareToGenerate()
    const path = await asked
    if (path === null) return null
    const backup = await masterSecret.describeBackup(path)
    return { token: choices.rememberToRead(path), backup }
  }
}

async function verify(
  { signal }: Run,
  { file: token, password }: RequestOf<'backup.verify'>,
  { choices, notify, system }: ConsoleContext,
) {
  const { masterSecret } = await system()
  const backupFile = token === null ? null : choices.pathToRead(token)
  const tell = (step: BackupProgress['step']): void => notify('backup.progress', { step })
  const verified = await masterSecret.verify(
    { backupFile, password },
    { signal, onStep: tell, onWait: () => tell('waiting') },
  )
  notify('system.changed', { node: 'system' })
  return verified
}
