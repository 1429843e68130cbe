/**
 * The closed set of failures an administrator, a script or the console can meet, each with the event id
 * the original product uses for it (`null` where it has none). Codes are stable: scripts branch on them.
 */
export const errorEventIds = {
  AccessDeniedNotLocalAdministrator: 10771,
  AccessDeniedNotSsoAdministrator: 11009,
  BackupAltered: 10560,
  BackupCostTooHigh: 10564,
  BackupDamaged: 10564,
  BackupDiskFull: 10784,
  BackupFileExists: 10784,
  BackupFileNameInvalid: 10784,
  BackupFileNotChosen: 10784,
  BackupFolderMissing: 10784,
  BackupFolderNotWritable: 10784,
  BackupInsideDataDirectory: 10784,
  BackupNotABackup: 10564,
  BackupTooLarge: 10564,
  BackupVanished: 10560,
  BackupVersionNewer: 10564,
  BackupWriteFailed: 10784,
  Cancelled: null,
  DataDirectoryUnusable: null,
  DatabaseBusy: 10513,
  DatabaseDamaged: 10513,
  DatabaseForeign: 10728,
  DatabaseVersionNewer: 10728,
  FileChoiceExpired: null,
  KeyProtectorGone: 10565,
  NotMasterSecretServer: 10766,
  PasswordMismatch: null,
  PasswordTooLong: 10839,
  PasswordTooShort: 10836,
  ReminderContainsPassword: null,
  ReminderNotPlainText: null,
  ReminderTooLong: 10840,
  RequestInvalid: null,
  SecretStoreBusy: 10814,
  SecretStoreDamaged: 10521,
  SecretStoreForeign: 10815,
  SecretStoreMissing: 10520,
  SecretStoreVersionNewer: 10521,
  SecretStoreWriteFailed: 10526,
  SelfTestFailed: null,
  Unexpected: null,
  WrongPassword: 10779,
} as const satisfies Record<string, number | null>

export type ErrorCode = keyof typeof errorEventIds

/** The inputs an error can point at. */
export type ErrorField = 'backupFile' | 'password' | 'confirmation' | 'reminder'

/** Facts that the text of an error is made of: names, counts, limits; never a secret. */
export type ErrorDetails = Readonly<Record<string, string | number>>

/** An expected failure, as it crosses a boundary (IPC, `--json`). */
export interface SsoErrorData {
  readonly code: ErrorCode
  readonly details: ErrorDetails
  readonly field?: ErrorField
  /** Names the event written for this failure, when one was. */
  readonly trackingId?: string
}

/** An operation's answer where failures are data. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: SsoErrorData }

/** The original's HRESULT of an error code (`0xC0000000` + event id), or `null` where it has none. */
export function hresultOf(code: ErrorCode): string | null {
  const eventId = errorEventIds[code]
  return eventId === null ? null : `0x${(0xc0000000 + eventId).toString(16).toUpperCase()}`
}
