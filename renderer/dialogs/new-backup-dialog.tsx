import type { ReactNode } from 'react'
import { FormDialog } from '../ask/form-dialog.tsx'
import type { DialogProps } from '../console/console-dialogs.tsx'
import { useActivity } from '../operation/use-activity.ts'
import { NewBackupForm } from './new-backup-form.tsx'
import type { NewBackupInputs } from './new-backup-inputs.ts'
import type { StepsInWords } from './run-steps.tsx'
import { useLeave } from './use-leave.ts'
import type { ChooseFile } from './use-new-backup-fields.ts'
import { mayCancel, type Operation, useRun } from './use-run.ts'

export interface NewBackupDialogProps<Step extends string, Result>
  extends Pick<DialogProps, 'onActivity' | 'onChanged' | 'onClose'> {
  readonly title: string
  /** What it does while it runs, for the status bar. */
  readonly activity: string
  readonly steps: StepsInWords<Step>
  readonly choose: ChooseFile
  readonly operation: Operation<NewBackupInputs, Step, Result>
  /** The page that tells what came of it. */
  readonly result: (result: Result) => ReactNode
}

/** Makes a backup, and whatever else `operation` does: inputs, then progress, then the result. */
export function NewBackupDialog<Step extends string, Result>(props: NewBackupDialogProps<Step, Result>) {
  const { phase, submit, cancel } = useRun(props.operation)
  useActivity(props.onActivity, phase.kind === 'running' ? props.activity : null)
  const stoppable = phase.kind === 'running' && mayCancel(phase)
  const leave = useLeave({ kind: phase.kind, mayCancel: stoppable, cancel }, props)
  return (
    <FormDialog onLeave={leave}>
      {phase.kind === 'done' ? (
        props.result(phase.result)
      ) : (
        <NewBackupForm
          title={props.title}
          phase={phase}
          steps={props.steps}
          choose={props.choose}
          onSubmit={submit}
          onLeave={leave}
        />
      )}
    </FormDialog>
  )
}
