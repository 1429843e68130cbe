import { z } from 'zod'
import { countInWords, numberInWords } from '../../../../shared/numbers-in-words.ts'
import type { RecordedCheck } from '../../database/database-survey.ts'
import { amber, type Check, daysBetween, type Finding, green, red } from './health-check.ts'

const MEBIBYTE = 1024 * 1024

/** Days after which a file too large to be checked in passing is to be checked again. */
const POLICY_DAYS = 90

/** SQLite finds nothing wrong with the file. */
export const databaseIntegrityCheck: Check = {
  id: 'database-integrity',
  title: 'Database',
  fixWhenThrown: null,
  async find({ directory, now, survey }) {
    const { bytes, databaseChecked, depth, problems } = await survey()
    if (problems.length > 0)
      return red(
        `${directory.database} is damaged: ${problems.join('; ')}. Restore the file from a backup of the database.`,
        null,
      )
    if (depth === 'full') return green('Every page of the database was checked; nothing is wrong with it.')
    if (depth === 'quick') return green('The quick check found nothing wrong with the database.')
    if (databaseChecked !== null) return lastChecked(databaseChecked, now, directory.database)
    const size = numberInWords(Math.round(bytes / MEBIBYTE))
    return amber(`It was never checked: with ${size} MiB that takes a while.`, 'check-database')
  },
}

const found = z.object({ problems: z.number() })

function lastChecked({ at, data }: RecordedCheck, now: Date, path: string): Finding {
  const { problems } = found.parse(JSON.parse(data))
  const on = at.slice(0, 10)
  if (problems > 0)
    return red(
      `${path} was damaged on ${on}: ${countInWords(problems, 'thing was', 'things were')} wrong with it. Check it again, or restore the file from a backup of the database.`,
      'check-database',
    )
  const then = `On ${on} every page of the database was checked, and nothing was wrong with it`
  const days = daysBetween(at, now)
  return days > POLICY_DAYS
    ? amber(
        `${then}. That is ${countInWords(days, 'day')} ago; it is to be done every ${POLICY_DAYS} days.`,
        'check-database',
      )
    : green(`${then}.`)
}
