import { Button, makeStyles } from '@fluentui/react-components'
import { useEffect, useRef } from 'react'
import { fluentRef } from '../focus/fluent-ref.ts'

const useStyles = makeStyles({ start: { whiteSpace: 'nowrap' } })

export interface OperationStart {
  readonly label: string
  readonly onStart: () => void
}

export interface OperationButtonsProps {
  /** What can be started, the usual one first. */
  readonly starts: readonly OperationStart[]
  readonly state: 'ready' | 'running' | 'cancelling' | 'done'
  /** Whether what is running can be cancelled; otherwise the dialog can be closed meanwhile. */
  readonly cancellable: boolean
  /** A field is at fault, which takes the focus itself. */
  readonly faulty?: boolean
  readonly onLeave: () => void
}

/** The buttons that start an operation, and the one that cancels it or leaves; the focus follows its state. */
export function OperationButtons({
  cancellable,
  faulty = false,
  onLeave,
  starts,
  state,
}: OperationButtonsProps) {
  const styles = useStyles()
  const startButton = useRef<HTMLButtonElement>(null)
  const leaveButton = useRef<HTMLButtonElement>(null)
  const running = state === 'running' || state === 'cancelling'
  useEffect(() => {
    // What had the focus is disabled now, or gone with its page.
    if (state !== 'ready') leaveButton.current?.focus()
    else if (!faulty) startButton.current?.focus()
  }, [state, faulty])
  return (
    <>
      {starts.map(({ label, onStart }, index) => (
        <Button
          key={label}
          {...(index === 0 && { ref: fluentRef(startButton) })}
          appearance={index === 0 && state !== 'done' ? 'primary' : 'secondary'}
          className={styles.start}
          disabled={running}
          onClick={onStart}
        >
          {label}
        </Button>
      ))}
      <Button
        ref={fluentRef(leaveButton)}
        appearance={state === 'done' ? 'primary' : 'secondary'}
        disabledFocusable={state === 'cancelling'}
        onClick={onLeave}
      >
        {leaveLabel(state, cancellable)}
      </Button>
    </>
  )
}

function leaveLabel(state: OperationButtonsProps['state'], cancellable: boolean): string {
  if (state === 'cancelling') return 'Cancelling…'
  return state === 'running' && cancellable ? 'Cancel' : 'Close'
}
