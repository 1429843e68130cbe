const steps = [
  { unit: 'year', seconds: 365 * 86_400 },
  { unit: 'month', seconds: 30 * 86_400 },
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3_600 },
  { unit: 'minute', seconds: 60 },
] as const

const ago = new Intl.RelativeTimeFormat('en', { numeric: 'always' })

/** How long before `now` something happened ("3 days ago"); "just now" below a minute and for the future. */
export function ageInWords(iso: string, now: Date): string {
  const seconds = (now.getTime() - Date.parse(iso)) / 1000
  const step = steps.find((candidate) => seconds >= candidate.seconds)
  return step === undefined ? 'just now' : ago.format(-Math.floor(seconds / step.seconds), step.unit)
}

const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

/** A moment in the computer's time zone and regional format. */
export function dateInWords(iso: string): string {
  return dateTime.format(new Date(iso))
}
