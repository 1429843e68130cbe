import { DAMAGE_EVENTS_MAX } from '../../shared/limits.ts'
import { countInWords, numberInWords } from '../../shared/numbers-in-words.ts'
import type { ReencryptionOverview } from '../../shared/reencryption.ts'
import type { UntoldSecret } from '../../shared/system-overview.ts'
import { dateInWords } from '../words/time-in-words.ts'

const credentials = (count: number): string => countInWords(count, 'credential')

/** Where a re-encryption stands, in a sentence or two. */
export function verdictInWords(reencryption: ReencryptionOverview): string {
  switch (reencryption.phase) {
    case 'running':
      return 'The credentials are being re-encrypted under the current master secret. They can be used meanwhile.'
    case 'elsewhere':
      return 'Another program is re-encrypting the credentials under the current master secret. They can be used meanwhile.'
    case 'unattended':
      return 'The re-encryption is not done. This console does not run it, and no other program has been seen to in the last seconds. On the master secret server it goes on by itself within seconds, or when the console or a command is next started there. What is left stays readable with the previous master secret.'
    case 'waiting':
      return 'The re-encryption failed and is tried again by itself. What is left stays readable with the previous master secret.'
    case 'paused':
      return 'The re-encryption is paused. What is left stays readable with the previous master secret.'
    case 'cancelled':
      return 'The re-encryption was cancelled. What is left stays readable with the previous master secret; until it is resumed and done, no other master secret can be generated.'
    case 'done':
      return doneInWords(reencryption)
  }
}

function doneInWords({ damaged, done, finishedAt, total }: ReencryptionOverview): string {
  const when = finishedAt === null ? '' : ` (${dateInWords(finishedAt)})`
  if (damaged > 0)
    return `The re-encryption has ended${when}: ${numberInWords(done)} of ${credentials(total)} are under the current master secret.`
  return `${credentials(done)} ${done === 1 ? 'is' : 'are'} under the current master secret${when}. Nothing uses an older one any more.`
}

/** What is to be said of the last re-encryption while the database does not know the current master secret. */
export function untoldInWords({ databaseMsid, isHeld, rows }: UntoldSecret): string {
  if (databaseMsid !== null && !isHeld) {
    const others = `${credentials(rows)} ${rows === 1 ? 'is' : 'are'} under another than the current one`
    return `The database names ${databaseMsid} as the current master secret, which the secret store does not hold; ${others}. Health says what to do.`
  }
  const left = rows === 0 ? 'No credential uses' : `${credentials(rows)} still ${rows === 1 ? 'uses' : 'use'}`
  return `The database has not been told of the current master secret yet, because it could not be written to. ${left} an older one. It is told, and the credentials are re-encrypted, as soon as it can be.`
}

/** What became of credentials that could not be re-encrypted. */
export function damageInWords(count: number): string {
  if (count === 1)
    return '1 credential did not open and was left as it is; an event (10547) names the application and the mapping.'
  const events =
    count > DAMAGE_EVENTS_MAX
      ? `an event (10547) for each of the first ${numberInWords(DAMAGE_EVENTS_MAX)} names`
      : 'an event (10547) for each names'
  return `${credentials(count)} did not open and were left as they are; ${events} the application and the mapping.`
}

/** "1,200 of 10,000 credentials · 400,000 per second · 3 s left". */
export function progressInWords({ done, rowsPerSecond, secondsLeft, total }: ReencryptionOverview): string {
  const parts = [`${numberInWords(done)} of ${credentials(total)}`]
  if (rowsPerSecond !== null) parts.push(`${numberInWords(Math.round(rowsPerSecond))} per second`)
  if (secondsLeft !== null) parts.push(`${timeLeftInWords(secondsLeft)} left`)
  return parts.join(' · ')
}

function timeLeftInWords(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.ceil(seconds))} s`
  return seconds < 3600 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 3600)} h`
}
