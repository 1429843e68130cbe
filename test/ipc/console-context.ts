import type { SsoSystem } from '../../electron/core/sso-system.ts'
import type { ConsoleContext, FileDialogs } from '../../electron/ipc/console-context.ts'
import { FileChoices } from '../../electron/ipc/file-choices.ts'
import { longWorks } from '../../electron/ipc/long-work.ts'

interface ConsoleContextDouble extends ConsoleContext {
  /** What the page was told, in order. */
  readonly notices: { name: string; payload: unknown }[]
  /** The file names that the save dialogs suggested. */
  readonly suggested: string[]
}

/** The console on a real system; its native dialogs answer with what `chosen` gives. */
export function consoleContext(
  system: SsoSystem,
  chosen: () => string | null = () => null,
): ConsoleContextDouble {
  const notices: ConsoleContextDouble['notices'] = []
  const suggested: string[] = []
  const dialogs: FileDialogs = {
    async askWhereToSave(_kind, suggestedName) {
      suggested.push(suggestedName)
      return chosen()
    },
    askWhichToOpen: async () => chosen(),
  }
  return {
    system: async () => system,
    choices: new FileChoices(),
    dialogs,
    work: longWorks(),
    notify: (name, payload) => void notices.push({ name, payload }),
    notices,
    suggested,
  }
}
