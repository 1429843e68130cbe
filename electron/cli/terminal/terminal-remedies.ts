import { keyReadingRemedy } from '../../../shared/error-codes/reading-remedies.ts'
import { type ErrorText, errorText, type OwnRemedies } from '../../../shared/error-text.ts'
import type { WrittenError } from '../../../shared/errors.ts'

const RECOVER =
  'Use the recovery key, if one was saved (ssoconfig -recoverWithKey), or restore the master secret from a backup (ssoconfig -restoreSecret)'
const NEXT_BEST =
  'set these credentials anew or delete their mappings, or go on all the same with --lose-credentials and their number: they may be lost then'
const OR_FORCE = 'Name another file, or replace this one with --force.'
const FORCE_AGAIN =
  'It was left as it is now. See what it holds; then use --force once more, or name another file.'

/** What to do about an error, where the words of the window would not help on a command line. */
const remedies: OwnRemedies = {
  ApplicationMissing: () => 'Check the name; -listApps shows the applications there are.',
  BackupFileChanged: () => FORCE_AGAIN,
  BackupFileExists: () => OR_FORCE,
  BackupFileNotChosen: () => 'Name the backup file.',
  BackupOfAnotherSystem: () =>
    'Nothing was changed. Name a backup of this system, or restore this one all the same with --force.',
  Busy: ({ done, total }) =>
    `Wait until that has finished; if it was paused or cancelled, ssoconfig -reencrypt resume goes on. When this was refused, ${done} of ${total} credentials were done. Nothing was changed.`,
  GenerateWouldLoseCredentials: ({ copies }) =>
    copies === ''
      ? `Nothing was changed. No other copy of these secrets is known here: look for a backup that names one of them, and restore it (ssoconfig -restoreSecret). If there is none, ${NEXT_BEST}.`
      : `Nothing was changed. These hold them: ${copies}. Undo the restore in the console, or restore the backup (ssoconfig -restoreSecret), then generate. If that cannot be done, ${NEXT_BEST}.`,
  KeyProtectorDamaged: () => `It was left as it is. ${RECOVER}: that makes a new key beside it.`,
  KeyProtectorGone: () =>
    `${RECOVER}. If it was kept for another account of this computer, that account still has it.`,
  KeyProtectorUnreadable: ({ reason }) =>
    `That does not say that it is gone, so it was left as it is. ${keyReadingRemedy(reason)} If it is lost for good, use the recovery key (ssoconfig -recoverWithKey); without one, move the secret store's file out of the data directory, keep it, and restore the master secret from a backup (ssoconfig -restoreSecret).`,
  MappingMissing: () => 'Check the names; -listMappings shows the mappings there are.',
  MasterSecretAwaitsRestore: () => 'Restore the secret here from its backup: ssoconfig -restoreSecret.',
  NoMasterSecret: () => 'Generate it (ssoconfig -generateSecret): that makes a backup, too.',
  NotMasterSecretServer: ({ masterSecretServer, server }) =>
    `Do this on ${masterSecretServer}. If that computer is lost, let this one take its place: run ssomanage -updateDB here with a file that holds <sso><globalInfo><secretServer>${server}</secretServer></globalInfo></sso> and nothing else, then restore the master secret here from its backup (ssoconfig -restoreSecret).`,
  PasswordMismatch: () => 'Type the same password twice.',
  PasswordTooShort: () => 'Use a longer one.',
  RecoveryKeyFileChanged: () => FORCE_AGAIN,
  RecoveryKeyFileExists: () => OR_FORCE,
  RecoveryKeyFileNotChosen: () => 'Name the file to save it in.',
  RecoveryKeyNotAKey: () => 'Name the file that was saved with ssoconfig -saveRecoveryKey.',
  ReplacedStoreNeeded: ({ copies }) =>
    copies === ''
      ? 'It was left as it is. No other copy of these secrets is known here: look for a backup that names one of them, and restore it (ssoconfig -restoreSecret).'
      : `It was left as it is. These hold the secrets, too: ${copies}.`,
  RestoreWouldLoseCredentials: () =>
    'Nothing was changed. Use a newer backup, or go on all the same with --force: the others may be lost then.',
  SecretBeingReplaced: () =>
    'Nothing was changed. Try again in a moment; if that does not help, run ssoconfig -showSecret on the master secret server, which has the database say so.',
  SecretNotNoted: () =>
    'The secret store was changed all the same. Run ssoconfig -showSecret on the master secret server, which has the database say so, and says which master secret is current.',
  SecretStoreUncertain: () =>
    'Keep all backups, the newest too. When the disk that holds the data directory can be read again, run ssoconfig -showSecret: it says which master secret is current.',
  ServerMissing: () => 'Check the name, or add the server first: ssomanage -addServer.',
  SystemForbidsTickets: () => 'Allow tickets in the SSO system first: ssomanage -tickets.',
  SystemRequiresTicketValidation: () =>
    'Leave it on, or turn it off in the SSO system first: ssomanage -tickets.',
  XmlFileExists: () => OR_FORCE,
}

/** The words for an error where no window is. */
export function terminalText(error: WrittenError): ErrorText {
  return errorText(error, remedies)
}

/** What happened and what to do about it, in a row. */
export function inSentences(error: WrittenError): string {
  const { message, remedy } = terminalText(error)
  return `${message} ${remedy}`
}
