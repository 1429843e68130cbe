import type { Text } from './text.ts'

/** Backup files and their passwords. */
export const backupTexts = {
  BackupAltered: (d: { path: string }): Text => [
    `The file ${d.path} was changed by something else while it was being checked.`,
    'The master secret was not changed. Find out what writes to that folder, or use another one.',
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
    'The master secret was not changed. Free some space there, or use another folder.',
  ],
  BackupFileChanged: (d: { path: string }): Text => [
    `The file ${d.path} was replaced or changed by somebody else after it was agreed that it may be replaced.`,
    'It was left as it is now. See what it holds; then choose it again and agree once more, or use another name.',
  ],
  BackupFileExists: (d: { path: string }): Text => [
    `A file named ${d.path} already exists.`,
    'Choose another name, or choose the same one again and confirm that it may be replaced.',
  ],
  BackupFileMissing: (d: { path: string }): Text => [
    `The backup file ${d.path} is not there.`,
    'Connect the drive it is on, or use another copy of the backup.',
  ],
  BackupFileNameInvalid: (d: { path: string }): Text => [
    `${d.path} cannot be used as the name of a backup file.`,
    'Use an ordinary file name in an existing folder.',
  ],
  BackupFileNotChosen: (): Text => ['No backup file is chosen.', 'Choose the backup file.'],
  BackupFileUnreadable: (d: { path: string; reason: string }): Text => [
    `The backup file ${d.path} cannot be read (${d.reason}).`,
    'Check its permissions and the disk it is on, or use another copy of the backup.',
  ],
  BackupFolderMissing: (d: { folder: string }): Text => [
    `The folder ${d.folder} does not exist.`,
    'Create it or connect the drive it is on, or use another folder.',
  ],
  BackupFolderNotWritable: (d: { account: string; folder: string }): Text => [
    `${d.account} may not write to the folder ${d.folder}.`,
    'Change its permissions, or use another folder. A disk that may only be read takes no file, whatever its permissions.',
  ],
  BackupInsideDataDirectory: (d: { folder: string }): Text => [
    `The folder ${d.folder} belongs to the SSO system itself; what is kept there would be lost with it.`,
    'Use a folder elsewhere, best on another disk.',
  ],
  BackupNotABackup: (): Text => [
    'This file is not a master secret backup.',
    'Use the file that was saved when the master secret was generated (its name ends in .bak).',
  ],
  BackupOfAnotherSystem: (d: { expected: string; found: string; readable: number; total: number }): Text => [
    `This backup belongs to another SSO system (${d.found}); this one is ${d.expected}. It would read ${d.readable} of ${d.total} credentials.`,
    'Nothing was changed. Choose a backup of this system, or restore it all the same by confirming.',
  ],
  BackupStillNeeded: (d: { msid: string; path: string; under: string }): Text => [
    `${d.path} is a backup that may hold a master secret which is needed and not in the secret store: ${d.under}.`,
    'It was left as it is. Use another name.',
  ],
  BackupTooLarge: (d: { bytes: number; limit: number }): Text => [
    `This file has ${d.bytes} bytes; a master secret backup has at most ${d.limit}.`,
    'Use the file that was saved when the master secret was generated.',
  ],
  BackupVanished: (d: { path: string }): Text => [
    `The file ${d.path} was gone when it was to be checked.`,
    'The master secret was not changed. Find out what removes files from that folder, or use another one.',
  ],
  BackupVersionNewer: (d: { supported: number; version: number }): Text => [
    `This backup was made by a newer version (format ${d.version}; this version reads up to ${d.supported}).`,
    'Open it with that version, or update this one.',
  ],
  BackupWriteFailed: (d: { folder: string; reason: string }): Text => [
    `The file could not be written to ${d.folder} (${d.reason}).`,
    'The master secret was not changed. Check the disk, or use another folder.',
  ],
  FileChoiceExpired: (): Text => ['The chosen file is no longer remembered.', 'Choose the file again.'],
  PasswordMismatch: (): Text => [
    'The two passwords are not the same.',
    'Type the password again in both fields.',
  ],
  PasswordNotTypeable: (): Text => [
    'The password has characters that cannot be typed, such as a tab or an invisible mark, or is not UTF-8 text.',
    'Use one that can be typed on any keyboard that may be at hand; save a file that holds it as UTF-8.',
  ],
  PasswordTooLong: (d: { characters: number; limit: number }): Text => [
    `The password has ${d.characters} characters; at most ${d.limit} are allowed.`,
    'Use a shorter one.',
  ],
  PasswordTooShort: (d: { characters: number; limit: number }): Text => [
    `The password has ${d.characters} characters; at least ${d.limit} are needed.`,
    'Use a longer one, or generate a passphrase.',
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
  TargetNotOrdinaryFile: (d: { kind: string; path: string }): Text => [
    `${d.path} is ${d.kind}, not an ordinary file. It was left as it is.`,
    'What is saved is first written beside its place and read back, and then put there, which only an ordinary file allows. Use one, or a name that is not taken yet.',
  ],
  TargetStillNeeded: (d: { kind: string; path: string }): Text => [
    `${d.path} is ${d.kind}, which nothing else takes the place of.`,
    'It was left as it is. Use another name.',
  ],
  WrongPassword: (): Text => [
    'The password does not open this backup.',
    'Check it against the password reminder.',
  ],
} as const
