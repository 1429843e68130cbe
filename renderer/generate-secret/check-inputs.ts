import type { DetailsOf } from '../../shared/error-text.ts'
import type { ErrorCode, ErrorField, SsoErrorData } from '../../shared/errors.ts'
import type { FileChoice } from '../../shared/ipc/contract.ts'
import {
  PASSWORD_MAX_CHARACTERS,
  PASSWORD_MIN_CHARACTERS,
  REMINDER_MAX_CHARACTERS,
} from '../../shared/limits.ts'
import { countCharacters } from '../../shared/password-input.ts'

/** What the dialog collects. The passwords are UTF-8, so that they can be wiped. */
export interface GenerateInputs {
  readonly file: FileChoice | null
  readonly password: Uint8Array<ArrayBuffer>
  readonly confirmation: Uint8Array<ArrayBuffer>
  readonly reminder: string
}

/** The fields in the order in which they stand in the dialog. */
export const fieldOrder = [
  'backupFile',
  'password',
  'confirmation',
  'reminder',
] as const satisfies ErrorField[]

export type FieldErrors = Readonly<Partial<Record<ErrorField, SsoErrorData>>>

/** Finds, before the service is asked, what it would refuse by the inputs alone. Empty when all is well. */
export function checkInputs(inputs: GenerateInputs): FieldErrors {
  const backupFile = inputs.file === null ? fault('backupFile', 'BackupFileNotChosen', {}) : null
  const password = checkPassword(inputs.password)
  const confirmation = equal(inputs.password, inputs.confirmation)
    ? null
    : fault('confirmation', 'PasswordMismatch', {})
  const reminder = checkReminder(inputs)
  return {
    ...(backupFile && { backupFile }),
    ...(password && { password }),
    ...(confirmation && { confirmation }),
    ...(reminder && { reminder }),
  }
}

function checkPassword(password: Uint8Array): SsoErrorData | null {
  const characters = countCharacters(password)
  if (characters < PASSWORD_MIN_CHARACTERS)
    return fault('password', 'PasswordTooShort', { characters, limit: PASSWORD_MIN_CHARACTERS })
  if (characters > PASSWORD_MAX_CHARACTERS)
    return fault('password', 'PasswordTooLong', { characters, limit: PASSWORD_MAX_CHARACTERS })
  return null
}

function checkReminder({ password, reminder }: GenerateInputs): SsoErrorData | null {
  const characters = [...reminder].length
  if (characters > REMINDER_MAX_CHARACTERS)
    return fault('reminder', 'ReminderTooLong', { characters, limit: REMINDER_MAX_CHARACTERS })
  if (/\p{Cc}|\p{Cs}/u.test(reminder)) return fault('reminder', 'ReminderNotPlainText', {})
  return containsIgnoringCase(reminder, password) ? fault('reminder', 'ReminderContainsPassword', {}) : null
}

function containsIgnoringCase(reminder: string, password: Uint8Array): boolean {
  if (password.length === 0) return false
  return reminder.toLowerCase().includes(new TextDecoder().decode(password).toLowerCase())
}

function fault<C extends ErrorCode>(field: ErrorField, code: C, details: DetailsOf<C>): SsoErrorData {
  return { code, details, field }
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}
