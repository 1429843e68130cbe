import type { Notify } from '../../shared/ipc/contract.ts'
import type { SsoSystem } from '../core/sso-system.ts'
import type { FileChoices } from './file-choices.ts'
import type { LongWorks } from './long-work.ts'

/** The kinds of files that are chosen in native dialogs. */
export type FileKind = 'backup' | 'recovery-key'

/** The window system's own dialogs. Each answers with a path, or `null` when it was cancelled. */
export interface FileDialogs {
  /** Warns before a file is replaced. */
  readonly askWhereToSave: (kind: FileKind, suggestedName: string) => Promise<string | null>
  readonly askWhichToOpen: (kind: FileKind) => Promise<string | null>
}

/** What handlers have of the console that they answer: a handler takes what it needs of it. */
export interface ConsoleContext {
  /** Opens the SSO system if it is not open yet. */
  readonly system: () => Promise<SsoSystem>
  readonly choices: FileChoices
  readonly dialogs: FileDialogs
  readonly work: LongWorks
  readonly notify: Notify
}
