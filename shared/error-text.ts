import type { ErrorCode, ErrorDetails, SsoErrorData } from './errors.ts'

/** An error in words: what happened, then what to do about it. Whole sentences, fit to show as they are. */
export interface ErrorText {
  readonly message: string
  readonly remedy: string
}

type Text = readonly [message: string, remedy: string]

/** Each text names, by its parameter, the facts its error must carry. */
const texts = {
  AccessDeniedNotLocalAdministrator: (d: { accepted: string; account: string }): Text => [
    `${d.account} is not an administrator of this computer.`,
    `Ask for an account in ${d.accepted}, or start again with elevated rights.`,
  ],
  AccessDeniedNotSsoAdministrator: (d: { accepted: string; account: string }): Text => [
    `${d.account} is not an SSO Administrator.`,
    `Use an account that is one (${d.accepted}), or ask an SSO Administrator to be added.`,
  ],
  BackupAltered: (d: { path: string }): Text => [
    `The backup file ${d.path} was changed by something else while it was being checked.`,
    'The master secret was not changed. Find out what writes to that folder, or choose another one.',
  ],
  BackupCostTooHigh: (d: { limit: number; workFactor: number }): Text => [
    `Opening this backup would take a work factor of ${d.workFactor}; the limit is ${d.limit}.`,
    'The file was not made by this product, or was tampered with. Use another copy.',
  ],
  BackupDamaged: (d: { reason: string }): Text => [
    `The backup file is damaged: ${d.reason}.`,
    'Use another copy of the backup.',
  ],
  BackupDiskFull: (d: { folder: string }): Text => [
    `There is no room left in ${d.folder}.`,
    'The master secret was not changed. Free some space there, or choose another folder.',
  ],
  BackupFileExists: (d: { path: string }): Text => [
    `A file named ${d.path} already exists.`,
    'Choose another name, or choose the same one again and confirm that it may be replaced.',
  ],
  BackupFileNameInvalid: (d: { path: string }): Text => [
    `${d.path} cannot be used as the name of a backup file.`,
    'Choose an ordinary file name in an existing folder.',
  ],
  BackupFileNotChosen: (): Text => ['No backup file is chosen.', 'Choose where to save the backup.'],
  BackupFolderMissing: (d: { folder: string }): Text => [
    `The folder ${d.folder} does not exist.`,
    'Create it or connect the drive it is on, or choose another folder.',
  ],
  BackupFolderNotWritable: (d: { account: string; folder: string }): Text => [
    `${d.account} may not write to the folder ${d.folder}.`,
    'Change its permissions, or choose another folder.',
  ],
  BackupInsideDataDirectory: (d: { folder: string }): Text => [
    `The folder ${d.folder} belongs to the SSO system itself; a backup kept there would be lost with it.`,
    'Choose a folder elsewhere, best on another disk.',
  ],
  BackupNotABackup: (): Text => [
    'This file is not a master secret backup.',
    'Choose the file that was saved when the master secret was generated (its name ends in .bak).',
  ],
  BackupTooLarge: (d: { bytes: number; limit: number }): Text => [
    `This file has ${d.bytes} bytes; a master secret backup has at most ${d.limit}.`,
    'Choose the file that was saved when the master secret was generated.',
  ],
  BackupVanished: (d: { path: string }): Text => [
    `The backup file ${d.path} was gone when it was to be checked.`,
    'The master secret was not changed. Find out what removes files from that folder, or choose another one.',
  ],
  BackupVersionNewer: (d: { supported: number; version: number }): Text => [
    `This backup was made by a newer version (format ${d.version}; this version reads up to ${d.supported}).`,
    'Open it with that version, or update this one.',
  ],
  BackupWriteFailed: (d: { folder: string; reason: string }): Text => [
    `The backup could not be written to ${d.folder} (${d.reason}).`,
    'The master secret was not changed. Check the disk, or choose another folder.',
  ],
  Cancelled: (): Text => ['The operation was cancelled.', 'Nothing was changed.'],
  DataDirectoryUnusable: (d: { path: string; reason: string }): Text => [
    `The data directory ${d.path} cannot be used (${d.reason}).`,
    'Check that it is a folder that belongs to this account, or name another with SSO_DATA_DIR or --data-dir.',
  ],
  DatabaseBusy: (d: { path: string }): Text => [
    `The SSO database ${d.path} is in use by another process.`,
    'Try again in a moment; if it goes on, find out which process holds the file.',
  ],
  DatabaseDamaged: (d: { path: string; reason: string }): Text => [
    `The SSO database ${d.path} cannot be read (${d.reason}).`,
    'It was left as it is. Restore the file from a backup of the database.',
  ],
  DatabaseForeign: (d: { path: string }): Text => [
    `The file ${d.path} is not an SSO database.`,
    'It was left as it is. Move it away, or use another data directory.',
  ],
  DatabaseVersionNewer: (d: { supported: number; version: number }): Text => [
    `The SSO database was made by a newer version (schema ${d.version}; this version knows up to ${d.supported}).`,
    'It was left as it is. Update this program.',
  ],
  FileChoiceExpired: (): Text => [
    'The chosen file is no longer remembered.',
    'Choose the backup file again.',
  ],
  KeyProtectorGone: (d: { place: string }): Text => [
    `The key that guards the secret store is gone from ${d.place}.`,
    'Put it back as it was (same account, same computer), or restore the master secret from a backup.',
  ],
  NotMasterSecretServer: (d: { masterSecretServer: string; server: string }): Text => [
    `This computer (${d.server}) is not the master secret server; ${d.masterSecretServer} is.`,
    `Do this on ${d.masterSecretServer}.`,
  ],
  PasswordMismatch: (): Text => [
    'The two passwords are not the same.',
    'Type the password again in both fields.',
  ],
  PasswordTooLong: (d: { characters: number; limit: number }): Text => [
    `The password has ${d.characters} characters; at most ${d.limit} are allowed.`,
    'Choose a shorter one.',
  ],
  PasswordTooShort: (d: { characters: number; limit: number }): Text => [
    `The password has ${d.characters} characters; at least ${d.limit} are needed.`,
    'Choose a longer one, or generate a passphrase.',
  ],
  ReminderNotPlainText: (): Text => [
    'The password reminder contains characters that cannot be shown, such as a line break.',
    'Write it in one line of ordinary text.',
  ],
  ReminderContainsPassword: (): Text => [
    'The password reminder contains the password; anybody who finds the file could read it.',
    'Write a hint that only you understand.',
  ],
  ReminderTooLong: (d: { characters: number; limit: number }): Text => [
    `The password reminder has ${d.characters} characters; at most ${d.limit} are allowed.`,
    'Shorten it.',
  ],
  RequestInvalid: (d: { channel: string; reason: string }): Text => [
    `The request ${d.channel} was not understood (${d.reason}).`,
    'Restart the program; if it happens again, report it.',
  ],
  SecretStoreBusy: (d: { holder: string }): Text => [
    `The secret store is in use: ${d.holder}.`,
    'Try again when that has finished.',
  ],
  SecretStoreDamaged: (d: { reason: string }): Text => [
    `The secret store cannot be read: ${d.reason}.`,
    'It was left as it is. Restore the master secret from a backup.',
  ],
  SecretStoreForeign: (d: { expected: string; found: string }): Text => [
    `The secret store belongs to another SSO system (${d.found}); this one is ${d.expected}.`,
    'It was left as it is. Put the store and the database of the same system together.',
  ],
  SecretStoreMissing: (d: { msid: string }): Text => [
    `The secret store that held the master secret ${d.msid} is gone.`,
    'Restore the master secret from a backup.',
  ],
  SecretStoreVersionNewer: (d: { supported: number; version: number }): Text => [
    `The secret store was written by a newer version (${d.version}; this version knows up to ${d.supported}).`,
    'It was left as it is. Update this program.',
  ],
  SecretStoreWriteFailed: (d: { reason: string }): Text => [
    `The secret store could not be replaced (${d.reason}).`,
    'The old master secret is still the current one. Check the disk that holds the data directory.',
  ],
  SelfTestFailed: (d: { primitive: string }): Text => [
    `The self-test of ${d.primitive} failed.`,
    'Nothing was opened or changed. Install the program again; do not use this computer for secrets until it passes.',
  ],
  Unexpected: (d: { incident: string }): Text => [
    `Something went wrong that should not have (incident ${d.incident}).`,
    'Details are in the log under that number; please report it.',
  ],
  WrongPassword: (): Text => [
    'The password does not open this backup.',
    'Check it against the password reminder.',
  ],
} as const satisfies Record<ErrorCode, (details: never) => Text>

/** The facts an error of code `C` carries. */
export type DetailsOf<C extends ErrorCode> =
  Parameters<(typeof texts)[C]> extends [infer D extends ErrorDetails] ? D : Record<string, never>

/** The words for an error. */
export function errorText(error: Pick<SsoErrorData, 'code' | 'details'>): ErrorText {
  const text = texts[error.code] as (details: ErrorDetails) => Text
  const [message, remedy] = text(error.details)
  return { message, remedy }
}
