import { useEffect } from 'react'
import { FormDialog } from '../ask/form-dialog.tsx'
import type { DialogProps } from '../console/console-dialogs.tsx'
import { useActivity } from '../operation/use-activity.ts'
import { RestoreForm } from './restore-form.tsx'
import { RestoreResult } from './restore-result.tsx'
import { mayCancel, type RestorePhase, useRestore } from './use-restore.ts'

/** Restores the master secret from a backup: which one, a trial of it, the restore itself, and its result. */
export function RestoreSecretDialog({ overview, onActivity, onChanged, onClose }: DialogProps) {
  const { phase, tryBackup, restore, cancel, forget } = useRestore(overview?.systemId ?? '')
  useActivity(onActivity, activityOf(phase))
  useEffect(() => {
    if (phase.kind === 'done') onChanged()
  }, [phase.kind, onChanged])
  const leave = () => {
    if (phase.kind !== 'running') onClose()
    else if (mayCancel(phase)) cancel()
  }
  return (
    <FormDialog onLeave={leave}>
      {phase.kind === 'done' ? (
        <RestoreResult restored={phase.restored} onClose={onClose} />
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
