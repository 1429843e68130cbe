import { type BackupPassword, findPasswordFaults } from '../../../shared/backup-password.ts'
import { SsoError } from '../errors/sso-error.ts'

/**
 * @throws {@link SsoError} `PasswordTooShort`, `PasswordTooLong`, `PasswordMismatch`, `ReminderTooLong`,
 * `ReminderNotPlainText`, `ReminderContainsPassword`; each names its field.
 */
export function checkBackupPassword(inputs: BackupPassword): void {
  const { confirmation, password, reminder } = findPasswordFaults(inputs)
  const first = password ?? confirmation ?? reminder
  if (first !== undefined) throw SsoError.fromData(first)
}
