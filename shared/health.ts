import type { WrittenError } from './errors.ts'
import type { Msid } from './master-secret.ts'

/** What an administrator can do about a finding; each is an action of the console. */
export const healthFixes = [
  'generate-secret',
  'backup-secret',
  'verify-backup',
  'restore-secret',
  'change-protector',
  'save-recovery-key',
  'resume-reencryption',
  'check-credentials',
  'check-database',
  'verify-log',
  'enable-sso',
] as const
export type HealthFix = (typeof healthFixes)[number]

/**
 * `amber`: look at it some time; `red`: something is lost, or may be lost at the next mishap; `not-here`: it does not
 * concern the computer that was asked.
 */
export const healthStatuses = ['green', 'amber', 'red', 'not-here'] as const
export type HealthStatus = (typeof healthStatuses)[number]

/** What is looked at, in the order shown. */
export const healthCheckIds = [
  'sso-enabled',
  'master-secret',
  'secret-age',
  'backed-up',
  'backup-verified',
  'backup-file',
  'rows-per-secret',
  'unreadable-rows',
  'protector',
  'file-permissions',
  'database-integrity',
  'clock',
  'log-chain',
  'self-tests',
] as const
export type HealthCheckId = (typeof healthCheckIds)[number]

/** One line of the list. */
export interface HealthCheck {
  readonly id: HealthCheckId
  readonly status: HealthStatus
  readonly title: string
  /** Why it has that status, in whole sentences; never a secret. */
  readonly reason: string
  /** Where the reason is that something failed: what `reason` says, and what to do about it. */
  readonly error?: WrittenError
  /** `null` if nothing is to be done, or it is to be done outside the product. */
  readonly fix: HealthFix | null
}

/** How far a check of all credentials has come. */
export interface CredentialCheckProgress {
  readonly done: number
  /** Rows there were when it began. */
  readonly total: number
  /** `null` until there is something to tell it by. */
  readonly rowsPerSecond: number | null
}

/** A credential that did not open. */
export interface UnreadableCredential {
  readonly mappingId: number
  /** `null` for a row without a mapping. */
  readonly application: string | null
  readonly windowsAccount: string | null
  /** Fit for "the credential cannot be read: …". */
  readonly reason: string
}

/** The rows that name one master secret. */
export interface CheckedSecret {
  /** `null` where the database does not know the secret that its rows name. */
  readonly msid: Msid | null
  readonly rows: number
  readonly unreadable: number
}

/** What opening every credential has shown. */
export interface CredentialCheckReport {
  /** When it ended; UTC, ISO 8601. */
  readonly at: string
  readonly milliseconds: number
  readonly total: number
  readonly readable: number
  readonly unreadable: number
  /** The first 1,000 of them, by mapping. */
  readonly unreadableRows: readonly UnreadableCredential[]
  readonly bySecret: readonly CheckedSecret[]
}
