import { describe, expect, it } from 'vitest'
import { ageInWords } from '../../../renderer/words/time-in-words.ts'

const now = new Date('2026-06-15T12:00:00Z')

describe('ageInWords', () => {
  it.each([
    ['2026-06-15T12:00:30Z', 'just now'],
    ['2026-06-15T11:59:01Z', 'just now'],
    ['2026-06-15T11:59:00Z', '1 minute ago'],
    ['2026-06-15T11:00:01Z', '59 minutes ago'],
    ['2026-06-15T11:00:00Z', '1 hour ago'],
    ['2026-06-14T12:00:01Z', '23 hours ago'],
    ['2026-06-14T12:00:00Z', '1 day ago'],
    ['2026-05-17T12:00:00Z', '29 days ago'],
    ['2026-05-16T12:00:00Z', '1 month ago'],
    ['2025-06-15T12:00:00Z', '1 year ago'],
    ['2023-06-15T12:00:00Z', '3 years ago'],
  ])('counts in the largest whole unit when asked about %s', (iso, words) => {
    expect(ageInWords(iso, now)).toBe(words)
  })
})
