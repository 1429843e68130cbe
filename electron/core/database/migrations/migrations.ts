import type { Kysely } from 'kysely'
import { createSystemTables } from './0001-system.ts'
import { createCredentialTables } from './0002-credentials.ts'

/** In order; the schema's version is how many have run. A migration that was released is never changed. */
export const migrations: readonly ((db: Kysely<unknown>) => Promise<void>)[] = [
  createSystemTables,
  createCredentialTables,
]
