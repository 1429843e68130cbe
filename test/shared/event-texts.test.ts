import { describe, expect, it } from 'vitest'
import { eventIds } from '../../electron/core/events/event.ts'
import { errorEventIds } from '../../shared/errors.ts'
import { eventMeaning, eventText } from '../../shared/event-texts.ts'

const all = [...new Set([...Object.values(eventIds), ...Object.values(errorEventIds)])].filter(
  (id) => id !== null,
)

describe('event texts', () => {
  it.each(all)('say in one short line what event %i means', (id) => {
    const text = eventMeaning(id)
    expect(text).not.toBe(`Event ${id}`)
    expect(text).toMatch(/^[A-Z][^\n]{5,90}[^.\s]$/)
  })

  it('name an event that is not known by its number', () => {
    expect(eventMeaning(1)).toBe('Event 1')
  })

  it('name the operation where there is one', () => {
    expect(eventText({ eventId: 10535, data: { operation: 'FindEvents' } })).toBe(
      'An operation succeeded: FindEvents',
    )
  })
})
