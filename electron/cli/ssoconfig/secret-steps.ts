import type { BackupStep, RestoreStep } from '../../../shared/backup.ts'
import type { SsoErrorData } from '../../../shared/errors.ts'
import type { GenerateStep } from '../../../shared/master-secret.ts'
import type { ReencryptionOverview } from '../../../shared/reencryption.ts'
import type { RehearsalPhase } from '../../../shared/rehearsal.ts'
import { writerInWords } from '../../../shared/writer-in-words.ts'
import { terminalText } from '../terminal/terminal-remedies.ts'
import type { VerbContext } from '../verb/verb-context.ts'
import { COMPLETED } from '../verb-parts/answers.ts'

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

/** Says, once for each, who is writing to the database that is waited for. */
export function sayBusy({ progress }: Pick<VerbContext, 'progress'>): (holder: string | null) => void {
  let said: string | null | undefined
  return (holder) => {
    if (said !== holder)
      progress.step(`Waiting for the database, which ${writerInWords(holder)} is writing to…`)
    said = holder
  }
}

/** The last lines of what made a secret current. Only what is done altogether has completed. */
export function closingWords(
  noteFailure: SsoErrorData | null,
  reencryption: ReencryptionOverview | null,
): readonly string[] {
  if (noteFailure !== null)
    return [
      `The master secret is current, but the database has not been told yet: ${terminalText(noteFailure).message}`,
      'No credential is re-encrypted until then. The console, or the next command in this data directory, tells it as soon as it can be written to.',
    ]
  if (isUnfinished(reencryption))
    return ['The master secret is current, but not all credentials are under it yet.']
  return [COMPLETED]
}

/** Whether what made a secret current calls for exit code 1, although it is current. */
export function isHalfDone(
  noteFailure: SsoErrorData | null,
  reencryption: ReencryptionOverview | null,
): boolean {
  return noteFailure !== null || isUnfinished(reencryption)
}

function isUnfinished(reencryption: ReencryptionOverview | null): boolean {
  return reencryption !== null && reencryption.phase !== 'done'
}
