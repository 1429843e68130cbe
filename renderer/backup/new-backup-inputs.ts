import {
  type BackupPassword,
  type FieldErrors,
  fault,
  findPasswordFaults,
} from '../../shared/backup-password.ts'
import type { FileChoice } from '../../shared/ipc/file-choice.ts'

/** What the form of a new backup collects. */
export interface NewBackupInputs extends BackupPassword {
  readonly file: FileChoice | null
  readonly password: Uint8Array<ArrayBuffer>
  readonly confirmation: Uint8Array<ArrayBuffer>
  /** How many credentials may be lost, as was confirmed. */
  readonly mayLose?: number
}

/** Finds, before the service is asked, what it would refuse by the inputs alone. Empty when all is well. */
export function checkNewBackup(inputs: NewBackupInputs): FieldErrors {
  const noFile = inputs.file === null
  return {
    ...(noFile && { backupFile: fault('backupFile', 'BackupFileNotChosen', {}) }),
    ...findPasswordFaults(inputs),
  }
}

/** The inputs as they are sent. */
export function newBackupRequest({ file, password, confirmation, reminder }: NewBackupInputs) {
  return { file: file?.token ?? null, password, confirmation, reminder }
}

export function wipeNewBackup({ password, confirmation }: NewBackupInputs): void {
  password.fill(0)
  confirmation.fill(0)
}
