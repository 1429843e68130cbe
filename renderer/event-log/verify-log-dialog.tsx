import type { LogProgress, LogVerification } from '../../shared/events.ts'
import { countInWords, numberInWords } from '../../shared/numbers-in-words.ts'
import { DialogFrame } from '../dialog/dialog-frame.tsx'
import { DialogPage } from '../dialog/dialog-page.tsx'
import type { DialogProps } from '../dialog/dialog-props.ts'
import { OperationButtons } from '../dialog/operation-buttons.tsx'
import { OperationProgress } from '../dialog/operation-progress.tsx'
import { OperationView } from '../dialog/operation-view.tsx'
import { useActivity } from '../dialog/use-activity.ts'
import { leave } from '../dialog/use-leave.ts'
import { useHost } from '../host/host.ts'
import { useOperation } from '../request/use-operation.ts'
import { VerificationReport } from './verification-report.tsx'

/** *Verify Log*: follows the chain of events, and says whether it is whole. */
export function VerifyLogDialog({ onActivity, onClose }: DialogProps) {
  const { sso } = useHost()
  const { cancel, phase, start } = useOperation<LogProgress, LogVerification>(sso.events)
  const running = phase.kind === 'running'
  useActivity(onActivity, running ? 'Verifying the event log…' : null)
  const leaveIt = () => leave({ phase, cancel }, onClose)
  return (
    <DialogFrame wide onLeave={leaveIt}>
      <DialogPage
        title="Verify Log"
        report
        part={phase.kind}
        buttons={
          <OperationButtons
            starts={[{ label: 'Verify', onStart: () => void start(() => sso.events.verify({})) }]}
            state={running && phase.cancelling ? 'cancelling' : phase.kind}
            cancellable
            onLeave={leaveIt}
          />
        }
      >
        <p>
          Each event is linked to the one before it, and authenticated with a key of the master secret. Verify
          follows the links and finds the first event that was changed, removed or added since.
        </p>
        <OperationView
          phase={phase}
          running={(progress) => <Progress progress={progress} />}
          done={(verification) => <VerificationReport verification={verification} />}
        />
      </DialogPage>
    </DialogFrame>
  )
}

function Progress({ progress }: { readonly progress: LogProgress | null }) {
  return (
    <OperationProgress
      label="Events verified"
      counted={countedIn(progress)}
      words={progress === null ? 'Starting…' : progressInWords(progress)}
    />
  )
}

function progressInWords({ checked, total }: LogProgress): string {
  return `${numberInWords(checked)} of ${countInWords(total, 'event')}`
}

function countedIn(progress: LogProgress | null) {
  return progress === null ? undefined : { done: progress.checked, total: progress.total }
}
