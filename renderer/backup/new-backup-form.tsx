import { makeStyles, tokens } from '@fluentui/react-components'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { FieldErrors } from '../../shared/backup-password.ts'
import type { FileChoice } from '../../shared/ipc/file-choice.ts'
import { DialogPage } from '../dialog/dialog-page.tsx'
import { RunButtons } from '../dialog/run-buttons.tsx'
import { RunSteps, type StepProgress, type StepsInWords } from '../dialog/run-steps.tsx'
import { TextField } from '../dialog/text-field.tsx'
import { useFocusFirstError } from '../dialog/use-focus-first-error.ts'
import { type StandingErrors, useStandingErrors } from '../dialog/use-standing-errors.ts'
import type { FormPhase } from '../request/use-operation.ts'
import { BackupFileField } from './backup-file-field.tsx'
import { FailureOfBackup } from './failure-of-backup.tsx'
import { checkNewBackup, type NewBackupInputs, wipeNewBackup } from './new-backup-inputs.ts'
import { PasswordFields } from './password-fields.tsx'
import {
  type ChooseFile,
  type FormRefs,
  readInputs,
  useFileChoice,
  useFormRefs,
} from './use-new-backup-fields.ts'
import { usePassphrase } from './use-passphrase.ts'
import { usePasswordStrength } from './use-password-strength.ts'

const useStyles = makeStyles({
  fields: { display: 'grid', gap: tokens.spacingVerticalMNudge, minWidth: 0 },
})

const noErrors: FieldErrors = {}

export interface NewBackupFormProps<Step extends string> {
  readonly title: string
  readonly phase: FormPhase<StepProgress<Step>>
  readonly steps: StepsInWords<Step>
  readonly choose: ChooseFile
  readonly onSubmit: (inputs: NewBackupInputs) => void
  readonly onLeave: () => void
}

/** The inputs of what makes a backup, disabled with the steps beneath while it runs. */
export function NewBackupForm<Step extends string>(props: NewBackupFormProps<Step>) {
  const { phase, onSubmit } = props
  const styles = useStyles()
  const refs = useFormRefs()
  const running = phase.kind === 'running'
  const found = running ? noErrors : phase.errors
  const [choice, browse] = useFileChoice(found, props.choose)
  const [errors, onChanged] = useFormErrors(found, refs, choice)
  useFocusFirstError(refs, found)
  const passwordFields = usePasswordFields(refs, running, onChanged)
  const [mayLose, setMayLose] = useState(0)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit({ ...readInputs(refs, choice), ...(mayLose > 0 && { mayLose }) })
    setMayLose(0)
  }
  return (
    <form noValidate onSubmit={submit}>
      <DialogPage
        title={props.title}
        buttons={<RunButtons submitLabel="OK" phase={phase} onLeave={props.onLeave} />}
      >
        {!running && phase.failure && <FailureOfBackup error={phase.failure} onMayLose={setMayLose} />}
        <div className={styles.fields}>
          <BackupFileField
            path={choice?.displayPath ?? ''}
            error={errors.backupFile}
            browseRef={refs.backupFile}
            disabled={running}
            onBrowse={browse}
          />
          <PasswordFields {...passwordFields} errors={errors} disabled={running} />
          <TextField
            label="Password reminder"
            hint="Stored unprotected in the backup file: a hint that only you understand."
            error={errors.reminder}
            ref={refs.reminder}
            disabled={running}
            onInput={() => onChanged('reminder')}
          />
        </div>
        {running && <RunSteps steps={props.steps} progress={phase.progress} cancelling={phase.cancelling} />}
      </DialogPage>
    </form>
  )
}

/** The errors that stand, by the rules that the service has, too. */
function useFormErrors(found: FieldErrors, refs: FormRefs, choice: FileChoice | null): StandingErrors {
  const [errors, onChanged] = useStandingErrors(found, () => {
    const inputs = readInputs(refs, choice)
    const broken = checkNewBackup(inputs)
    wipeNewBackup(inputs)
    return broken
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another file is what it is called for
  useEffect(() => {
    // A choice that has expired is forgotten, which mends nothing.
    if (choice !== null) onChanged('backupFile')
  }, [choice])
  return [errors, onChanged]
}

/** The passwords' rating and the passphrase, kept in step with what the fields hold. */
function usePasswordFields(refs: FormRefs, running: boolean, onChanged: StandingErrors[1]) {
  const [strength, estimator] = usePasswordStrength()
  const rate = () => estimator.estimate(refs.password.current?.value ?? '')
  const { offer, forget } = usePassphrase([refs.password, refs.confirmation], () => {
    onChanged('password')
    onChanged('confirmation')
    rate()
  })
  const wasRunning = useRef(running)
  useEffect(() => {
    // Deriving the key needs the processor, and the thread holds the password.
    if (running) estimator.stop()
    // What was typed in haste has not been rated yet.
    else if (wasRunning.current) estimator.estimate(refs.password.current?.value ?? '')
    wasRunning.current = running
  }, [running, estimator, refs.password])
  const onInput = (field: 'password' | 'confirmation') => {
    forget()
    rate()
    onChanged(field)
  }
  return {
    passwordRef: refs.password,
    confirmationRef: refs.confirmation,
    strength,
    passphrase: offer,
    onInput,
  }
}
