import { makeStyles, tokens } from '@fluentui/react-components'
import { type FormEvent, useEffect } from 'react'
import type { FieldErrors } from '../../shared/backup-password.ts'
import { FailureBar } from '../failure/failure-bar.tsx'
import { BackupFileField } from './backup-file-field.tsx'
import { DialogPage } from './dialog-page.tsx'
import type { NewBackupInputs } from './new-backup-inputs.ts'
import { PasswordFields } from './password-fields.tsx'
import { RunButtons } from './run-buttons.tsx'
import { RunSteps, type StepsInWords } from './run-steps.tsx'
import { TextField } from './text-field.tsx'
import { useFocusFirstError } from './use-focus-first-error.ts'
import {
  type ChooseFile,
  type FormRefs,
  readInputs,
  useFileChoice,
  useFormRefs,
} from './use-new-backup-fields.ts'
import { usePassphrase } from './use-passphrase.ts'
import { usePasswordStrength } from './use-password-strength.ts'
import type { FormPhase } from './use-run.ts'

const useStyles = makeStyles({
  fields: { display: 'grid', gap: tokens.spacingVerticalMNudge, minWidth: 0 },
  failure: { paddingBottom: tokens.spacingVerticalM },
})

const noErrors: FieldErrors = {}

export interface NewBackupFormProps<Step extends string> {
  readonly title: string
  readonly phase: FormPhase<Step>
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
  const errors = running ? noErrors : phase.errors
  const [choice, browse] = useFileChoice(errors, props.choose)
  useFocusFirstError(refs, errors)
  const passwordFields = usePasswordFields(refs, running)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit(readInputs(refs, choice))
  }
  return (
    <form noValidate onSubmit={submit}>
      <DialogPage
        title={props.title}
        buttons={<RunButtons submitLabel="OK" phase={phase} onLeave={props.onLeave} />}
      >
        {!running && phase.failure && (
          <div className={styles.failure}>
            <FailureBar error={phase.failure} />
          </div>
        )}
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
          />
        </div>
        {running && <RunSteps steps={props.steps} step={phase.step} cancelling={phase.cancelling} />}
      </DialogPage>
    </form>
  )
}

/** The passwords' rating and the passphrase, kept in step with what the fields hold. */
function usePasswordFields(refs: FormRefs, running: boolean) {
  const [strength, estimator] = usePasswordStrength()
  const rate = () => estimator.estimate(refs.password.current?.value ?? '')
  const { offer, forget } = usePassphrase([refs.password, refs.confirmation], rate)
  useEffect(() => {
    // Deriving the key needs the processor, and the thread holds the password.
    if (running) estimator.stop()
  }, [running, estimator])
  const onInput = () => {
    forget()
    rate()
  }
  return {
    passwordRef: refs.password,
    confirmationRef: refs.confirmation,
    strength,
    passphrase: offer,
    onInput,
  }
}
