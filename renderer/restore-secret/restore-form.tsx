import { makeStyles, tokens } from '@fluentui/react-components'
import { type FormEvent, useEffect, useState } from 'react'
import type { FieldErrors } from '../../shared/backup-password.ts'
import { BackupPicker } from '../backup/backup-picker.tsx'
import { lossInWords } from '../backup/findings-in-words.ts'
import { OpeningPasswordField } from '../backup/opening-password-field.tsx'
import { useBackupPick } from '../backup/use-backup-pick.ts'
import { DialogPage } from '../dialog/dialog-page.tsx'
import { OverrideConfirmation } from '../dialog/override-confirmation.tsx'
import { useStandingErrors } from '../dialog/use-standing-errors.ts'
import { FailureBar } from '../words/failure-bar.tsx'
import { RestoreButtons } from './restore-buttons.tsx'
import { RestoreFindings } from './restore-findings.tsx'
import { RestoreSteps } from './restore-steps.tsx'
import type { RestoreFormPhase, RestoreInputs } from './use-restore.ts'
import { useRestoreFocus, useRestoreRefs } from './use-restore-focus.ts'

const useStyles = makeStyles({
  fields: { display: 'grid', gap: tokens.spacingVerticalMNudge, minWidth: 0 },
})

const noErrors: FieldErrors = {}

const wayBack =
  'The credentials stay in the database, and the secret store that is replaced is kept: this restore can be undone, until a master secret is generated after which no credential needs it.'

export interface RestoreFormProps {
  readonly phase: RestoreFormPhase
  readonly onTry: (inputs: RestoreInputs) => void
  readonly onRestore: (inputs: RestoreInputs) => void
  /** The backup or the password is another one now. */
  readonly onForget: () => void
  readonly onLeave: () => void
}

/** The inputs of *Restore Secret*, then what the trial found, then what it takes to go on. */
export function RestoreForm({ phase, onTry, onRestore, onForget, onLeave }: RestoreFormProps) {
  const styles = useStyles()
  const refs = useRestoreRefs()
  const running = phase.kind === 'running'
  const found = running ? noErrors : phase.errors
  const pick = useBackupPick(found.backupFile)
  const [errors, onChanged] = useStandingErrors(found, () => noErrors)
  const refusal = phase.tried?.refusal ?? null
  const [confirmed, setConfirmed] = useConfirmed(refusal !== null)
  useRestoreFocus(refs, phase, pick.opened?.token ?? null)
  const token = pick.opened?.token
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was found out is about the backup of this token
  useEffect(onForget, [onForget, token])
  const onInput = (event: FormEvent) => {
    if (event.target !== refs.password.current) return
    onChanged('password')
    onForget()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (running || (refusal !== null && !confirmed)) return
    const password = new TextEncoder().encode(refs.password.current?.value ?? '')
    const ask = phase.tried === null ? onTry : onRestore
    ask({ file: token ?? null, password })
  }
  return (
    <form noValidate onSubmit={submit} onInput={onInput}>
      <DialogPage
        title="Restore Secret"
        buttons={<RestoreButtons phase={phase} confirmed={confirmed} refs={refs} onLeave={onLeave} />}
      >
        <div className={styles.fields}>
          {!running && phase.failure && <FailureBar error={phase.failure} />}
          <BackupPicker pick={pick} browseRef={refs.browse} disabled={running} />
          <OpeningPasswordField inputRef={refs.password} error={errors.password} disabled={running} />
          {phase.tried && <RestoreFindings findings={phase.tried.findings} refused={refusal !== null} />}
          {phase.tried && refusal && (
            <OverrideConfirmation
              refusal={refusal}
              losses={lossInWords(phase.tried.findings.trial)}
              wayBack={wayBack}
              word="RESTORE"
              inputRef={refs.word}
              disabled={running}
              onConfirmed={setConfirmed}
            />
          )}
        </div>
        {running && <RestoreSteps {...phase} />}
      </DialogPage>
    </form>
  )
}

/** Whether the word is typed; what was typed for an earlier refusal does not count. */
function useConfirmed(refused: boolean) {
  const [confirmed, setConfirmed] = useState(false)
  useEffect(() => {
    if (!refused) setConfirmed(false)
  }, [refused])
  return [confirmed, setConfirmed] as const
}
