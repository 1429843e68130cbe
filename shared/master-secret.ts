import type { SsoErrorData } from './errors.ts'

/** Names a master secret: a random UUID (RFC 9562, version 4), lower case. Not itself secret. */
export type Msid = string

/** How the master secret is guarded at rest. */
export type KeyProtectorKind = 'os-keyring' | 'key-file'

/** The steps of generating a master secret, in the order they run. */
export const generateSteps = ['deriving-key', 'writing-backup', 'checking-backup', 'making-current'] as const
export type GenerateStep = (typeof generateSteps)[number]

/** Sent when a step of a running generate begins, and every second that it waits for the database. */
export interface GenerateProgress {
  readonly step: GenerateStep
  /** Who is writing to the database that is waited for, as it is to be shown; nothing while it does not wait. */
  readonly writer?: string
}

/** The last backup that was made, or restored from, on this computer. */
export interface BackupOverview {
  readonly fileName: string
  /** When the file was written; UTC, ISO 8601. `null` if that is not known: the first versions did not note it. */
  readonly writtenAt: string | null
  /** When the file was opened with its password, having been made or to be restored; UTC, ISO 8601. */
  readonly verifiedAt: string
}

/** What a successful generate tells its caller. */
export interface GeneratedSecret {
  readonly msid: Msid
  /** `null` the first time a system's master secret is generated. */
  readonly previousMsid: Msid | null
  /** UTC, ISO 8601. */
  readonly createdAt: string
  /** Where the backup is; to show, not to open. */
  readonly displayPath: string
  /**
   * Why the database does not know of it yet, so that nothing is re-encrypted so far: it is told, and the credentials
   * are re-encrypted, as soon as it can be written to. `null` if it knows.
   */
  readonly noteFailure: SsoErrorData | null
  /** Names the event written for this operation. */
  readonly trackingId: string
}

/** The name offered for a new backup file: `SSO`, the first four characters of the MSID, `.bak`. */
export function suggestedBackupFileName(msid: Msid): string {
  return `SSO${msid.slice(0, 4).toUpperCase()}.bak`
}
