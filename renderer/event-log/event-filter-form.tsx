import { Button, Field, Input, makeStyles, Select, tokens } from '@fluentui/react-components'
import { type FormEvent, useEffect, useState } from 'react'
import { type EventLevel, eventLevels } from '../../shared/events.ts'
import type { EventFilter } from './use-event-log.ts'

const useStyles = makeStyles({
  form: { display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: tokens.spacingHorizontalS },
  trackingId: { flexGrow: 1, minWidth: '200px', maxWidth: '360px' },
})

const levelInWords: Readonly<Record<EventLevel, string>> = {
  information: 'All',
  warning: 'Warnings and errors',
  error: 'Errors',
}

const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i

/** The tracking id in a text that was pasted, as a failure or a result shows it; `null` if there is no text. */
export function trackingIdIn(text: string): string | null {
  return uuid.exec(text)?.[0].toLowerCase() ?? (text.trim() || null)
}

export interface EventFilterFormProps {
  readonly filter: EventFilter
  readonly onFind: (filter: EventFilter) => void
}

/** What to look for among the events; Enter finds. A level is looked for as soon as it is chosen. */
export function EventFilterForm({ filter, onFind }: EventFilterFormProps) {
  const styles = useStyles()
  const [text, setText] = useState('')
  useEffect(() => setText(filter.trackingId ?? ''), [filter])
  const find = (event: FormEvent) => {
    event.preventDefault()
    onFind({ ...filter, trackingId: trackingIdIn(text) })
  }
  const chooseLevel = (value: string) => {
    const level = eventLevels.find((each) => each === value) ?? null
    onFind({ trackingId: trackingIdIn(text), level: level === 'information' ? null : level })
  }
  return (
    <form className={styles.form} onSubmit={find} aria-label="Find events">
      <Field label="Tracking id" className={styles.trackingId}>
        <Input
          value={text}
          maxLength={1_000}
          spellCheck={false}
          autoComplete="off"
          onChange={(_event, { value }) => setText(value)}
        />
      </Field>
      <Field label="Level">
        <Select value={filter.level ?? 'information'} onChange={(_event, { value }) => chooseLevel(value)}>
          {eventLevels.map((level) => (
            <option key={level} value={level}>
              {levelInWords[level]}
            </option>
          ))}
        </Select>
      </Field>
      <Button type="submit">Find</Button>
    </form>
  )
}
