import {
  Dialog,
  type DialogOpenChangeData,
  DialogSurface,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { type MouseEvent, useEffect } from 'react'
import { GenerateForm } from './generate-form.tsx'
import { GenerateResult } from './generate-result.tsx'
import { mayCancel, useGenerate } from './use-generate.ts'

const useStyles = makeStyles({ surface: { maxWidth: '540px', padding: tokens.spacingHorizontalXL } })

export interface GenerateSecretDialogProps {
  readonly onClose: () => void
  /** A generate began or ended. */
  readonly onRunning: (running: boolean) => void
  readonly onGenerated: () => void
}

/** A click beside the dialog would take the focus out of it, and Escape with it. */
function keepFocus(event: MouseEvent): void {
  event.preventDefault()
}

/** Generates the master secret and its backup: inputs, then progress, then the result. */
export function GenerateSecretDialog({ onClose, onRunning, onGenerated }: GenerateSecretDialogProps) {
  const styles = useStyles()
  const { phase, submit, cancel } = useGenerate()
  useEffect(() => {
    onRunning(phase.kind === 'running')
  }, [phase.kind, onRunning])
  useEffect(() => {
    if (phase.kind === 'done') onGenerated()
  }, [phase.kind, onGenerated])
  const leave = () => {
    if (phase.kind !== 'running') onClose()
    else if (mayCancel(phase)) cancel()
  }
  const onOpenChange = (_event: unknown, data: DialogOpenChangeData) => {
    // A slip of the pointer must not throw away what was typed.
    if (data.type !== 'backdropClick') leave()
  }
  return (
    <Dialog open onOpenChange={onOpenChange}>
      <DialogSurface className={styles.surface} backdrop={{ onMouseDown: keepFocus }}>
        {phase.kind === 'done' ? (
          <GenerateResult secret={phase.secret} onClose={leave} />
        ) : (
          <GenerateForm phase={phase} onSubmit={submit} onLeave={leave} />
        )}
      </DialogSurface>
    </Dialog>
  )
}
