import type { DetailsOf } from './error-text.ts'
import type { ErrorCode, ErrorField, SsoErrorData } from './errors.ts'
import { PASSWORD_MAX_CHARACTERS, PASSWORD_MIN_CHARACTERS, REMINDER_MAX_CHARACTERS } from './limits.ts'
import { containsPassword, isTypeable, preparePassword } from './password-text.ts'
import { hasHiddenCharacters } from './visible-text.ts'

/** What a backup file is to be protected by. Passwords are UTF-8 as they were typed, so that they can be wiped. */
export interface BackupPassword {
  readonly password: Uint8Array
  readonly confirmation: Uint8Array
  readonly reminder: string
}

export type FieldErrors = Readonly<Partial<Record<ErrorField, SsoErrorData>>>

/** What is wrong with each field, `{}` when all is well: the one set of rules, for the dialog and for the service. */
export function findPasswordFaults(inputs: BackupPassword): FieldErrors {
  const [typed, again] = [preparePassword(inputs.password), preparePassword(inputs.confirmation)]
  const password = passwordFault(typed)
  const confirmation = same(typed, again) ? null : fault('confirmation', 'PasswordMismatch', {})
  typed.fill(0)
  again.fill(0)
  const reminder = reminderFault(inputs)
  return {
    ...(password && { password }),
    ...(confirmation && { confirmation }),
    ...(reminder && { reminder }),
  }
}

export function fault<C extends ErrorCode>(field: ErrorField, code: C, details: DetailsOf<C>): SsoErrorData {
  return { code, details, field }
}

/** @param password - as {@link preparePassword} makes it */
function passwordFault(password: Uint8Array): SsoErrorData | null {
  const characters = countCharacters(password)
  if (characters < PASSWORD_MIN_CHARACTERS) {
    return fault('password', 'PasswordTooShort', { characters, limit: PASSWORD_MIN_CHARACTERS })
  }
  if (characters > PASSWORD_MAX_CHARACTERS) {
    return fault('password', 'PasswordTooLong', { characters, limit: PASSWORD_MAX_CHARACTERS })
  }
  return isTypeable(password) ? null : fault('password', 'PasswordNotTypeable', {})
}

function reminderFault({ password, reminder }: BackupPassword): SsoErrorData | null {
  const characters = [...reminder].length
  if (characters > REMINDER_MAX_CHARACTERS) {
    return fault('reminder', 'ReminderTooLong', { characters, limit: REMINDER_MAX_CHARACTERS })
  }
  // It is shown in terminals, which control characters can take over, and beside other text.
  if (hasHiddenCharacters(reminder)) return fault('reminder', 'ReminderNotPlainText', {})
  return containsPassword(reminder, password) ? fault('reminder', 'ReminderContainsPassword', {}) : null
}

/**
 * Counts the characters (Unicode code points) of well-formed UTF-8 without decoding it, so that a password
 * need not become a string to be measured: every byte but a continuation byte (RFC 3629) begins one.
 */
export function countCharacters(utf8: Uint8Array): number {
  let count = 0
  for (const byte of utf8) if ((byte & 0xc0) !== 0x80) count += 1
  return count
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index])
}
