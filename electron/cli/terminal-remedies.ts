import type { ErrorCode } from '../../shared/errors.ts'

/** What to do about an error, where the words of the window would not help on a command line. */
const remedies: Readonly<Partial<Record<ErrorCode, string>>> = {
  BackupFileExists: 'Name another file, or replace this one with --force.',
  BackupOfAnotherSystem:
    'Nothing was changed. Name a backup of this system, or restore this one all the same with --force.',
  KeyProtectorGone:
    'Use the recovery key, if one was saved (ssoconfig -recoverWithKey), or restore the master secret from a backup (ssoconfig -restoreSecret). If it was kept for another account of this computer, that account still has it.',
  MasterSecretAwaitsRestore: 'Restore the secret here from its backup: ssoconfig -restoreSecret.',
  NoMasterSecret: 'Generate it (ssoconfig -generateSecret): that makes a backup, too.',
  PasswordMismatch: 'Type the same password twice.',
  RecoveryKeyNotAKey: 'Name the file that was saved with ssoconfig -saveRecoveryKey.',
  RestoreWouldLoseCredentials:
    'Nothing was changed. Use a newer backup, or go on all the same with --force: the others may be lost then.',
  ServerMissing: 'Check the name, or add the server first: ssomanage -addServer.',
  XmlFileExists: 'Name another file, or replace this one with --force.',
}

/** @returns `otherwise`, the remedy of the window, where its words do */
export function terminalRemedy(code: ErrorCode, otherwise: string): string {
  return remedies[code] ?? otherwise
}
