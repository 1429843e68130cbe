import type { ErrorEntries, Text } from './error-entry.ts'
import { readingRemedy } from './reading-remedies.ts'
import { savingTexts } from './saving.ts'

const saving = savingTexts({ noun: 'backup file', beforeRemedy: 'The master secret was not changed. ' })

/** Backup files and their passwords. */
export const backupErrors = {
  BackupAltered: {
    event: 10560,
    exit: 'damaged',
    text: saving.altered,
  },
  BackupCostTooHigh: {
    event: 10564,
    exit: 'failed',
    text: (d: { limit: number; workFactor: number }): Text => [
      `Opening this backup would take a work factor of ${d.workFactor}; the limit is ${d.limit}.`,
      'The file was not made by this product, or was tampered with. Use another copy.',
    ],
  },
  BackupDamaged: {
    event: 10564,
    exit: 'damaged',
    text: (d: { reason: string }): Text => [
      `The backup file is damaged: ${d.reason}.`,
      'Use another copy of the backup.',
    ],
  },
  BackupDiskFull: {
    event: 10784,
    exit: 'failed',
    text: saving.diskFull,
  },
  BackupFileChanged: {
    event: 10784,
    exit: 'conflict',
    text: saving.changed,
  },
  BackupFileExists: {
    event: 10784,
    exit: 'conflict',
    text: saving.exists,
  },
  BackupFileMissing: {
    event: 10784,
    exit: 'notFound',
    text: (d: { path: string }): Text => [
      `The backup file ${d.path} is not there.`,
      'Connect the drive it is on, or use another copy of the backup.',
    ],
  },
  BackupFileNameInvalid: {
    event: 10784,
    exit: 'failed',
    text: saving.nameInvalid,
  },
  BackupFileNotChosen: {
    event: 10784,
    exit: 'failed',
    text: (): Text => ['No backup file is chosen.', 'Choose the backup file.'],
  },
  BackupFileUnreadable: {
    event: 10784,
    exit: 'failed',
    text: (d: { path: string; reason: string }): Text => [
      `The backup file ${d.path} cannot be read (${d.reason}).`,
      'Check its permissions and the disk it is on, or use another copy of the backup.',
    ],
  },
  BackupFolderMissing: {
    event: 10784,
    exit: 'notFound',
    text: saving.folderMissing,
  },
  BackupFolderNotWritable: {
    event: 10784,
    exit: 'failed',
    text: saving.folderNotWritable,
  },
  BackupInsideDataDirectory: {
    event: 10784,
    exit: 'failed',
    text: saving.insideDataDirectory,
  },
  BackupNotABackup: {
    event: 10564,
    exit: 'damaged',
    text: (): Text => [
      'This file is not a master secret backup.',
      'Use the file that was saved when the master secret was generated (its name ends in .bak).',
    ],
  },
  BackupOfAnotherSystem: {
    event: 10815,
    exit: 'conflict',
    text: (d: { expected: string; found: string; readable: number; total: number }): Text => [
      `This backup belongs to another SSO system (${d.found}); this one is ${d.expected}. It would read ${d.readable} of ${d.total} credentials.`,
      'Nothing was changed. Choose a backup of this system, or restore it all the same by confirming.',
    ],
  },
  BackupStillNeeded: {
    event: 10784,
    exit: 'conflict',
    text: (d: { msid: string; path: string; under: string }): Text => [
      `${d.path} is a backup that may hold a master secret which is needed and not in the secret store: ${d.under}.`,
      'It was left as it is. Use another name.',
    ],
  },
  BackupTooLarge: {
    event: 10564,
    exit: 'failed',
    text: (d: { bytes: number; limit: number }): Text => [
      `This file has ${d.bytes} bytes; a master secret backup has at most ${d.limit}.`,
      'Use the file that was saved when the master secret was generated.',
    ],
  },
  BackupVanished: {
    event: 10560,
    exit: 'notFound',
    text: saving.vanished,
  },
  BackupVersionNewer: {
    event: 10564,
    exit: 'failed',
    text: (d: { supported: number; version: number }): Text => [
      `This backup was made by a newer version (format ${d.version}; this version reads up to ${d.supported}).`,
      'Open it with that version, or update this one.',
    ],
  },
  BackupWriteFailed: {
    event: 10784,
    exit: 'failed',
    text: saving.writeFailed,
  },
  FileChoiceExpired: {
    event: null,
    exit: 'failed',
    text: (): Text => ['The chosen file is no longer remembered.', 'Choose the file again.'],
  },
  PasswordMismatch: {
    event: null,
    exit: 'failed',
    text: (): Text => ['The two passwords are not the same.', 'Type the password again in both fields.'],
  },
  PasswordNotTypeable: {
    event: null,
    exit: 'failed',
    text: (): Text => [
      'The password has characters that cannot be typed, such as a tab or an invisible mark, or is not UTF-8 text.',
      'Use one that can be typed on any keyboard that may be at hand; save a file that holds it as UTF-8.',
    ],
  },
  PasswordTooLong: {
    event: 10839,
    exit: 'failed',
    text: (d: { characters: number; limit: number }): Text => [
      `The password has ${d.characters} characters; at most ${d.limit} are allowed.`,
      'Use a shorter one.',
    ],
  },
  PasswordTooShort: {
    event: 10836,
    exit: 'failed',
    text: (d: { characters: number; limit: number }): Text => [
      `The password has ${d.characters} characters; at least ${d.limit} are needed.`,
      'Use a longer one, or generate a passphrase.',
    ],
  },
  ReminderNotPlainText: {
    event: null,
    exit: 'failed',
    text: (): Text => [
      'The password reminder contains characters that cannot be shown, such as a line break.',
      'Write it in one line of ordinary text.',
    ],
  },
  ReminderContainsPassword: {
    event: null,
    exit: 'failed',
    text: (): Text => [
      'The password reminder contains the password; anybody who finds the file could read it.',
      'Write a hint that only you understand.',
    ],
  },
  ReminderTooLong: {
    event: 10840,
    exit: 'failed',
    text: (d: { characters: number; limit: number }): Text => [
      `The password reminder has ${d.characters} characters; at most ${d.limit} are allowed.`,
      'Shorten it.',
    ],
  },
  TargetNotOrdinaryFile: {
    event: 10784,
    exit: 'conflict',
    text: (d: { kind: string; path: string }): Text => [
      `${d.path} is ${d.kind}, not an ordinary file. It was left as it is.`,
      'What is saved is first written beside its place and read back, and then put there, which only an ordinary file allows. Use one, or a name that is not taken yet.',
    ],
  },
  TargetStillNeeded: {
    event: 10784,
    exit: 'conflict',
    text: (d: { kind: string; path: string }): Text => [
      `${d.path} is ${d.kind}, which nothing else takes the place of.`,
      'It was left as it is. Use another name.',
    ],
  },
  TargetUnreadable: {
    event: 10784,
    exit: 'failed',
    text: (d: { path: string; reason: string }): Text => [
      `The file ${d.path}, which is to be replaced, cannot be read (${d.reason}), so nobody knows what it holds.`,
      `It was left as it is. ${readingRemedy(d.reason)} Or use another name.`,
    ],
  },
  WrongPassword: {
    event: 10779,
    exit: 'wrongPassword',
    text: (): Text => ['The password does not open this backup.', 'Check it against the password reminder.'],
  },
} as const satisfies ErrorEntries
