import type { Insertable } from 'kysely'
import type { CredentialLookupTable } from '../database/schema.ts'
import type { Within } from '../database/within.ts'

export type LookUpRow = Omit<Insertable<CredentialLookupTable>, 'id'>

/** SQLite takes 32,766 parameters a statement; more rows at once gain nothing. */
const ROWS_AT_ONCE = 1_000

/** Notes look-ups, and forgets the oldest beyond what the system's setting keeps. */
export async function insertLookUps(within: Within, rows: readonly LookUpRow[]): Promise<void> {
  const { audit_credential_lookups: kept } = await within
    .selectFrom('global_info')
    .select('audit_credential_lookups')
    .executeTakeFirstOrThrow()
  for (let start = Math.max(0, rows.length - kept); start < rows.length; start += ROWS_AT_ONCE) {
    await within
      .insertInto('credential_lookup')
      .values(rows.slice(start, start + ROWS_AT_ONCE))
      .execute()
  }
  const tooOld = within
    .selectFrom('credential_lookup')
    .select('id')
    .orderBy('id', 'desc')
    .limit(1)
    .offset(kept)
  await within.deleteFrom('credential_lookup').where('id', '<=', tooOld).execute()
}
