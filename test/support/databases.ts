import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type DatabaseTarget, sqliteAt } from '../../electron/core/database/database-target.ts'
import { openSsoDatabase } from '../../electron/core/database/engines/open-database.ts'
import type { SsoDatabase } from '../../electron/core/database/sso-database.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** An engine that SSO databases are in. */
export interface TestDatabase {
  /** As a test's name has it. */
  readonly engine: string
  /** A place for a database of this engine, which is gone after the test. */
  place(): Promise<DatabaseTarget>
}

/** Every engine there is: `describe.each(testDatabases)`, for what must be so in all of them. */
export const testDatabases: readonly TestDatabase[] = [
  { engine: 'SQLite', place: async () => sqliteAt(join(await temporaryFolder(), 'sso.db')) },
]

/** Opens a database, new unless it is there, and closes it after the test. */
export async function openTestDatabase(target: DatabaseTarget): Promise<SsoDatabase> {
  const database = await openSsoDatabase(target)
  onTestFinished(() => database.close())
  return database
}
