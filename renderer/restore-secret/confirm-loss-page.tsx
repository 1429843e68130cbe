import { Button } from '@fluentui/react-components'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { SsoErrorData } from '../../shared/errors.ts'
import { DialogPage } from '../dialog/dialog-page.tsx'
import { OverrideConfirmation } from '../dialog/override-confirmation.tsx'

export interface ConfirmLossPageProps {
  readonly title: string
  /** What the button that goes on says. */
  readonly action: string
  /** What is to be typed to go on. */
  readonly word: string
  /** How it can be taken back, in a sentence or two. */
  readonly wayBack: string
  readonly refusal: SsoErrorData
  readonly running: boolean
  readonly onConfirm: () => void
  readonly onCancel: () => void
}

/** The question that follows when going on would lose credentials. */
export function ConfirmLossPage(props: ConfirmLossPageProps) {
  const { action, onCancel, onConfirm, refusal, running, title } = props
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
        {action}
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
          wayBack={props.wayBack}
          word={props.word}
          inputRef={input}
          disabled={running}
          onConfirmed={setConfirmed}
        />
      </DialogPage>
    </form>
  )
}
