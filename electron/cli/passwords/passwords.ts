import type { BackupPassword } from '../../../shared/backup-password.ts'
import type { PasswordSource } from './password-options.ts'

/** A value to ask for; those that are `masked` are not shown as they are typed. */
export interface AskedValue {
  readonly label: string
  readonly masked: boolean
  /** Whether it is asked for twice on a terminal. */
  readonly twice?: boolean
}

/**
 * How a verb comes by what must not be in its arguments: from the source that was chosen, else asked on the terminal.
 * The caller wipes what it gets. All of it throws {@link UsageError} where there is neither a source nor a terminal,
 * and never waits for an answer that cannot come.
 */
export interface Passwords {
  /** Looks whether there is a source or a terminal, before anything is done. */
  requireSource(source: PasswordSource): void
  /**
   * For a backup to be made: asks twice, and for the reminder unless it was given. What is not fit is said at once, and
   * asked for again, some times; the last answer is passed on, to be refused by whoever uses it.
   */
  forNewBackup(source: PasswordSource, reminder: string | undefined): Promise<BackupPassword>
  /** For a backup to be opened: asks once. */
  existing(source: PasswordSource): Promise<Uint8Array>
  /** One value each, in order; from a source one line each. */
  values(source: PasswordSource, asked: readonly AskedValue[]): Promise<readonly Uint8Array[]>
}
