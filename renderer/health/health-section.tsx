import { makeStyles, ProgressBar, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { Action } from '../../shared/actions.ts'
import { errorText } from '../../shared/error-text.ts'
import type { SsoErrorData } from '../../shared/errors.ts'
import { useHost } from '../host/host.ts'
import { useAsk } from '../request/use-ask.ts'
import { valueIn } from '../request/use-reading.ts'
import type { SystemRead } from '../request/use-system-overview.ts'
import { FailureBar } from '../words/failure-bar.tsx'
import { PropertySection } from '../words/property-list.tsx'
import { summaryInWords } from './health-in-words.ts'
import { HealthList } from './health-list.tsx'
import { useHealth } from './use-health.ts'

const useStyles = makeStyles({
  // Room for the bar, so that nothing moves when it comes and goes.
  busy: { height: '2px' },
  summary: {
    margin: 0,
    paddingBlock: tokens.spacingVerticalXS,
    fontWeight: tokens.fontWeightSemibold,
    userSelect: 'text',
  },
  quiet: {
    margin: 0,
    paddingTop: tokens.spacingVerticalS,
    maxWidth: '64ch',
    color: tokens.colorNeutralForeground2,
    userSelect: 'text',
  },
  bar: { paddingBlock: tokens.spacingVerticalS },
})

export interface HealthSectionProps {
  /** The system as last read; the health is read after it. */
  readonly reading: SystemRead
  readonly onAction: (action: Action) => void
  readonly onRefresh: () => void
}

/** Whether the system is as it should be: one list, problems first, each line with what mends it. */
export function HealthSection({ reading, onAction, onRefresh }: HealthSectionProps) {
  const styles = useStyles()
  const health = useHealth(reading)
  const { busy } = health
  const checks = valueIn(health.reading)
  const failure = health.reading.state === 'failed' ? health.reading.error : null
  const [refused, resume] = useResume(onRefresh)
  return (
    <PropertySection title="Health">
      <div className={styles.busy}>{busy && <ProgressBar aria-label="Checking the health" />}</div>
      {health.reading.state === 'reading' && (
        <p className={styles.quiet}>Checking the health of the system…</p>
      )}
      {failure && <NotRead error={failure} />}
      {checks && (
        <p className={styles.summary} role="status">
          {summaryInWords(checks)}
        </p>
      )}
      {refused && (
        <div className={styles.bar}>
          <FailureBar error={refused} />
        </div>
      )}
      {checks && (
        <HealthList checks={checks} overview={reading.value} onAction={onAction} onResume={resume} />
      )}
    </PropertySection>
  )
}

/** For want of a role nothing is wrong, so that it is said quietly. */
function NotRead({ error }: { readonly error: SsoErrorData }) {
  const styles = useStyles()
  if (error.code !== 'AccessDeniedNotSsoAdministrator') {
    return (
      <div className={styles.bar}>
        <FailureBar error={error} />
      </div>
    )
  }
  const { message, remedy } = errorText(error)
  return (
    <p className={styles.quiet}>
      The health of the system is shown to SSO Administrators. {message} {remedy}
    </p>
  )
}

/** Resumes the re-encryption; gives why that was refused, too. */
function useResume(onRefresh: () => void): readonly [SsoErrorData | null, () => void] {
  const { sso } = useHost()
  const ask = useAsk()
  const [refused, setRefused] = useState<SsoErrorData | null>(null)
  const resume = async () => {
    const answer = await ask(() => sso.reencryption.resume({}))
    setRefused(answer.ok ? null : answer.error)
    if (answer.ok) onRefresh()
  }
  return [refused, () => void resume()]
}
