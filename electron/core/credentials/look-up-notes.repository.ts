import type { Insertable } from 'kysely'
import type { CredentialLookupTable } from '../database/schema.ts'
import type { Within } from '../database/within.ts'
import { keepNewest, readKept } from '../records/keep-newest.repository.ts'

export type LookUpRow = Omit<Insertable<CredentialLookupTable>, 'id'>

/** SQLite takes 32,766 parameters a statement; more rows at once gain nothing. */
const ROWS_AT_ONCE = 1_000

/** Notes look-ups, and forgets the oldest beyond what the system's setting keeps. */
export async function insertLookUps(within: Within, rows: readonly LookUpRow[]): Promise<void> {
  const kept = await readKept(within, 'credential_lookup')
  for (let start = Math.max(0, rows.length - kept); start < rows.length; start += ROWS_AT_ONCE) {
    await within
      .insertInto('credential_lookup')
      .values(rows.slice(start, start + ROWS_AT_ONCE))
      .execute()
  }
  await keepNewest(within, 'credential_lookup', kept)
}
