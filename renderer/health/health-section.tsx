import { makeStyles, ProgressBar, tokens } from '@fluentui/react-components'
import { useCallback, useState } from 'react'
import type { Action } from '../../shared/actions.ts'
import { errorText } from '../../shared/error-text.ts'
import type { SsoErrorData } from '../../shared/errors.ts'
import type { SystemOverview } from '../../shared/system-overview.ts'
import { useHost } from '../host/host.ts'
import { crashIn, crashOf, useReportCrash } from '../request/crash.ts'
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
  readonly reading: { readonly overview: SystemOverview }
  readonly onAction: (action: Action) => void
  readonly onRefresh: () => void
}

/** Whether the system is as it should be: one list, problems first, each line with what mends it. */
export function HealthSection({ reading, onAction, onRefresh }: HealthSectionProps) {
  const styles = useStyles()
  const { busy, checks, failure } = useHealth(reading)
  const [refused, resume] = useResume(onRefresh)
  return (
    <PropertySection title="Health">
      <div className={styles.busy}>{busy && <ProgressBar aria-label="Checking the health" />}</div>
      {checks === null && busy && failure === null && (
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
        <HealthList checks={checks} overview={reading.overview} onAction={onAction} onResume={resume} />
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
  const report = useReportCrash()
  const [refused, setRefused] = useState<SsoErrorData | null>(null)
  const resume = useCallback(async () => {
    const outcome = await sso.reencryption.resume({})
    const crash = crashIn(outcome)
    if (crash !== null) report(crash)
    setRefused(outcome.ok || crash !== null ? null : outcome.error)
    if (outcome.ok) onRefresh()
  }, [sso, report, onRefresh])
  return [refused, () => void resume().catch((thrown) => report(crashOf(thrown)))]
}
