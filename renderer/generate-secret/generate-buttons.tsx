import { Button } from '@fluentui/react-components'
import { useEffect, useRef } from 'react'
import { fluentRef } from '../fluent-ref.ts'
import { type FormPhase, mayCancel } from './use-generate.ts'

export interface GenerateButtonsProps {
  readonly phase: FormPhase
  readonly onLeave: () => void
}

/** OK and Cancel; OK submits the form it is in. */
export function GenerateButtons({ phase, onLeave }: GenerateButtonsProps) {
  const okButton = useRef<HTMLButtonElement>(null)
  const cancelButton = useRef<HTMLButtonElement>(null)
  const running = phase.kind === 'running'
  const faulty = !running && Object.keys(phase.errors).length > 0
  const wasRunning = useRef(running)
  useEffect(() => {
    // What had the focus is disabled now, or was put in its place then; a faulty field takes the focus itself.
    if (running !== wasRunning.current && !faulty) (running ? cancelButton : okButton).current?.focus()
    wasRunning.current = running
  }, [running, faulty])
  return (
    <>
      <Button ref={fluentRef(okButton)} type="submit" appearance="primary" disabled={running}>
        OK
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
