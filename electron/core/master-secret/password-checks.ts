import {
  PASSWORD_MAX_CHARACTERS,
  PASSWORD_MIN_CHARACTERS,
  REMINDER_MAX_CHARACTERS,
} from '../../../shared/limits.ts'
import { countCharacters } from '../../../shared/password-input.ts'
import { SsoError } from '../sso-error.ts'

/** What a backup file is to be protected by. Passwords are UTF-8, so that they can be wiped. */
export interface BackupPassword {
  readonly password: Uint8Array
  readonly confirmation: Uint8Array
  readonly reminder: string
}

/**
 * @throws {@link SsoError} `PasswordTooShort`, `PasswordTooLong`, `PasswordMismatch`, `ReminderTooLong`,
 * `ReminderNotPlainText`, `ReminderContainsPassword`; each names its field.
 */
export function checkBackupPassword({ password, confirmation, reminder }: BackupPassword): void {
  checkPasswordLength(password)
  if (Buffer.compare(password, confirmation) !== 0) {
    throw SsoError.of('PasswordMismatch', {}, { field: 'confirmation' })
  }
  checkReminder(reminder, password)
}

function checkPasswordLength(password: Uint8Array): void {
  const characters = countCharacters(password)
  if (characters < PASSWORD_MIN_CHARACTERS) {
    throw SsoError.of(
      'PasswordTooShort',
      { characters, limit: PASSWORD_MIN_CHARACTERS },
      { field: 'password' },
    )
  }
  if (characters > PASSWORD_MAX_CHARACTERS) {
    throw SsoError.of(
      'PasswordTooLong',
      { characters, limit: PASSWORD_MAX_CHARACTERS },
      { field: 'password' },
    )
  }
}

function checkReminder(reminder: string, password: Uint8Array): void {
  const characters = [...reminder].length
  if (characters > REMINDER_MAX_CHARACTERS) {
    throw SsoError.of(
      'ReminderTooLong',
      { characters, limit: REMINDER_MAX_CHARACTERS },
      { field: 'reminder' },
    )
  }
  // It is shown in terminals, which control characters can take over.
  if (/\p{Cc}|\p{Cs}/u.test(reminder)) throw SsoError.of('ReminderNotPlainText', {}, { field: 'reminder' })
  if (containsIgnoringCase(reminder, password)) {
    throw SsoError.of('ReminderContainsPassword', {}, { field: 'reminder' })
  }
}

/** A hint that spells the password in other letters' case gives it away all the same. */
function containsIgnoringCase(reminder: string, password: Uint8Array): boolean {
  return reminder.toLowerCase().includes(new TextDecoder().decode(password).toLowerCase())
}
