import type { BackupProgress, BackupVerification } from '../../shared/backup.ts'
import { type FieldErrors, fault } from '../../shared/backup-password.ts'
import { DialogFrame } from '../dialog/dialog-frame.tsx'
import type { DialogProps } from '../dialog/dialog-props.ts'
import { useActivity } from '../dialog/use-activity.ts'
import { useLeave } from '../dialog/use-leave.ts'
import { useHost } from '../host/host.ts'
import { useOperation } from '../request/use-operation.ts'
import { VerifyForm, type VerifyInputs } from './verify-form.tsx'
import { VerifyResult } from './verify-result.tsx'

/** Finds out whether a backup opens and what it is worth here; changes nothing. */
export function VerifyBackupDialog(props: DialogProps) {
  const { sso } = useHost()
  const operation = useOperation<BackupProgress, BackupVerification>(sso.backup)
  const { phase, start } = operation
  useActivity(props.onActivity, phase.kind === 'running' ? 'Verifying the backup…' : null)
  const leave = useLeave(operation, props)
  const submit = (inputs: VerifyInputs) =>
    void start(() => sso.backup.verify(inputs), {
      faults: faultsIn(inputs),
      wipe: () => inputs.password.fill(0),
    })
  return (
    <DialogFrame onLeave={leave}>
      {phase.kind === 'done' ? (
        <VerifyResult verification={phase.result} systemId={props.overview?.systemId ?? ''} onClose={leave} />
      ) : (
        <VerifyForm phase={phase} onSubmit={submit} onLeave={leave} />
      )}
    </DialogFrame>
  )
}

function faultsIn({ file }: VerifyInputs): FieldErrors {
  return file === null ? { backupFile: fault('backupFile', 'BackupFileNotChosen', {}) } : {}
}
