import { makeStyles, tokens } from '@fluentui/react-components'
import { type FormEvent, useEffect, useRef } from 'react'
import type { BackupProgress } from '../../shared/backup.ts'
import type { FieldErrors } from '../../shared/backup-password.ts'
import { BackupPicker } from '../backup/backup-picker.tsx'
import { OpeningPasswordField } from '../backup/opening-password-field.tsx'
import { useBackupPick } from '../backup/use-backup-pick.ts'
import { DialogPage } from '../dialog/dialog-page.tsx'
import { RunButtons } from '../dialog/run-buttons.tsx'
import { RunSteps, type StepsInWords } from '../dialog/run-steps.tsx'
import { useFocusFirstError } from '../dialog/use-focus-first-error.ts'
import { useSecretInput } from '../dialog/use-secret-element.ts'
import { useStandingErrors } from '../dialog/use-standing-errors.ts'
import type { FormPhase } from '../request/use-operation.ts'
import { FailureBar } from '../words/failure-bar.tsx'

type Step = BackupProgress['step']

const steps: StepsInWords<Step> = [
  ['deriving-key', 'Deriving key from the password'],
  ['trying-credentials', 'Trying to read the credentials'],
]

/** When too many passwords were wrong. */
const stepsWithWait: StepsInWords<Step> = [['waiting', 'Waiting before the next try…'], ...steps]

const useStyles = makeStyles({
  fields: { display: 'grid', gap: tokens.spacingVerticalMNudge, minWidth: 0 },
})

/** What *Verify Backup* collects. */
export interface VerifyInputs {
  /** The token of the picked backup. */
  readonly file: string | null
  /** UTF-8. */
  readonly password: Uint8Array<ArrayBuffer>
}

export interface VerifyFormProps {
  readonly phase: FormPhase<BackupProgress>
  readonly onSubmit: (inputs: VerifyInputs) => void
  readonly onLeave: () => void
}

const noErrors: FieldErrors = {}

/** Which backup, what it says of itself, and its password; disabled with the steps beneath while it is verified. */
export function VerifyForm({ phase, onSubmit, onLeave }: VerifyFormProps) {
  const styles = useStyles()
  const backupFile = useRef<HTMLButtonElement>(null)
  const password = useSecretInput()
  const running = phase.kind === 'running'
  const found = running ? noErrors : phase.errors
  const pick = useBackupPick(found.backupFile)
  const [errors, onChanged] = useStandingErrors(found, () => noErrors)
  useFocusFirstError({ backupFile, password }, found)
  const token = pick.opened?.token
  useEffect(() => {
    if (token !== undefined) password.current?.focus()
  }, [token, password])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const typed = new TextEncoder().encode(password.current?.value ?? '')
    onSubmit({ file: pick.opened?.token ?? null, password: typed })
  }
  return (
    <form noValidate onSubmit={submit}>
      <DialogPage
        title="Verify Backup"
        buttons={<RunButtons submitLabel="Verify" phase={phase} onLeave={onLeave} />}
      >
        <div className={styles.fields}>
          {!running && phase.failure && <FailureBar error={phase.failure} />}
          <BackupPicker pick={pick} browseRef={backupFile} disabled={running} />
          <OpeningPasswordField
            inputRef={password}
            error={errors.password}
            disabled={running}
            onInput={() => onChanged('password')}
          />
        </div>
        {running && (
          <RunSteps
            steps={phase.progress?.step === 'waiting' ? stepsWithWait : steps}
            progress={phase.progress}
            cancelling={phase.cancelling}
          />
        )}
      </DialogPage>
    </form>
  )
}
