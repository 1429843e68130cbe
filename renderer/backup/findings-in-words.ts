import type { BackupFindings, StoreRelation, TrialReport, UnreadableRows } from '../../shared/backup.ts'
import { countInWords, numberInWords } from '../../shared/numbers-in-words.ts'

/** "1 credential", "4,812 credentials". */
export function credentialsInWords(count: number): string {
  return countInWords(count, 'credential')
}

/** What a backup would read, in a sentence. */
export function trialInWords({ readable, total }: TrialReport): string {
  if (total === 0) return 'It opens. There are no credentials yet that it could read.'
  return `It would read ${numberInWords(readable)} of ${credentialsInWords(total)}.`
}

const relations: Readonly<Record<StoreRelation, string>> = {
  same: 'Its master secrets are the ones in use here.',
  'same-current': 'Its current master secret is the one in use here; the previous one differs.',
  older: 'It is older: its current master secret is the previous one here.',
  newer: 'It is newer: its previous master secret is the current one here.',
  unrelated: 'Its master secrets are not the ones in use here.',
  conflicting: 'A master secret here has the same MSID, but is another one.',
  'no-store': 'There is no readable master secret here to compare with.',
}

/** How a backup stands to the secret store and the database, one sentence each. */
export function relationInWords({ holdsDatabaseMsid, store }: BackupFindings): readonly string[] {
  if (holdsDatabaseMsid === null) return [relations[store]]
  const database = holdsDatabaseMsid
    ? 'It holds the master secret that the database names as current.'
    : 'It does not hold the master secret that the database names as current.'
  return [relations[store], database]
}

/** The credentials that a backup would not read, one line for each master secret they are under. */
export function lossInWords({ damaged, unreadable }: TrialReport): readonly string[] {
  const lines = unreadable.map(underMissingSecret)
  if (damaged > 0) lines.push(`${credentialsInWords(damaged)} that ${damaged === 1 ? 'does' : 'do'} not open`)
  return lines
}

function underMissingSecret({ msid, rows }: UnreadableRows): string {
  const secret =
    msid === null ? 'a master secret that the database does not know' : `the master secret ${msid}`
  return `${credentialsInWords(rows)} under ${secret}`
}

/** "1,200 of 4,812 credentials". */
export function countsInWords({ done, total }: { readonly done: number; readonly total: number }): string {
  return `${numberInWords(done)} of ${credentialsInWords(total)}`
}
