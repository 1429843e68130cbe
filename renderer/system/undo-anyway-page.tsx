import { Button } from '@fluentui/react-components'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { SsoErrorData } from '../../shared/errors.ts'
import { DialogPage } from '../dialogs/dialog-page.tsx'
import { OverrideConfirmation } from '../restore-secret/override-confirmation.tsx'

export interface UndoAnywayPageProps {
  readonly title: string
  readonly refusal: SsoErrorData
  readonly running: boolean
  readonly onConfirm: () => void
  readonly onCancel: () => void
}

/** The question that follows when undoing a restore would lose credentials. */
export function UndoAnywayPage({ title, refusal, running, onConfirm, onCancel }: UndoAnywayPageProps) {
  const input = useRef<HTMLInputElement>(null)
  const [confirmed, setConfirmed] = useState(false)
  useEffect(() => input.current?.focus(), [])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (confirmed && !running) onConfirm()
  }
  const buttons = (
    <>
      <Button type="submit" appearance="primary" disabledFocusable={running || !confirmed}>
        Undo Anyway
      </Button>
      <Button disabledFocusable={running} onClick={onCancel}>
        Cancel
      </Button>
    </>
  )
  return (
    <form noValidate onSubmit={submit}>
      <DialogPage title={title} buttons={buttons}>
        <OverrideConfirmation
          refusal={refusal}
          losses={[]}
          wayBack="To read the others again, restore a backup that holds the master secret they are under."
          word="UNDO"
          inputRef={input}
          disabled={running}
          onConfirmed={setConfirmed}
        />
      </DialogPage>
    </form>
  )
}
