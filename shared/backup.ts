import type { SsoErrorData } from './errors.ts'
import type { Msid } from './master-secret.ts'

/** The steps of backing up the master secret, in the order they run. */
export const backupSteps = ['deriving-key', 'writing-backup', 'checking-backup'] as const
export type BackupStep = (typeof backupSteps)[number]

/** The steps of restoring the master secret, in the order they run; verifying a backup has but the first two. */
export const restoreSteps = ['deriving-key', 'trying-credentials', 'making-current'] as const
export type RestoreStep = (typeof restoreSteps)[number]

/** Sent when a step of making or verifying a backup begins; `waiting` is for a password after too many wrong ones. */
export interface BackupProgress {
  readonly step: BackupStep | RestoreStep | 'waiting'
}

/** What a successful backup tells its caller. */
export interface BackedUpSecret {
  readonly msid: Msid
  readonly previousMsid: Msid | null
  /** When the file was read back from disk and opened with its password; UTC, ISO 8601. */
  readonly verifiedAt: string
  /** Where the backup is; to show, not to open. */
  readonly displayPath: string
  /** Whether the secret store could note the backup. The backup is good all the same. */
  readonly noted: boolean
  /** Names the event written for this operation. */
  readonly trackingId: string
}

/** What a backup file says without its password. Anybody may have written it: only opening it proves it. */
export interface BackupDescription {
  readonly displayPath: string
  readonly systemId: string
  /** The master secret server that made it. */
  readonly server: string
  /** When its current secret was generated; UTC, ISO 8601. */
  readonly createdAt: string
  /** When the file was written; UTC, ISO 8601. `null` if it does not say so, as those of the first versions. */
  readonly writtenAt: string | null
  readonly currentMsid: Msid
  readonly previousMsid: Msid | null
  readonly passwordReminder: string
}

/** Credentials that are under a master secret that was not at hand. */
export interface UnreadableRows {
  /** `null` if the database does not know the secret either. */
  readonly msid: Msid | null
  readonly rows: number
}

/** What opening every credential with some master secrets came to; `total` is the sum of all the others. */
export interface TrialReport {
  readonly readable: number
  readonly total: number
  readonly unreadable: readonly UnreadableRows[]
  /** Credentials that do not open with the very secret they name. */
  readonly damaged: number
}

/**
 * Whether credentials would be held by no secret. Single damaged ones do not count: no secret opens them; but where
 * nothing at all opens, the secrets are the wrong ones, whatever their names.
 */
export function wouldLoseCredentials({ damaged, readable, unreadable }: TrialReport): boolean {
  return unreadable.length > 0 || (damaged > 0 && readable === 0)
}

/**
 * How the secrets of a backup stand to those of the secret store: `same` both; `same-current`; `older` (its current
 * one is the store's previous one); `newer` (the other way round); `unrelated`; `conflicting` (of the same name, but
 * not the same bytes); `no-store` (no secret at hand to compare with).
 */
export type StoreRelation =
  | 'same'
  | 'same-current'
  | 'older'
  | 'newer'
  | 'unrelated'
  | 'conflicting'
  | 'no-store'

/** What a backup that opens is worth to this system. */
export interface BackupFindings extends BackupDescription {
  readonly sameSystem: boolean
  readonly store: StoreRelation
  /** Why the secret store could not be read; `null` if it could, or if there is none. */
  readonly storeError: SsoErrorData | null
  /** The secret that the database has as the current one. */
  readonly databaseMsid: Msid | null
  /** Whether the backup holds that one; `null` if the database has none. */
  readonly holdsDatabaseMsid: boolean | null
  readonly trial: TrialReport
}

/** What verifying a backup tells its caller. */
export interface BackupVerification extends BackupFindings {
  readonly trackingId: string
}

/** What a successful restore, or the undoing of one, tells its caller. */
export interface RestoredSecret {
  readonly msid: Msid
  readonly previousMsid: Msid | null
  /** Credentials that can be read now. */
  readonly readable: number
  readonly total: number
  /** Names the copy kept of the secret store that was replaced; `null` if there was nothing to keep. */
  readonly replacedStore: string | null
  /**
   * Why the database does not know of it yet, so that nothing is re-encrypted so far: it is told, and the credentials
   * are re-encrypted, as soon as it can be written to. `null` if it knows.
   */
  readonly noteFailure: SsoErrorData | null
  readonly trackingId: string
}

/** The sealed copy of a secret store that a restore replaced. */
export interface ReplacedStore {
  readonly name: string
  /** UTC, ISO 8601. */
  readonly replacedAt: string
  /** `null` if the store could not be read even then: such a copy cannot be put back. */
  readonly currentMsid: Msid | null
  readonly previousMsid: Msid | null
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
