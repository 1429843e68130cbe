import {
  type BackupPassword,
  type FieldErrors,
  fault,
  findPasswordFaults,
} from '../../shared/backup-password.ts'
import type { ErrorField } from '../../shared/errors.ts'
import type { FileChoice } from '../../shared/ipc/contract.ts'

export type { FieldErrors }

/** What the dialog collects. */
export interface GenerateInputs extends BackupPassword {
  readonly file: FileChoice | null
  readonly password: Uint8Array<ArrayBuffer>
  readonly confirmation: Uint8Array<ArrayBuffer>
}

/** The fields in the order in which they stand in the dialog. */
export const fieldOrder = [
  'backupFile',
  'password',
  'confirmation',
  'reminder',
] as const satisfies ErrorField[]

/** Finds, before the service is asked, what it would refuse by the inputs alone. Empty when all is well. */
export function checkInputs(inputs: GenerateInputs): FieldErrors {
  const noFile = inputs.file === null
  return {
    ...(noFile && { backupFile: fault('backupFile', 'BackupFileNotChosen', {}) }),
    ...findPasswordFaults(inputs),
  }
}
