import { makeStyles, tokens } from '@fluentui/react-components'
import type { LogVerification } from '../../shared/events.ts'
import { countInWords, numberInWords } from '../../shared/numbers-in-words.ts'
import { PropertyList } from '../words/property-list.tsx'
import { StatusHeading } from '../words/status-icon.tsx'
import { dateInWords } from '../words/time-in-words.ts'

const useStyles = makeStyles({
  root: { display: 'grid', gap: tokens.spacingVerticalS, minWidth: 0 },
  properties: { containerType: 'inline-size' },
})

/** What verifying the log found. */
export function VerificationReport({ verification }: { readonly verification: LogVerification }) {
  const styles = useStyles()
  const { authenticatedThrough, firstBroken, trackingId } = verification
  return (
    <div className={styles.root}>
      <StatusHeading status={firstBroken === null ? 'green' : 'red'}>
        {firstBroken === null
          ? `${countInWords(verification.checked, 'event')}, all as ${verification.checked === 1 ? 'it was' : 'they were'} recorded`
          : `The log is not as it was recorded: ${firstBroken.reason}`}
      </StatusHeading>
      <p>{authenticatedInWords(verification)}</p>
      <div className={styles.properties}>
        <PropertyList
          properties={{
            ...(firstBroken !== null && brokenProperties(firstBroken)),
            ...(authenticatedThrough !== null && {
              'Last authenticated': `Event number ${numberInWords(authenticatedThrough)}; it vouches for all before it`,
            }),
            'Tracking id': trackingId,
          }}
        />
      </div>
    </div>
  )
}

function authenticatedInWords({ authenticated, unauthenticated }: LogVerification): string {
  const rest =
    unauthenticated === 0
      ? ''
      : ` ${countInWords(unauthenticated, 'event')} could not be: recorded without a master secret, or under one that is not at hand.`
  return `${numberInWords(authenticated)} authenticated.${rest}`
}

function brokenProperties({ at, id, reason }: NonNullable<LogVerification['firstBroken']>) {
  const time = at === null || Number.isNaN(Date.parse(at)) ? (at ?? 'The log is empty') : dateInWords(at)
  return {
    'First broken link': id === 0 ? 'The log is empty' : `Event number ${numberInWords(id)}`,
    Time: time,
    Why: reason,
  }
}
