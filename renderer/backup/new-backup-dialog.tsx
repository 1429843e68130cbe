import type { ReactNode } from 'react'
import type { DialogProps } from '../dialog/dialog-props.ts'
import { FormDialog } from '../dialog/form-dialog.tsx'
import type { StepsInWords } from '../dialog/run-steps.tsx'
import { useActivity } from '../dialog/use-activity.ts'
import { useLeave } from '../dialog/use-leave.ts'
import { mayCancel, type Operation, useRun } from '../request/use-run.ts'
import { NewBackupForm } from './new-backup-form.tsx'
import type { NewBackupInputs } from './new-backup-inputs.ts'
import type { ChooseFile } from './use-new-backup-fields.ts'

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
