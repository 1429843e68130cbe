import type { BackupProgress, BackupVerification } from '../../shared/backup.ts'
import { fault } from '../../shared/backup-password.ts'
import type { DialogProps } from '../dialog/dialog-props.ts'
import { FormDialog } from '../dialog/form-dialog.tsx'
import { useActivity } from '../dialog/use-activity.ts'
import { useLeave } from '../dialog/use-leave.ts'
import { type Host, useHost } from '../host/host.ts'
import { mayCancel, type Operation, useRun } from '../request/use-run.ts'
import { VerifyForm, type VerifyInputs } from './verify-form.tsx'
import { VerifyResult } from './verify-result.tsx'

/** Finds out whether a backup opens and what it is worth here; changes nothing. */
export function VerifyBackupDialog(props: DialogProps) {
  const { sso } = useHost()
  const { phase, submit, cancel } = useRun(verifying(sso))
  useActivity(props.onActivity, phase.kind === 'running' ? 'Verifying the backup…' : null)
  const stoppable = phase.kind === 'running' && mayCancel(phase)
  const leave = useLeave({ kind: phase.kind, mayCancel: stoppable, cancel }, props)
  return (
    <FormDialog onLeave={leave}>
      {phase.kind === 'done' ? (
        <VerifyResult verification={phase.result} systemId={props.overview?.systemId ?? ''} onClose={leave} />
      ) : (
        <VerifyForm phase={phase} onSubmit={submit} onLeave={leave} />
      )}
    </FormDialog>
  )
}

function verifying({
  backup,
}: Host['sso']): Operation<VerifyInputs, BackupProgress['step'], BackupVerification> {
  return {
    check: ({ file }) =>
      file === null ? { backupFile: fault('backupFile', 'BackupFileNotChosen', {}) } : {},
    call: (inputs) => backup.verify(inputs),
    onProgress: backup.onProgress,
    cancel: () => backup.cancel({}),
    wipe: ({ password }) => {
      password.fill(0)
    },
  }
}
