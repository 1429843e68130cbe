import type { BackupStep, RestoreStep } from '../../../shared/backup.ts'
import type { GenerateStep } from '../../../shared/master-secret.ts'
import type { RehearsalPhase } from '../../../shared/rehearsal.ts'

/** What is said when a step of an operation on the master secret begins. */
export const secretSteps: Readonly<Record<GenerateStep | BackupStep | RestoreStep, string>> = {
  'deriving-key': 'Deriving the key from the password…',
  'writing-backup': 'Writing the backup…',
  'checking-backup': 'Checking that the backup opens…',
  'trying-credentials': 'Trying every credential with the secrets of the backup…',
  'making-current': 'Making the secret current…',
}

/** What is said when a phase of a rehearsal begins. */
export const rehearsalSteps: Readonly<Record<RehearsalPhase, string>> = {
  copying: 'Copying the system…',
  changing: 'Doing it on the copy…',
  reencrypting: 'Re-encrypting the credentials of the copy…',
  checking: 'Opening every credential of the copy…',
}

/** The last line of what succeeded, as the original prints it. */
export const COMPLETED = 'The operation completed successfully.'
