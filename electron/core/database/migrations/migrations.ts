import type { Kysely } from 'kysely'
import { createSystemTables } from './0001-system.ts'
import { createCredentialTables } from './0002-credentials.ts'
import { describeServers } from './0003-servers.ts'
import { chainEvents } from './0004-event-chain.ts'
import { addUniqueKeys } from './0005-unique-keys.ts'

/** In order; the schema's version is how many have run. A migration that was released is never changed. */
export const migrations: readonly ((db: Kysely<unknown>) => Promise<void>)[] = [
  createSystemTables,
  createCredentialTables,
  describeServers,
  chainEvents,
  addUniqueKeys,
]
