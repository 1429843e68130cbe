import { z } from 'zod'
import type { BackupFindings, ReplacedStore, RestoredSecret, RestoreStep } from '../backup.ts'
import { mayLose, nothing, password } from './parsers.ts'

/** As `OpenedBackup` names it; `null` when no file was chosen. */
const file = z.uuid().nullable()

/** The name of a replaced secret store; the service knows which there are. */
const name = z.string().max(100)

/** The parsers of restoring the master secret and of what restores have replaced. */
export const restoreRequests = {
  'restore.try': z.strictObject({ file, password }),
  'restore.run': z.strictObject({ file, password, override: z.boolean(), mayLose }),
  'restore.cancel': nothing,
  'restore.listReplaced': nothing,
  'restore.undo': z.strictObject({ name, override: z.boolean(), mayLose }),
  'restore.removeReplaced': z.strictObject({ name, mayLose }),
} as const

/** What each of these channels answers with when it succeeds. */
export interface RestoreResponses {
  'restore.try': BackupFindings
  'restore.run': RestoredSecret
  /** `cancelled` is false when there was nothing to cancel any more. */
  'restore.cancel': { readonly cancelled: boolean }
  /** The newest first. */
  'restore.listReplaced': readonly ReplacedStore[]
  'restore.undo': RestoredSecret
  'restore.removeReplaced': null
}

/** How far a trial or a restore has come. */
export interface RestoreProgress {
  /** `waiting` is for a password after too many wrong ones. */
  readonly step: RestoreStep | 'waiting'
  /** The credentials tried so far; `null` but while they are tried. */
  readonly tried: { readonly done: number; readonly total: number } | null
  /** Who is writing to the database that is waited for, as it is to be shown; nothing while it does not wait. */
  readonly writer?: string
}

export interface RestoreNotices {
  /** Sent when a step begins, some times a second while credentials are tried, and every second of waiting. */
  'restore.progress': RestoreProgress
}
