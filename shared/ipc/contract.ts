import { z } from 'zod'
import type { ActionId, ScopeNode } from '../actions.ts'
import { scopeNodes } from '../actions.ts'
import type { Outcome } from '../errors.ts'
import { PASSWORD_MAX_BYTES, REMINDER_MAX_CHARACTERS } from '../limits.ts'
import type { GeneratedSecret, GenerateProgress } from '../master-secret.ts'
import type { ReencryptionOverview } from '../reencryption.ts'
import type { SystemOverview } from '../system-overview.ts'
import type { Channel } from './channels.ts'

const nothing = z.strictObject({})

/** Room above the limit, so that the service, not the parser, names the field that is too long. */
const password = z.instanceof(Uint8Array).refine((bytes) => bytes.byteLength <= PASSWORD_MAX_BYTES * 4)

/** The parser of each channel's request. */
export const requests = {
  'console.selectNode': z.strictObject({ node: z.enum(scopeNodes) }),
  'system.describe': nothing,
  'masterSecret.chooseBackupFile': nothing,
  'masterSecret.generate': z.strictObject({
    /** As {@link FileChoice} names it; `null` when no file was chosen. */
    file: z.uuid().nullable(),
    /** UTF-8, so that the bytes can be wiped. */
    password,
    confirmation: password,
    reminder: z.string().max(REMINDER_MAX_CHARACTERS * 8),
  }),
  'masterSecret.cancelGenerate': nothing,
  'reencryption.pause': nothing,
  'reencryption.resume': nothing,
  'reencryption.cancel': nothing,
} as const satisfies Record<Channel, z.ZodType>

export type RequestOf<C extends Channel> = z.infer<(typeof requests)[C]>

/** A file the administrator picked in a native dialog. The path stays in the main process. */
export interface FileChoice {
  /** Single use, bound to the window, expires. */
  readonly token: string
  readonly displayPath: string
}

/** What each channel answers with when it succeeds. */
export interface Responses {
  'console.selectNode': null
  'system.describe': SystemOverview
  /** `null` when the dialog was cancelled. */
  'masterSecret.chooseBackupFile': FileChoice | null
  'masterSecret.generate': GeneratedSecret
  /** `cancelled` is false when there was nothing to cancel any more. */
  'masterSecret.cancelGenerate': { readonly cancelled: boolean }
  /** As it stands then; `null` when there never was one. */
  'reencryption.pause': ReencryptionOverview | null
  'reencryption.resume': ReencryptionOverview | null
  'reencryption.cancel': ReencryptionOverview | null
}

export type OutcomeOf<C extends Channel> = Outcome<Responses[C]>

/** What the main process tells the renderer unasked. */
export interface Notices {
  /** An entry of the native menu was chosen. */
  'console.action': { readonly action: ActionId | 'about' | 'toggle-actions-pane' }
  'masterSecret.progress': GenerateProgress
  /** Sent some times a second while it runs, and when it ends. */
  'reencryption.progress': ReencryptionOverview
  /** Something shown may differ now: read it again. */
  changed: { readonly node: ScopeNode }
}

export type NoticeName = keyof Notices
