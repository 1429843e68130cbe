import { Button } from '@fluentui/react-components'
import { useEffect, useRef } from 'react'
import { fluentRef } from '../focus/fluent-ref.ts'
import { type FormPhase, mayCancel } from '../request/use-operation.ts'
import { asksToLose } from './asks-to-lose.ts'

export interface RunButtonsProps {
  /** What submits the form. */
  readonly submitLabel: string
  readonly phase: FormPhase
  readonly onLeave: () => void
}

/** The button that submits the form it is in, and Cancel. */
export function RunButtons({ submitLabel, phase, onLeave }: RunButtonsProps) {
  const submitButton = useRef<HTMLButtonElement>(null)
  const cancelButton = useRef<HTMLButtonElement>(null)
  const running = phase.kind === 'running'
  const faulty = !running && (Object.keys(phase.errors).length > 0 || asksToLose(phase.failure))
  const wasRunning = useRef(running)
  useEffect(() => {
    // What had the focus is disabled now, or was put in its place then; a faulty field, or one that asks for a word, takes the focus itself.
    if (running !== wasRunning.current && !faulty) (running ? cancelButton : submitButton).current?.focus()
    wasRunning.current = running
  }, [running, faulty])
  return (
    <>
      <Button ref={fluentRef(submitButton)} type="submit" appearance="primary" disabled={running}>
        {submitLabel}
      </Button>
      <Button
        ref={fluentRef(cancelButton)}
        disabledFocusable={running && !mayCancel(phase)}
        onClick={onLeave}
      >
        {running && phase.cancelling ? 'Cancelling…' : 'Cancel'}
      </Button>
    </>
  )
}
