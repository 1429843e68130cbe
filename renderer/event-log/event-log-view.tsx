import { Button, makeStyles, ProgressBar, tokens } from '@fluentui/react-components'
import { useEffect, useState } from 'react'
import type { Action } from '../../shared/actions.ts'
import type { LoggedEvent } from '../../shared/events.ts'
import { countInWords } from '../../shared/numbers-in-words.ts'
import type { SystemWatch } from '../request/use-system-overview.ts'
import { FailureBar } from '../words/failure-bar.tsx'
import { EventDetails } from './event-details.tsx'
import { EventFilterForm } from './event-filter-form.tsx'
import { EventTable } from './event-table.tsx'
import { type EventFilter, type EventLog, everyEvent, useEventLog } from './use-event-log.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', minHeight: '100%', gap: tokens.spacingVerticalS },
  quiet: { margin: 0, color: tokens.colorNeutralForeground2, userSelect: 'text' },
  // Room for the bar, so that nothing moves when it comes and goes.
  busy: { height: '2px' },
  found: { display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: tokens.spacingHorizontalM },
})

export interface EventLogViewProps {
  readonly watch: SystemWatch
  readonly onAction: (action: Action) => void
}

/** The Event Log node: what was done, newest first, and the details of the selected event. */
export function EventLogView({ watch }: EventLogViewProps) {
  const styles = useStyles()
  const log = useEventLog(watch.reading)
  return (
    <div className={styles.root}>
      <EventFilterForm filter={log.filter} onFind={log.find} />
      <div className={styles.busy}>{log.busy && <ProgressBar aria-label="Reading events" />}</div>
      {log.failure && <FailureBar error={log.failure} />}
      {log.events === null && log.busy && <p className={styles.quiet}>Reading the event log…</p>}
      {log.events && log.events.length > 0 && <Events log={log} events={log.events} />}
      {log.events?.length === 0 && <NoEvents log={log} />}
    </div>
  )
}

function Events({ events, log }: { readonly log: EventLog; readonly events: readonly LoggedEvent[] }) {
  const styles = useStyles()
  const [selectedId, select] = useState<number | null>(null)
  /** The filter for which older events were asked for: the button that did it stays, with the focus. */
  const [askedFor, setAskedFor] = useState<EventFilter | null>(null)
  const loadMore = () => {
    setAskedFor(log.filter)
    log.loadMore()
  }
  const selected = events.find(({ id }) => id === selectedId) ?? null
  useEffect(() => {
    if (selectedId !== null && selected === null) select(null)
  }, [selectedId, selected])
  return (
    <>
      <EventTable events={events} selectedId={selected?.id ?? null} onSelect={select} />
      <div className={styles.found}>
        <p className={styles.quiet} role="status">
          {countInWords(events.length, 'event')}
          {log.more ? ' shown' : ''}
        </p>
        {(log.more || askedFor === log.filter) && (
          <Button size="small" disabledFocusable={log.busy || !log.more} onClick={loadMore}>
            {log.more ? 'Load More' : 'All Shown'}
          </Button>
        )}
      </div>
      {selected && <EventDetails event={selected} />}
    </>
  )
}

function NoEvents({ log }: { readonly log: EventLog }) {
  const styles = useStyles()
  const { level, trackingId } = log.filter
  if (level === null && trackingId === null) {
    return <p className={styles.quiet}>No events have been recorded yet.</p>
  }
  const what = trackingId === null ? 'at this level' : 'with this tracking id'
  return (
    <div className={styles.found}>
      <p className={styles.quiet} role="status">
        There is no event {what}
        {trackingId !== null && level !== null ? ' at this level' : ''}.
      </p>
      <Button size="small" onClick={() => log.find(everyEvent)}>
        Show All
      </Button>
    </div>
  )
}
