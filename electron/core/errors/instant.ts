import { SsoError } from './sso-error.ts'

/** What all of our files and rows can say, and their readers read: the years 0000 to 9999. */
const READABLE = /^\d{4}-/
const FIRST = '0000-01-01T00:00:00.000Z'
const LAST = '9999-12-31T23:59:59.999Z'

/**
 * An instant as files and rows have it: UTC, ISO 8601 with milliseconds (`2026-03-01T12:00:00.000Z`).
 *
 * @throws {@link SsoError} `ClockUnusable` if the year has more than four digits or is before 0
 */
export function instantOf(date: Date): string {
  const text = written(date)
  if (READABLE.test(text)) return text
  throw SsoError.of('ClockUnusable', { clock: text })
}

/** As {@link instantOf}, of this computer's clock: before anything is made that is to say when it was made. */
export function instantNow(): string {
  return instantOf(new Date())
}

/**
 * As {@link instantOf}, but the nearest that can be said: for what has happened, and is to be noted whatever the clock
 * says.
 */
export function nearestInstant(date: Date): string {
  const text = written(date)
  if (READABLE.test(text)) return text
  return text.startsWith('-') ? FIRST : LAST
}

function written(date: Date): string {
  // Beyond what a date can be there is no text; nobody's clock says so, but a time added to it may.
  return Number.isNaN(date.getTime()) ? '+275760-09-13T00:00:00.000Z' : date.toISOString()
}
