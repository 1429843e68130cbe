import type { Notices, RequestOf } from '../../shared/ipc/contract.ts'
import type { RehearsalReport } from '../../shared/rehearsal.ts'
import { wipe } from '../core/crypto/wipe.ts'
import { SsoError } from '../core/errors/sso-error.ts'
import type { RehearsalOptions } from '../core/rehearsal/rehearsal.service.ts'
import type { SsoSystem } from '../core/sso-system.ts'
import type { CancellableWork } from './cancellable-work.ts'
import type { FileChoices } from './file-choices.ts'
import { paced } from './paced.ts'
import type { Handlers } from './registrar.ts'

interface RehearsalHandlerOptions {
  readonly system: () => Promise<Pick<SsoSystem, 'rehearsal'>>
  readonly choices: FileChoices
  readonly work: CancellableWork
  readonly notify: <N extends keyof Notices>(windowId: number, name: N, payload: Notices[N]) => void
}

type RehearsalHandlers = Pick<Handlers, 'rehearsal.generate' | 'rehearsal.restore' | 'rehearsal.cancel'>

export function rehearsalHandlers(options: RehearsalHandlerOptions): RehearsalHandlers {
  const { notify, system, work } = options
  const run = (
    windowId: number,
    rehearse: (rehearsal: SsoSystem['rehearsal'], options: RehearsalOptions) => Promise<RehearsalReport>,
  ): Promise<RehearsalReport> =>
    work.run(windowId, async (signal) => {
      const onProgress = paced(
        (progress: Notices['rehearsal.progress']) => notify(windowId, 'rehearsal.progress', progress),
        (next, last) => next.phase !== last.phase,
      )
      const report = await rehearse((await system()).rehearsal, { signal, onProgress })
      // The event log has one more.
      notify(windowId, 'changed', { node: 'event-log' })
      return report
    })
  return {
    'rehearsal.generate': (_request, { windowId }) =>
      run(windowId, (rehearsal, how) => rehearsal.rehearseGenerate(how)),
    'rehearsal.restore': async (request, { windowId }) => {
      try {
        return await run(windowId, (rehearsal, how) => restoreIn(windowId, rehearsal, request, how, options))
      } finally {
        wipe(request.password)
      }
    },
    'rehearsal.cancel': async (_request, { windowId }) => ({ cancelled: work.cancel(windowId) }),
  }
}

function restoreIn(
  windowId: number,
  rehearsal: SsoSystem['rehearsal'],
  { file: token, password }: RequestOf<'rehearsal.restore'>,
  how: RehearsalOptions,
  { choices }: RehearsalHandlerOptions,
): Promise<RehearsalReport> {
  if (token === null) throw SsoError.of('BackupFileNotChosen', {}, { field: 'backupFile' })
  const backupFile = choices.pathToRead(windowId, token)
  return rehearsal.rehearseRestore({ backupFile, password, override: false }, how)
}
