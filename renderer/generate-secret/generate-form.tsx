import { makeStyles, tokens } from '@fluentui/react-components'
import { type FormEvent, useEffect } from 'react'
import { FailureBar } from '../failure/failure-bar.tsx'
import { BackupFileField } from './backup-file-field.tsx'
import type { FieldErrors, GenerateInputs } from './check-inputs.ts'
import { GenerateButtons } from './generate-buttons.tsx'
import { GeneratePage } from './generate-page.tsx'
import { GenerateSteps } from './generate-steps.tsx'
import { PasswordFields } from './password-fields.tsx'
import { TextField } from './text-field.tsx'
import type { FormPhase } from './use-generate.ts'
import {
  type FormRefs,
  readInputs,
  useFileChoice,
  useFocusFirstError,
  useFormRefs,
} from './use-generate-form.ts'
import { usePassphrase } from './use-passphrase.ts'
import { usePasswordStrength } from './use-password-strength.ts'

const useStyles = makeStyles({
  fields: { display: 'grid', gap: tokens.spacingVerticalMNudge, minWidth: 0 },
  failure: { paddingBottom: tokens.spacingVerticalM },
})

const noErrors: FieldErrors = {}

export interface GenerateFormProps {
  readonly phase: FormPhase
  readonly onSubmit: (inputs: GenerateInputs) => void
  readonly onLeave: () => void
}

/** The inputs of *Generate Secret*, disabled with its steps beneath while it runs. */
export function GenerateForm({ phase, onSubmit, onLeave }: GenerateFormProps) {
  const styles = useStyles()
  const refs = useFormRefs()
  const running = phase.kind === 'running'
  const errors = running ? noErrors : phase.errors
  const [choice, browse] = useFileChoice(errors)
  useFocusFirstError(refs, errors)
  const passwordFields = usePasswordFields(refs, running)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit(readInputs(refs, choice))
  }
  return (
    <form noValidate onSubmit={submit}>
      <GeneratePage buttons={<GenerateButtons phase={phase} onLeave={onLeave} />}>
        {!running && phase.failure && (
          <div className={styles.failure}>
            <FailureBar error={phase.failure} />
          </div>
        )}
        <div className={styles.fields}>
          <BackupFileField
            choice={choice}
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
        {running && <GenerateSteps step={phase.step} cancelling={phase.cancelling} />}
      </GeneratePage>
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
