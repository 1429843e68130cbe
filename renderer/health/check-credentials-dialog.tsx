import type { CredentialCheckProgress, CredentialCheckReport, HealthCheck } from '../../shared/health.ts'
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
import { type OperationPhase, useOperation } from '../request/use-operation.ts'
import { ForeignText } from '../words/foreign-text.tsx'
import { StatusHeading } from '../words/status-icon.tsx'
import { CredentialReport } from './credential-report.tsx'
import { reasonInWords } from './health-in-words.ts'

type CredentialPhase = OperationPhase<CredentialCheckProgress, CredentialCheckReport>
type DatabasePhase = OperationPhase<never, HealthCheck | null>

/** *Check Credentials*: opens every credential; and, by a button of its own, checks the database's file. */
export function CheckCredentialsDialog({ onActivity, onClose }: DialogProps) {
  const { sso } = useHost()
  const credentials = useOperation<CredentialCheckProgress, CredentialCheckReport>(sso.health)
  const database = useOperation<never, HealthCheck | null>({})
  useActivity(onActivity, activityOf(credentials.phase, database.phase))
  const leaveIt = () => leave(credentials, onClose)
  return (
    <DialogFrame wide onLeave={leaveIt}>
      <DialogPage
        title="Check Credentials"
        report
        part={`${credentials.phase.kind} ${database.phase.kind}`}
        buttons={
          <OperationButtons
            starts={[
              {
                label: 'Check',
                onStart: () => void credentials.start(() => sso.health.checkCredentials({})),
              },
              {
                label: 'Check Database',
                onStart: () => void database.start(() => sso.health.checkDatabase({})),
              },
            ]}
            state={stateOf(credentials.phase, database.phase)}
            cancellable={credentials.phase.kind === 'running'}
            onLeave={leaveIt}
          />
        }
      >
        <p>
          Check opens every credential with the master secret it is under, in memory. Check Database looks for
          damage in the whole database file. Neither changes anything.
        </p>
        <OperationView
          phase={credentials.phase}
          running={(progress) => <CredentialProgress progress={progress} />}
          done={(report) => <CredentialReport report={report} />}
        />
        <OperationView
          phase={database.phase}
          running={() => <DatabaseProgress />}
          done={(check) => <DatabaseReport check={check} />}
        />
      </DialogPage>
    </DialogFrame>
  )
}

function activityOf(credentials: CredentialPhase, database: DatabasePhase): string | null {
  if (credentials.kind === 'running') return 'Checking the credentials…'
  return database.kind === 'running' ? 'Checking the database…' : null
}

function stateOf(credentials: CredentialPhase, database: DatabasePhase) {
  if (credentials.kind === 'running') return credentials.cancelling ? 'cancelling' : 'running'
  if (database.kind === 'running') return 'running'
  return credentials.kind === 'done' || database.kind === 'done' ? 'done' : 'ready'
}

function CredentialProgress({ progress }: { readonly progress: CredentialCheckProgress | null }) {
  return (
    <OperationProgress
      label="Credentials checked"
      counted={progress ?? undefined}
      words={progress === null ? 'Starting…' : progressInWords(progress)}
    />
  )
}

/** "1,200 of 10,000 credentials · 400,000 per second". */
function progressInWords({ done, rowsPerSecond, total }: CredentialCheckProgress): string {
  const counted = `${numberInWords(done)} of ${countInWords(total, 'credential')}`
  return rowsPerSecond === null
    ? counted
    : `${counted} · ${numberInWords(Math.round(rowsPerSecond))} per second`
}

function DatabaseProgress() {
  return (
    <OperationProgress
      label="Database"
      words="Checking the database… It goes on if you close this; Health then shows the result."
    />
  )
}

function DatabaseReport({ check }: { readonly check: HealthCheck | null }) {
  return (
    check && (
      <div>
        <StatusHeading status={check.status}>{check.title}</StatusHeading>
        <p>
          <ForeignText>{reasonInWords(check)}</ForeignText>
        </p>
      </div>
    )
  )
}
