import type { ReactNode } from 'react'
import type { Outcome } from '../../shared/errors.ts'
import { DialogFrame } from '../dialog/dialog-frame.tsx'
import type { DialogProps } from '../dialog/dialog-props.ts'
import type { StepProgress, StepsInWords } from '../dialog/run-steps.tsx'
import { useActivity } from '../dialog/use-activity.ts'
import { useLeave } from '../dialog/use-leave.ts'
import { type OperationChannels, useOperation } from '../request/use-operation.ts'
import { NewBackupForm } from './new-backup-form.tsx'
import { checkNewBackup, type NewBackupInputs, wipeNewBackup } from './new-backup-inputs.ts'
import type { ChooseFile } from './use-new-backup-fields.ts'

export interface NewBackupDialogProps<Step extends string, Result>
  extends Pick<DialogProps, 'onActivity' | 'onChanged' | 'onClose'> {
  readonly title: string
  /** What it does while it runs, for the status bar. */
  readonly activity: string
  readonly steps: StepsInWords<Step>
  readonly choose: ChooseFile
  readonly call: (inputs: NewBackupInputs) => Promise<Outcome<Result>>
  /** Those of `call`; the same ones as long as the dialog is open. */
  readonly channels: OperationChannels<StepProgress<Step>>
  /** The page that tells what came of it. */
  readonly result: (result: Result) => ReactNode
}

/** Makes a backup, and whatever else `call` does: inputs, then progress, then the result. */
export function NewBackupDialog<Step extends string, Result>(props: NewBackupDialogProps<Step, Result>) {
  const operation = useOperation<StepProgress<Step>, Result>(props.channels)
  const { phase, start } = operation
  useActivity(props.onActivity, phase.kind === 'running' ? props.activity : null)
  const leave = useLeave(operation, props)
  const submit = (inputs: NewBackupInputs) =>
    void start(() => props.call(inputs), {
      faults: checkNewBackup(inputs),
      wipe: () => wipeNewBackup(inputs),
    })
  return (
    <DialogFrame onLeave={leave}>
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
    </DialogFrame>
  )
}
