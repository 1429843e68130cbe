import type { Within } from '../database/within.ts'

/** The tables that keep only the newest rows, and the setting of the system that says how many. */
const settings = {
  deleted_application: 'audit_deleted_applications',
  deleted_mapping: 'audit_deleted_mappings',
  credential_lookup: 'audit_credential_lookups',
} as const

type KeptTable = keyof typeof settings

/** How many rows of the table the system's setting keeps. */
export async function readKept(within: Within, table: KeptTable): Promise<number> {
  const row = await within.selectFrom('global_info').select(Object.values(settings)).executeTakeFirstOrThrow()
  return row[settings[table]]
}

/** Forgets the oldest rows of the table beyond the `kept` newest. */
export async function keepNewest(within: Within, table: KeptTable, kept: number): Promise<void> {
  const newestTooOld = within.selectFrom(table).select('id').orderBy('id', 'desc').limit(1).offset(kept)
  await within.deleteFrom(table).where('id', '<=', newestTooOld).execute()
}
