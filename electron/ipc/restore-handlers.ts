import type { RestoreProgress } from '../../shared/backup.ts'
import type { RequestOf } from '../../shared/ipc/contract.ts'
import { writerInWords } from '../../shared/writer-in-words.ts'
import { wipe } from '../core/crypto/wipe.ts'
import type { MasterSecretService, RestoreRequest } from '../core/master-secret/master-secret.service.ts'
import type { ConsoleContext } from './console-context.ts'
import type { Run } from './long-work.ts'
import { paced } from './paced.ts'
import type { HandlersOf } from './registrar.ts'

/**
 * The requests of *Restore Secret*, for whose trial and restore the chosen backup stays good, and of replaced stores.
 */
export function restoreHandlers(context: ConsoleContext): HandlersOf<'restore'> {
  const { notify, system, work } = context
  return {
    'restore.try': (request) =>
      withBackup({ ...request, override: false }, context, (service, restore, options) =>
        service.tryRestore(restore, options),
      ),
    'restore.run': async (request) => {
      const restored = await withBackup(request, context, (service, restore, options) =>
        service.restore(restore, options),
      )
      notify('system.changed', { node: 'system' })
      return restored
    },
    'restore.cancel': async () => work.restore.cancel(),
    'restore.listReplaced': async () => (await system()).masterSecret.listReplacedStores(),
    'restore.undo': async (request) => {
      const restored = await (await system()).masterSecret.undoRestore(request)
      notify('system.changed', { node: 'system' })
      return restored
    },
    'restore.removeReplaced': async ({ mayLose, name }) => {
      await (await system()).masterSecret.removeReplacedStore(name, mayLose)
      notify('system.changed', { node: 'system' })
      return null
    },
  }
}

type RestoreOptions = NonNullable<Parameters<MasterSecretService['restore']>[1]>

/** Does something with the chosen backup, and wipes its password in any case. */
async function withBackup<T>(
  { file: token, password, override, mayLose }: RequestOf<'restore.run'>,
  { choices, notify, system, work }: ConsoleContext,
  use: (service: MasterSecretService, request: RestoreRequest, options: RestoreOptions) => Promise<T>,
): Promise<T> {
  try {
    return await work.restore.run(async (run) => {
      const { masterSecret } = await system()
      const backupFile = token === null ? null : choices.pathToRead(token)
      const tell = (progress: RestoreProgress): void => notify('restore.progress', progress)
      return use(masterSecret, { backupFile, password, override, mayLose }, follow(run, tell))
    })
  } finally {
    wipe(password)
  }
}

/** Past the last step nothing is cancelled any more: the secret store is being replaced. */
function follow({ passCancelling, signal }: Run, tell: (progress: RestoreProgress) => void): RestoreOptions {
  const count = paced((tried: NonNullable<RestoreProgress['tried']>) =>
    tell({ step: 'trying-credentials', tried }),
  )
  return {
    signal,
    onStep(step) {
      if (step === 'making-current') passCancelling()
      tell({ step, tried: null })
    },
    onProgress: ({ done, total }) => count({ done, total }),
    onWait: () => tell({ step: 'waiting', tried: null }),
    onBusy: (holder) => tell({ step: 'trying-credentials', tried: null, writer: writerInWords(holder) }),
  }
}
