import type { DialogProps } from '../dialog/dialog-props.ts'
import { FormDialog } from '../dialog/form-dialog.tsx'
import { useActivity } from '../dialog/use-activity.ts'
import { useLeave } from '../dialog/use-leave.ts'
import { RestoreForm } from './restore-form.tsx'
import { RestoreResult } from './restore-result.tsx'
import { type RestorePhase, useRestore } from './use-restore.ts'

/** Restores the master secret from a backup: which one, a trial of it, the restore itself, and its result. */
export function RestoreSecretDialog(props: DialogProps) {
  const { phase, tryBackup, restore, cancel, forget } = useRestore(props.overview?.systemId ?? '')
  useActivity(props.onActivity, activityOf(phase))
  const leave = useLeave({ phase, cancel }, props)
  return (
    <FormDialog onLeave={leave}>
      {phase.kind === 'done' ? (
        <RestoreResult restored={phase.result} onClose={props.onClose} />
      ) : (
        <RestoreForm phase={phase} onTry={tryBackup} onRestore={restore} onForget={forget} onLeave={leave} />
      )}
    </FormDialog>
  )
}

function activityOf(phase: RestorePhase): string | null {
  if (phase.kind !== 'running') return null
  return phase.what === 'trial' ? 'Trying the backup…' : 'Restoring the master secret…'
}
