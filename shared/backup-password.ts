import type { DetailsOf } from './error-text.ts'
import type { ErrorCode, ErrorField, SsoErrorData } from './errors.ts'
import { PASSWORD_MAX_CHARACTERS, PASSWORD_MIN_CHARACTERS, REMINDER_MAX_CHARACTERS } from './limits.ts'

/** What a backup file is to be protected by. Passwords are UTF-8, so that they can be wiped. */
export interface BackupPassword {
  readonly password: Uint8Array
  readonly confirmation: Uint8Array
  readonly reminder: string
}

export type FieldErrors = Readonly<Partial<Record<ErrorField, SsoErrorData>>>

/** What is wrong with each field, `{}` when all is well: the one set of rules, for the dialog and for the service. */
export function findPasswordFaults(inputs: BackupPassword): FieldErrors {
  const password = passwordFault(inputs.password)
  const confirmation = same(inputs.password, inputs.confirmation)
    ? null
    : fault('confirmation', 'PasswordMismatch', {})
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

function passwordFault(password: Uint8Array): SsoErrorData | null {
  const characters = countCharacters(password)
  if (characters < PASSWORD_MIN_CHARACTERS) {
    return fault('password', 'PasswordTooShort', { characters, limit: PASSWORD_MIN_CHARACTERS })
  }
  if (characters > PASSWORD_MAX_CHARACTERS) {
    return fault('password', 'PasswordTooLong', { characters, limit: PASSWORD_MAX_CHARACTERS })
  }
  return null
}

function reminderFault({ password, reminder }: BackupPassword): SsoErrorData | null {
  const characters = [...reminder].length
  if (characters > REMINDER_MAX_CHARACTERS) {
    return fault('reminder', 'ReminderTooLong', { characters, limit: REMINDER_MAX_CHARACTERS })
  }
  // It is shown in terminals, which control characters can take over.
  if (/\p{Cc}|\p{Cs}/u.test(reminder)) return fault('reminder', 'ReminderNotPlainText', {})
  return containsIgnoringCase(reminder, password) ? fault('reminder', 'ReminderContainsPassword', {}) : null
}

/** A hint that spells the password in other letters' case gives it away all the same. */
function containsIgnoringCase(reminder: string, password: Uint8Array): boolean {
  if (password.byteLength === 0) return false
  return reminder.toLowerCase().includes(new TextDecoder().decode(password).toLowerCase())
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
