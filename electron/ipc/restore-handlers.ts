import type { Notices, RequestOf } from '../../shared/ipc/contract.ts'
import type { RestoreProgress } from '../../shared/ipc/restore-contract.ts'
import { writerInWords } from '../../shared/writer-in-words.ts'
import { wipe } from '../core/crypto/wipe.ts'
import type { MasterSecretService, RestoreRequest } from '../core/master-secret/master-secret.service.ts'
import type { SsoSystem } from '../core/sso-system.ts'
import type { FileChoices } from './file-choices.ts'
import { paced } from './paced.ts'
import type { Handlers } from './registrar.ts'
import { type WindowRun, WindowRuns } from './window-runs.ts'

interface RestoreHandlerOptions {
  readonly system: () => Promise<Pick<SsoSystem, 'masterSecret'>>
  readonly choices: FileChoices
  readonly notify: <N extends keyof Notices>(windowId: number, name: N, payload: Notices[N]) => void
}

export type RestoreHandlers = Pick<
  Handlers,
  | 'restore.try'
  | 'restore.run'
  | 'restore.cancel'
  | 'restore.listReplaced'
  | 'restore.undo'
  | 'restore.removeReplaced'
> & {
  /** Stops what a closed window had asked for. */
  readonly windowClosed: (windowId: number) => void
}

/** The trial and the restore of one window; the chosen backup stays good for both. */
export function restoreHandlers(options: RestoreHandlerOptions): RestoreHandlers {
  const runs = new WindowRuns('restoring a master secret')
  return {
    'restore.try': (request, { windowId }) =>
      withBackup(runs, windowId, { ...request, override: false }, options, (service, restore, how) =>
        service.tryRestore(restore, how),
      ),
    'restore.run': async (request, { windowId }) => {
      const restored = await withBackup(runs, windowId, request, options, (service, restore, how) =>
        service.restore(restore, how),
      )
      options.notify(windowId, 'changed', { node: 'system' })
      return restored
    },
    'restore.cancel': async (_request, { windowId }) => runs.cancel(windowId),
    ...replacedStoreHandlers(options),
    windowClosed: (windowId) => runs.windowClosed(windowId),
  }
}

function replacedStoreHandlers({
  notify,
  system,
}: RestoreHandlerOptions): Pick<
  Handlers,
  'restore.listReplaced' | 'restore.undo' | 'restore.removeReplaced'
> {
  return {
    'restore.listReplaced': async () => (await system()).masterSecret.listReplacedStores(),
    'restore.undo': async (request, { windowId }) => {
      const restored = await (await system()).masterSecret.undoRestore(request)
      notify(windowId, 'changed', { node: 'system' })
      return restored
    },
    'restore.removeReplaced': async ({ mayLose, name }, { windowId }) => {
      await (await system()).masterSecret.removeReplacedStore(name, mayLose)
      notify(windowId, 'changed', { node: 'system' })
      return null
    },
  }
}

type HowToRestore = NonNullable<Parameters<MasterSecretService['restore']>[1]>

/** Does something with the chosen backup, and wipes its password in any case. */
async function withBackup<T>(
  runs: WindowRuns,
  windowId: number,
  { file: token, password, override, mayLose }: RequestOf<'restore.run'>,
  { choices, notify, system }: RestoreHandlerOptions,
  use: (service: MasterSecretService, request: RestoreRequest, how: HowToRestore) => Promise<T>,
): Promise<T> {
  try {
    return await runs.start(windowId, async (run) => {
      const { masterSecret } = await system()
      const backupFile = token === null ? null : choices.pathToRead(windowId, token)
      const tell = (progress: RestoreProgress): void => notify(windowId, 'restore.progress', progress)
      return use(masterSecret, { backupFile, password, override, mayLose }, follow(run, tell))
    })
  } finally {
    wipe(password)
  }
}

/** Past the last step nothing is cancelled any more: the secret store is being replaced. */
function follow(
  { passCancelling, signal }: WindowRun,
  tell: (progress: RestoreProgress) => void,
): HowToRestore {
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
