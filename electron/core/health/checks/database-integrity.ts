import { numberInWords } from '../../../../shared/numbers-in-words.ts'
import { amber, type Check, green, red } from '../health-check.ts'

const MEBIBYTE = 1024 * 1024

/** SQLite finds nothing wrong with the file. */
export const databaseIntegrityCheck: Check = {
  id: 'database-integrity',
  title: 'Database',
  fixWhenThrown: null,
  async find({ directory, survey }) {
    const { bytes, depth, problems } = await survey()
    if (problems.length > 0)
      return red(
        `${directory.database} is damaged: ${problems.join('; ')}. Restore the file from a backup of the database.`,
        null,
      )
    if (depth === 'full') return green('Every page of the database was checked; nothing is wrong with it.')
    if (depth === 'quick') return green('The quick check found nothing wrong with the database.')
    const size = Math.round(bytes / MEBIBYTE)
    return amber(`It was not checked: with ${numberInWords(size)} MiB that takes a while.`, 'check-database')
  },
}
