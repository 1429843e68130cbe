import { makeStyles, tokens } from '@fluentui/react-components'
import { numberInWords } from '../../shared/numbers-in-words.ts'
import { type RehearsalReport, rehearsalPhases } from '../../shared/rehearsal.ts'
import { FailureBar } from '../words/failure-bar.tsx'
import { PropertyList } from '../words/property-list.tsx'
import { StatusHeading } from '../words/status-icon.tsx'
import { bytesInWords, durationInWords, phaseInWords, verdictInWords } from './rehearsal-in-words.ts'

const useStyles = makeStyles({
  root: { display: 'grid', gap: tokens.spacingVerticalS, minWidth: 0 },
  properties: { containerType: 'inline-size' },
})

/** What an operation would come to. */
export function RehearsalResult({ report }: { readonly report: RehearsalReport }) {
  const styles = useStyles()
  const { error, unreadable, wouldSucceed } = report
  return (
    <div className={styles.root}>
      <StatusHeading status={wouldSucceed ? (unreadable ? 'amber' : 'green') : 'red'}>
        {verdictInWords(report)}
      </StatusHeading>
      {error && <FailureBar error={error} />}
      <p>It was done on a copy, which is gone again. The system itself was not changed.</p>
      <div className={styles.properties}>
        <PropertyList
          properties={{
            ...counts(report),
            'Time taken': rehearsalPhases
              .filter((phase) => report.milliseconds[phase] > 0)
              .map(
                (phase) =>
                  `${phaseInWords(phase, report.operation)}: ${durationInWords(report.milliseconds[phase])}`,
              ),
            'Disk space needed': bytesInWords(report.diskBytes),
            'Tracking id': report.trackingId,
          }}
        />
      </div>
    </div>
  )
}

/** What it did not come to is left out. */
function counts({ reencrypted, rows, unreadable }: RehearsalReport): Record<string, string> {
  const known = { Credentials: rows, 'Re-encrypted': reencrypted, Unreadable: unreadable }
  return Object.fromEntries(
    Object.entries(known).flatMap(([name, count]) => (count === null ? [] : [[name, numberInWords(count)]])),
  )
}
