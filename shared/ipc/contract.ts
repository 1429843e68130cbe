import { z } from 'zod'
import type { ActionId, ScopeNode } from '../actions.ts'
import { scopeNodes } from '../actions.ts'
import type { BackedUpSecret, BackupDescription, BackupProgress, BackupVerification } from '../backup.ts'
import type { Outcome } from '../errors.ts'
import { REMINDER_MAX_CHARACTERS } from '../limits.ts'
import type { GeneratedSecret, GenerateProgress } from '../master-secret.ts'
import type { ReencryptionOverview } from '../reencryption.ts'
import type { SystemOverview } from '../system-overview.ts'
import { type AdministrationResponses, administrationRequests } from './administration-contract.ts'
import type { Channel } from './channels.ts'
import { type CheckNotices, type CheckResponses, checkRequests } from './checks-contract.ts'
import type { FileChoice } from './file-choice.ts'
import { mayLose, nothing, password } from './parsers.ts'
import { type RestoreNotices, type RestoreResponses, restoreRequests } from './restore-contract.ts'

/** As {@link FileChoice} names it; `null` when no file was chosen. */
const file = z.uuid().nullable()

/** What making a backup takes; passwords in UTF-8, so that the bytes can be wiped. */
const newBackup = z.strictObject({
  file,
  password,
  confirmation: password,
  reminder: z.string().max(REMINDER_MAX_CHARACTERS * 8),
})

/** The parser of each channel's request. */
export const requests = {
  'console.selectNode': z.strictObject({ node: z.enum(scopeNodes) }),
  'system.describe': nothing,
  'masterSecret.chooseBackupFile': nothing,
  'masterSecret.generate': newBackup.extend({ mayLose }),
  'masterSecret.cancelGenerate': nothing,
  'backup.chooseTarget': nothing,
  'backup.make': newBackup,
  'backup.open': nothing,
  'backup.verify': z.strictObject({ file, password }),
  'backup.cancel': nothing,
  'reencryption.pause': nothing,
  'reencryption.resume': nothing,
  'reencryption.cancel': nothing,
  ...checkRequests,
  ...restoreRequests,
  ...administrationRequests,
} as const satisfies Record<Channel, z.ZodType>

export type RequestOf<C extends Channel> = z.infer<(typeof requests)[C]>

export type { FileChoice }

/** A backup the administrator picked in a native dialog, and what it says without its password. */
export interface OpenedBackup {
  /** Bound to the window, good any number of times until it expires. */
  readonly token: string
  readonly backup: BackupDescription
}

/** What each channel answers with when it succeeds. */
export interface Responses extends CheckResponses, AdministrationResponses, RestoreResponses {
  'console.selectNode': null
  'system.describe': SystemOverview
  /** `null` when the dialog was cancelled. */
  'masterSecret.chooseBackupFile': FileChoice | null
  'masterSecret.generate': GeneratedSecret
  /** `cancelled` is false when there was nothing to cancel any more. */
  'masterSecret.cancelGenerate': { readonly cancelled: boolean }
  /** `null` when the dialog was cancelled. */
  'backup.chooseTarget': FileChoice | null
  'backup.make': BackedUpSecret
  /** `null` when the dialog was cancelled. */
  'backup.open': OpenedBackup | null
  'backup.verify': BackupVerification
  /** `cancelled` is false when there was nothing to cancel any more. */
  'backup.cancel': { readonly cancelled: boolean }
  /** As it stands then; `null` when there never was one. */
  'reencryption.pause': ReencryptionOverview | null
  'reencryption.resume': ReencryptionOverview | null
  'reencryption.cancel': ReencryptionOverview | null
}

export type OutcomeOf<C extends Channel> = Outcome<Responses[C]>

/** What the main process tells the renderer unasked. */
export interface Notices extends CheckNotices, RestoreNotices {
  /** An entry of the native menu was chosen. */
  'console.action': { readonly action: ActionId | 'about' | 'toggle-actions-pane' }
  'masterSecret.progress': GenerateProgress
  'backup.progress': BackupProgress
  /** Sent some times a second while it runs, and when it ends. */
  'reencryption.progress': ReencryptionOverview
  /** Something shown may differ now: read it again. */
  changed: { readonly node: ScopeNode }
}

export type NoticeName = keyof Notices
