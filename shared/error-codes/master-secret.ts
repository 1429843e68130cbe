import type { ErrorEntries, Text } from './error-entry.ts'
import { keyReadingRemedy, readingRemedy } from './reading-remedies.ts'
import { savingTexts } from './saving.ts'

const NO_COPY =
  'No other copy of these secrets is known here: look for a backup that names one of them, and restore it.'

const savingKey = savingTexts({ noun: 'recovery key file', firstOfAll: 'The recovery key was not saved. ' })

/** The master secret, its store and re-encryption. */
export const masterSecretErrors = {
  Busy: {
    event: 10814,
    exit: 'conflict',
    text: (d: { done: number; total: number }): Text => [
      // Without numbers: it stands beside what is refused for as long as it is, and a bar shows how far that is.
      'The re-encryption of the credentials under the current master secret is not done yet.',
      `Wait until that has finished; if it was paused or cancelled, resume it. When this was refused, ${d.done} of ${d.total} credentials were done. Nothing was changed.`,
    ],
  },
  Cancelled: {
    event: null,
    exit: 'failed',
    text: (): Text => ['The operation was cancelled.', 'Nothing was changed.'],
  },
  KeyProtectorDamaged: {
    event: 10565,
    exit: 'damaged',
    text: (d: { place: string; reason: string }): Text => [
      `The key that guards the secret store is damaged in ${d.place}: ${d.reason}.`,
      'It was left as it is. Use the recovery key, if one was saved (Recover Key), or restore the master secret from a backup: that makes a new key beside it.',
    ],
  },
  GenerateWouldLoseCredentials: {
    event: 10815,
    exit: 'conflict',
    text: (d: { copies: string; rows: number; total: number; under: string }): Text => [
      `${d.rows} of ${d.total} credentials are under master secrets that are not in the secret store, and would not be after a new one: ${d.under}.`,
      d.copies === ''
        ? `Nothing was changed. ${NO_COPY} If there is none, set these credentials anew or delete their mappings, or confirm that they may be lost.`
        : `Nothing was changed. These hold them: ${d.copies}. Undo the restore, or restore the backup, then generate. If that cannot be done, set these credentials anew or delete their mappings, or confirm that they may be lost.`,
    ],
  },
  KeyProtectorGone: {
    event: 10565,
    exit: 'notFound',
    text: (d: { place: string }): Text => [
      `The key that guards the secret store is gone from ${d.place}.`,
      'Use the recovery key, if one was saved (Recover Key), or restore the master secret from a backup. If it was kept for another account of this computer, that account still has it.',
    ],
  },
  KeyProtectorUnavailable: {
    event: null,
    exit: 'failed',
    text: (d: { place: string; reason: string }): Text => [
      `The key of the secret store cannot be kept in ${d.place} (${d.reason}).`,
      'No key was changed or removed. Unlock the keyring or check the disk, or use the other protector.',
    ],
  },
  KeyProtectorUnreadable: {
    event: 10565,
    exit: 'failed',
    text: (d: { place: string; reason: string }): Text => [
      `The key that guards the secret store cannot be read from ${d.place} now (${d.reason}).`,
      `That does not say that it is gone, so it was left as it is. ${keyReadingRemedy(d.reason)} If it is lost for good, use the recovery key (Recover Key); without one, move the secret store's file out of the data directory, keep it, and restore the master secret from a backup.`,
    ],
  },
  MasterSecretAwaitsRestore: {
    event: 10520,
    exit: 'notFound',
    text: (d: { msid: string; previousServer: string; server: string }): Text => [
      `This computer (${d.server}) is the master secret server now, in place of ${d.previousServer}, but does not hold the master secret ${d.msid} yet.`,
      'Restore the secret here from its backup (Restore Secret).',
    ],
  },
  NoMasterSecret: {
    event: 10520,
    exit: 'notFound',
    text: (): Text => [
      'No master secret was generated yet, so there is nothing to back up.',
      'Generate it: that makes a backup, too.',
    ],
  },
  RecoveryKeyAltered: {
    event: 10560,
    exit: 'damaged',
    text: savingKey.altered,
  },
  RecoveryKeyDamaged: {
    event: 10565,
    exit: 'damaged',
    text: (d: { reason: string }): Text => [
      `The recovery key file is damaged: ${d.reason}.`,
      'Use another copy of it, or restore the master secret from a backup.',
    ],
  },
  RecoveryKeyDiskFull: {
    event: 10784,
    exit: 'failed',
    text: savingKey.diskFull,
  },
  RecoveryKeyFileChanged: {
    event: 10784,
    exit: 'conflict',
    text: savingKey.changed,
  },
  RecoveryKeyFileExists: {
    event: 10784,
    exit: 'conflict',
    text: savingKey.exists,
  },
  RecoveryKeyFileNameInvalid: {
    event: 10784,
    exit: 'failed',
    text: savingKey.nameInvalid,
  },
  RecoveryKeyFileNotChosen: {
    event: 10784,
    exit: 'failed',
    text: (): Text => ['The recovery key has no file to go to.', 'Choose where to save it.'],
  },
  RecoveryKeyFolderMissing: {
    event: 10784,
    exit: 'notFound',
    text: savingKey.folderMissing,
  },
  RecoveryKeyFolderNotWritable: {
    event: 10784,
    exit: 'failed',
    text: savingKey.folderNotWritable,
  },
  RecoveryKeyForeign: {
    event: 10565,
    exit: 'conflict',
    text: (d: { expected: string; found: string }): Text => [
      `This recovery key belongs to another SSO system (${d.found}); this one is ${d.expected}.`,
      'Nothing was changed. Use the recovery key of this system, or restore the master secret from a backup.',
    ],
  },
  RecoveryKeyInsideDataDirectory: {
    event: 10784,
    exit: 'failed',
    text: savingKey.insideDataDirectory,
  },
  RecoveryKeyNotAKey: {
    event: 10565,
    exit: 'damaged',
    text: (): Text => [
      'This file is not a recovery key.',
      'Choose the file that was saved with Save Recovery Key.',
    ],
  },
  RecoveryKeyUnreadable: {
    event: 10784,
    exit: 'failed',
    text: (d: { path: string; reason: string }): Text => [
      `The recovery key file ${d.path} cannot be read (${d.reason}).`,
      'Connect the drive it is on and check its permissions, or use another copy of it.',
    ],
  },
  RecoveryKeyVanished: {
    event: 10560,
    exit: 'notFound',
    text: savingKey.vanished,
  },
  RecoveryKeyVersionNewer: {
    event: 10565,
    exit: 'failed',
    text: (d: { supported: number; version: number }): Text => [
      `This recovery key was saved by a newer version (format ${d.version}; this version reads up to ${d.supported}).`,
      'Use it with that version, or update this one.',
    ],
  },
  RecoveryKeyWriteFailed: {
    event: 10784,
    exit: 'failed',
    text: savingKey.writeFailed,
  },
  RecoveryKeyWrong: {
    event: 10521,
    exit: 'wrongPassword',
    text: (d: { savedAt: string }): Text => [
      `The recovery key saved at ${d.savedAt} does not open the secret store: the store has another key since, or is damaged.`,
      'Nothing was changed. Use the recovery key that was saved last, or restore the master secret from a backup.',
    ],
  },
  ReencryptionFailed: {
    event: 10522,
    exit: 'failed',
    text: (d: { reason: string }): Text => [
      `The credentials could not be re-encrypted (${d.reason}).`,
      'No credential was lost: each is readable as before. It is tried again by itself.',
    ],
  },
  RehearsalNeedsSpace: {
    event: null,
    exit: 'failed',
    text: (d: { folder: string; freeMebibytes: number; neededMebibytes: number }): Text => [
      `A rehearsal needs ${d.neededMebibytes} MiB on the disk that holds ${d.folder}; ${d.freeMebibytes} MiB are free.`,
      'Nothing was changed. Free some space there and try again.',
    ],
  },
  ReplacedStoreNotRemoved: {
    event: null,
    exit: 'failed',
    text: (d: { name: string; reason: string }): Text => [
      `The replaced secret store ${d.name} could not be removed for good (${d.reason}).`,
      'The secret store in use is as it was. Check the disk that holds the data directory, then try again.',
    ],
  },
  ReplacedStoreUnreadable: {
    event: null,
    exit: 'failed',
    text: (d: { name: string; reason: string }): Text => [
      `The replaced secret store ${d.name} cannot be read now (${d.reason}).`,
      `Nothing was changed. ${readingRemedy(d.reason)}`,
    ],
  },
  ReplacedStoresUnreadable: {
    event: null,
    exit: 'failed',
    text: (d: { folder: string; reason: string }): Text => [
      `Which secret stores were replaced by restores cannot be read from ${d.folder} now (${d.reason}).`,
      `Nothing was changed. ${readingRemedy(d.reason)}`,
    ],
  },
  ReplacedStoreMissing: {
    event: null,
    exit: 'notFound',
    text: (d: { name: string }): Text => [
      `There is no replaced secret store named ${d.name}.`,
      'It was removed, or a new master secret was generated since. Nothing was changed.',
    ],
  },
  ReplacedStoreNeeded: {
    event: null,
    exit: 'conflict',
    text: (d: { copies: string; name: string; rows: number; under: string }): Text => [
      `The replaced secret store ${d.name} may be the last here to hold what opens ${d.rows} credentials: ${d.under}.`,
      d.copies === ''
        ? `It was left as it is. Undo the restore. ${NO_COPY} Or confirm that these credentials may be lost.`
        : `It was left as it is. Undo the restore. These hold the secrets, too: ${d.copies}; make sure that you can open them before you confirm.`,
    ],
  },
  RestoreWouldLoseCredentials: {
    event: 10815,
    exit: 'conflict',
    text: (d: { readable: number; total: number }): Text => [
      `Only ${d.readable} of ${d.total} credentials could be read with these master secrets.`,
      'Nothing was changed. Use a newer backup, or go on all the same by confirming that the others may be lost.',
    ],
  },
  SecretBeingReplaced: {
    event: 10783,
    exit: 'conflict',
    text: (d: { msid: string }): Text => [
      `The master secret ${d.msid} was replaced in the secret store just now, and the database does not say so yet.`,
      'Nothing was changed. Try again in a moment; if that does not help, open the console on the master secret server, which has the database say so.',
    ],
  },
  SecretNotNoted: {
    event: 10513,
    exit: 'conflict',
    text: (d: { msid: string }): Text => [
      `The SSO database does not name ${d.msid} as the current master secret.`,
      'The secret store was changed all the same. Open the console on the master secret server, which has the database say so; the System node says which master secret is current.',
    ],
  },
  SecretStoreBusy: {
    event: 10814,
    exit: 'conflict',
    text: (d: { holder: string }): Text => [
      `The secret store is in use: ${d.holder}.`,
      'Try again when that has finished.',
    ],
  },
  SecretStoreChanged: {
    event: 10814,
    exit: 'conflict',
    text: (): Text => [
      'The secret store was changed by something else while this was under way.',
      'It was left as it is now. See which master secret is current, and try again.',
    ],
  },
  SecretStoreDamaged: {
    event: 10521,
    exit: 'damaged',
    text: (d: { reason: string }): Text => [
      `The secret store is damaged: ${d.reason}.`,
      'It was left as it is. Restore the master secret from a backup.',
    ],
  },
  SecretStoreForeign: {
    event: 10815,
    exit: 'conflict',
    text: (d: { expected: string; found: string }): Text => [
      `The secret store belongs to another SSO system (${d.found}); this one is ${d.expected}.`,
      'It was left as it is. Put the store and the database of the same system together.',
    ],
  },
  SecretStoreLockFailed: {
    event: 10526,
    exit: 'failed',
    text: (d: { path: string; reason: string }): Text => [
      `The file that locks the secret store, ${d.path}, cannot be relied on (${d.reason}).`,
      'The secret store was not changed by this. Check the disk and the permissions of that file; what is no lock may be removed when nothing else of this product runs. Then try again.',
    ],
  },
  SecretStoreMissing: {
    event: 10520,
    exit: 'notFound',
    text: (d: { msid: string }): Text => [
      `The secret store that held the master secret ${d.msid} is gone.`,
      'Restore the master secret from a backup.',
    ],
  },
  SecretStoreUncertain: {
    event: 10526,
    exit: 'failed',
    text: (d: { found: string; reason: string }): Text => [
      `Replacing the secret store failed (${d.reason}), and ${d.found}: whether the old or the new master secrets are in use is not known.`,
      'Keep all backups, the newest too. When the disk that holds the data directory can be read again, look at the System node: it says which master secret is current.',
    ],
  },
  SecretStoreUnreadable: {
    event: 10521,
    exit: 'failed',
    text: (d: { path: string; reason: string }): Text => [
      `The secret store ${d.path} cannot be read now (${d.reason}).`,
      `That does not say that it is gone or damaged, so it was left as it is. ${readingRemedy(d.reason)} If it can never be read again, move it out of the data directory, keep it, and restore the master secret from a backup.`,
    ],
  },
  SecretStoreVersionNewer: {
    event: 10521,
    exit: 'failed',
    text: (d: { supported: number; version: number }): Text => [
      `The secret store was written by a newer version (${d.version}; this version knows up to ${d.supported}).`,
      'It was left as it is. Update this program.',
    ],
  },
  SecretStoreWriteFailed: {
    event: 10526,
    exit: 'failed',
    text: (d: { reason: string }): Text => [
      `The secret store could not be written (${d.reason}).`,
      'The secret store is as it was before. Check the disk that holds the data directory, then try again.',
    ],
  },
  SecretUnavailable: {
    event: 10783,
    exit: 'notFound',
    text: (d: { msid: string }): Text => [
      `The master secret ${d.msid}, which is needed for these credentials, is not available.`,
      'Restore the master secret from a backup; if there was none yet, generate it.',
    ],
  },
} as const satisfies ErrorEntries
