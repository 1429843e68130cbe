import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { type KeyboardEvent, memo, useCallback } from 'react'
import { eventText } from '../../shared/event-texts.ts'
import type { LoggedEvent } from '../../shared/events.ts'
import { visibleText } from '../../shared/visible-text.ts'
import { moveFocus } from '../focus/arrow-keys.ts'
import { ForeignText } from '../words/foreign-text.tsx'
import { EventLevelMark } from './event-level.tsx'

const columns = [
  ['Time', '176px'],
  ['Level', '108px'],
  ['Event', '66px'],
  ['Meaning', 'auto'],
  ['Account', '120px'],
  ['Computer', '110px'],
  ['Tracking id', '90px'],
] as const

const useStyles = makeStyles({
  scroller: {
    flexGrow: 1,
    flexShrink: 1,
    flexBasis: '200px',
    minHeight: '140px',
    height: 0,
    overflow: 'auto',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  table: {
    width: '100%',
    minWidth: '920px',
    borderCollapse: 'collapse',
    textAlign: 'left',
    tableLayout: 'fixed',
  },
  head: {
    position: 'sticky',
    top: 0,
    zIndex: 1,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    fontWeight: tokens.fontWeightRegular,
    color: tokens.colorNeutralForeground2,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  row: {
    cursor: 'default',
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  selected: {
    backgroundColor: tokens.colorNeutralBackground1Selected,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Selected },
    '@media (forced-colors: active)': { outline: '2px solid Highlight', outlineOffset: '-2px' },
  },
  cell: {
    padding: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalS}`,
    whiteSpace: 'nowrap',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    fontVariantNumeric: 'tabular-nums',
  },
})

export interface EventTableProps {
  readonly events: readonly LoggedEvent[]
  readonly selectedId: number | null
  /** The row that has the focus is selected. */
  readonly onSelect: (id: number) => void
}

/** Events as a list with columns: one tab stop, with arrow keys, Home and End among the rows. */
export function EventTable({ events, onSelect, selectedId }: EventTableProps) {
  const styles = useStyles()
  const stop = selectedId ?? events[0]?.id
  const onKeyDown = useCallback((event: KeyboardEvent<HTMLElement>) => moveInside(event), [])
  return (
    <div className={styles.scroller}>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows take the focus, so the table is a grid */}
      <table role="grid" aria-label="Events" className={styles.table}>
        <colgroup>
          {columns.map(([name, width]) => (
            <col key={name} width={width === 'auto' ? undefined : width} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map(([name]) => (
              <th key={name} scope="col" className={styles.head}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={onKeyDown}>
          {events.map((event) => (
            <EventRow
              key={event.id}
              event={event}
              selected={event.id === selectedId}
              tabStop={event.id === stop}
              onSelect={onSelect}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** The list ends at its ends: from the oldest row, going on to the newest would mislead. */
function moveInside(event: KeyboardEvent<HTMLElement>): void {
  const row = event.target as HTMLElement
  const atEnd =
    (event.key === 'ArrowDown' && row.nextElementSibling === null) ||
    (event.key === 'ArrowUp' && row.previousElementSibling === null)
  if (atEnd) event.preventDefault()
  else moveFocus(event, 'vertical', 'tr')
}

interface EventRowProps {
  readonly event: LoggedEvent
  readonly selected: boolean
  readonly tabStop: boolean
  readonly onSelect: (id: number) => void
}

const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'short', timeStyle: 'medium' })

/** Rendered anew only when it changes: there may be thousands. */
const EventRow = memo(function EventRow({ event, onSelect, selected, tabStop }: EventRowProps) {
  const styles = useStyles()
  const text = eventText(event)
  return (
    <tr
      tabIndex={tabStop ? 0 : -1}
      aria-selected={selected}
      className={mergeClasses(styles.row, selected && styles.selected)}
      onFocus={() => onSelect(event.id)}
    >
      <td className={styles.cell}>
        <ForeignText>{timeInWords(event.at)}</ForeignText>
      </td>
      <td className={styles.cell}>
        <EventLevelMark level={event.level} />
      </td>
      <td className={styles.cell}>{event.eventId}</td>
      <td className={styles.cell} title={visibleText(text)}>
        <ForeignText>{text}</ForeignText>
      </td>
      <td className={styles.cell} title={visibleText(event.account)}>
        <ForeignText>{event.account}</ForeignText>
      </td>
      <td className={styles.cell} title={visibleText(event.computer)}>
        <ForeignText>{event.computer}</ForeignText>
      </td>
      <td className={styles.cell} title={visibleText(event.trackingId)}>
        <ForeignText>{event.trackingId}</ForeignText>
      </td>
    </tr>
  )
})

/** A time that somebody else changed is shown as it is. */
function timeInWords(at: string): string {
  const time = new Date(at)
  return Number.isNaN(time.getTime()) ? at : dateTime.format(time)
}
