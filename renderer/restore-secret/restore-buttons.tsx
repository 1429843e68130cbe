import { Button } from '@fluentui/react-components'
import { fluentRef } from '../focus/fluent-ref.ts'
import { mayCancel } from '../request/use-operation.ts'
import type { RestoreFormPhase } from './use-restore.ts'
import type { RestoreRefs } from './use-restore-focus.ts'

export interface RestoreButtonsProps {
  readonly phase: RestoreFormPhase
  /** Whether the word that overrides a refusal is typed. */
  readonly confirmed: boolean
  readonly refs: Pick<RestoreRefs, 'submit' | 'cancel'>
  readonly onLeave: () => void
}

/** The button that does the next step, which submits the form it is in, and Cancel. */
export function RestoreButtons({ phase, confirmed, refs, onLeave }: RestoreButtonsProps) {
  const running = phase.kind === 'running'
  const refused = phase.tried !== null && phase.tried.refusal !== null
  return (
    <>
      <Button
        ref={fluentRef(refs.submit)}
        type="submit"
        appearance="primary"
        disabled={running}
        disabledFocusable={!running && refused && !confirmed}
      >
        {phase.tried === null ? 'Check' : refused ? 'Restore Anyway' : 'Restore'}
      </Button>
      <Button ref={fluentRef(refs.cancel)} disabledFocusable={running && !mayCancel(phase)} onClick={onLeave}>
        {running && phase.cancelling ? 'Cancelling…' : 'Cancel'}
      </Button>
    </>
  )
}
