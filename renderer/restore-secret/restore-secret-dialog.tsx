import { DialogFrame } from '../dialog/dialog-frame.tsx'
import type { DialogProps } from '../dialog/dialog-props.ts'
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
    <DialogFrame onLeave={leave}>
      {phase.kind === 'done' ? (
        <RestoreResult restored={phase.result} onClose={props.onClose} />
      ) : (
        <RestoreForm phase={phase} onTry={tryBackup} onRestore={restore} onForget={forget} onLeave={leave} />
      )}
    </DialogFrame>
  )
}

function activityOf(phase: RestorePhase): string | null {
  if (phase.kind !== 'running') return null
  return phase.what === 'trial' ? 'Trying the backup…' : 'Restoring the master secret…'
}
