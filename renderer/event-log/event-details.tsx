import { makeStyles, tokens } from '@fluentui/react-components'
import { eventText } from '../../shared/event-texts.ts'
import type { LoggedEvent } from '../../shared/events.ts'
import { numberInWords } from '../../shared/numbers-in-words.ts'
import { CopyButton } from '../dialog/copy-button.tsx'
import { ForeignText } from '../words/foreign-text.tsx'
import { PropertyList, PropertySection } from '../words/property-list.tsx'
import { eventLevelInWords } from './event-level.tsx'

const useStyles = makeStyles({
  root: { containerType: 'inline-size' },
  text: { margin: 0, paddingTop: tokens.spacingVerticalS, userSelect: 'text', overflowWrap: 'anywhere' },
  copy: { paddingTop: tokens.spacingVerticalXS },
})

/** All that was recorded of an event. */
export function EventDetails({ event }: { readonly event: LoggedEvent }) {
  const styles = useStyles()
  const data = Object.entries(event.data).map(([name, value]) => [name, valueInWords(value)])
  return (
    <div className={styles.root}>
      <PropertySection title="Event details">
        <p className={styles.text}>
          <ForeignText>{eventText(event)}</ForeignText>.
        </p>
        <PropertyList
          properties={{
            Event: `${event.eventId}, ${eventLevelInWords[event.level].toLowerCase()}`,
            'Time (UTC)': event.at,
            Account: event.account,
            Computer: event.computer,
            'Tracking id': event.trackingId,
            'Number in the log': numberInWords(event.id),
            ...Object.fromEntries(data),
          }}
        />
        <div className={styles.copy}>
          <CopyButton what="tracking id" text={() => event.trackingId} />
        </div>
      </PropertySection>
    </div>
  )
}

function valueInWords(value: LoggedEvent['data'][string]): string {
  return typeof value === 'number' ? numberInWords(value) : String(value ?? 'none')
}
