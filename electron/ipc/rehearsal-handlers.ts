import type { RequestOf } from '../../shared/ipc/contract.ts'
import type { RehearsalProgress, RehearsalReport } from '../../shared/rehearsal.ts'
import { wipe } from '../core/crypto/wipe.ts'
import { SsoError } from '../core/errors/sso-error.ts'
import type { RehearsalOptions, RehearsalService } from '../core/rehearsal/rehearsal.service.ts'
import type { ConsoleContext } from './console-context.ts'
import { paced } from './paced.ts'
import type { HandlersOf } from './registrar.ts'

/** The requests of *Rehearse*. */
export function rehearsalHandlers(context: ConsoleContext): HandlersOf<'rehearsal'> {
  const { notify, system } = context
  const { rehearsal: work } = context.work
  const run = (
    rehearse: (rehearsal: RehearsalService, options: RehearsalOptions) => Promise<RehearsalReport>,
  ): Promise<RehearsalReport> =>
    work.run(async ({ signal }) => {
      const onProgress = paced(
        (progress: RehearsalProgress) => notify('rehearsal.progress', progress),
        (next, last) => next.phase !== last.phase,
      )
      const report = await rehearse((await system()).rehearsal, { signal, onProgress })
      // The event log has one more.
      notify('system.changed', { node: 'event-log' })
      return report
    })
  return {
    'rehearsal.generate': () => run((rehearsal, options) => rehearsal.rehearseGenerate(options)),
    'rehearsal.restore': async (request) => {
      try {
        return await run((rehearsal, options) => restore(rehearsal, request, options, context))
      } finally {
        wipe(request.password)
      }
    },
    'rehearsal.cancel': async () => work.cancel(),
  }
}

function restore(
  rehearsal: RehearsalService,
  { file: token, password }: RequestOf<'rehearsal.restore'>,
  options: RehearsalOptions,
  { choices }: ConsoleContext,
): Promise<RehearsalReport> {
  if (token === null) throw SsoError.of('BackupFileNotChosen', {}, { field: 'backupFile' })
  const backupFile = choices.pathToRead(token)
  return rehearsal.rehearseRestore({ backupFile, password, override: false }, options)
}
