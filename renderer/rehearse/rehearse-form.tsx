import { Field, makeStyles, Radio, RadioGroup, tokens } from '@fluentui/react-components'
import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import type { FieldErrors } from '../../shared/backup-password.ts'
import type { RehearsedOperation } from '../../shared/rehearsal.ts'
import { BackupPicker } from '../backup/backup-picker.tsx'
import { OpeningPasswordField } from '../backup/opening-password-field.tsx'
import type { BackupPick } from '../backup/use-backup-pick.ts'
import { useSecretInput } from '../dialog/use-secret-element.ts'
import { useStandingErrors } from '../dialog/use-standing-errors.ts'
import type { FormPhase } from '../request/use-operation.ts'
import { FailureBar } from '../words/failure-bar.tsx'

const useStyles = makeStyles({
  root: { display: 'grid', gap: tokens.spacingVerticalMNudge, minWidth: 0 },
})

const noErrors: FieldErrors = {}

export interface RehearseFormProps {
  readonly operation: RehearsedOperation
  readonly pick: BackupPick
  /** Set to the password's input while that is shown. */
  readonly passwordRef: RefObject<HTMLInputElement | null>
  readonly phase: FormPhase
  readonly onOperation: (operation: RehearsedOperation) => void
  readonly onSubmit: () => void
}

/** What to rehearse; a restore takes a backup and its password. */
export function RehearseForm(props: RehearseFormProps) {
  const { onOperation, onSubmit, operation, phase } = props
  const disabled = phase.kind === 'running'
  const styles = useStyles()
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement) || disabled) return
    // Cancel gets the focus now, and would take the key for its own.
    event.preventDefault()
    onSubmit()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter in a field rehearses, as it submits a form
    <div className={styles.root} onKeyDown={onKeyDown}>
      {phase.kind === 'ready' && phase.failure && <FailureBar error={phase.failure} />}
      <Field label="What to rehearse">
        <RadioGroup
          value={operation}
          disabled={disabled}
          onChange={(_event, { value }) => onOperation(value === 'restore' ? 'restore' : 'generate')}
        >
          <Radio value="generate" label="Generate Secret" />
          <Radio value="restore" label="Restore Secret, from a backup" />
        </RadioGroup>
      </Field>
      {operation === 'restore' && <RestoreFields {...props} />}
    </div>
  )
}

function RestoreFields({ passwordRef, phase, pick }: RehearseFormProps) {
  const disabled = phase.kind === 'running'
  const found = phase.kind === 'ready' ? phase.errors : noErrors
  const browse = useRef<HTMLButtonElement>(null)
  const password = useSecretInput()
  const [errors, onChanged] = useStandingErrors(found, () => noErrors)
  useLayoutEffect(() => {
    passwordRef.current = password.current
    return () => {
      passwordRef.current = null
    }
  }, [password, passwordRef])
  useEffect(() => {
    if (found.backupFile !== undefined) browse.current?.focus()
    if (found.password !== undefined) password.current?.focus()
  }, [found, password])
  return (
    <>
      <BackupPicker pick={pick} browseRef={browse} disabled={disabled} />
      <OpeningPasswordField
        inputRef={password}
        error={errors.password}
        disabled={disabled}
        onInput={() => onChanged('password')}
      />
    </>
  )
}
