import { sqliteAt } from '../../electron/core/database/database-target.ts'
import { openSsoDatabase } from '../../electron/core/database/engines/open-database.ts'
import type { DatabaseExpectation, SsoDatabase } from '../../electron/core/database/sso-database.ts'

/** Opens the SSO database in an SQLite file. Whoever opens it closes it. */
export function openDatabaseFile(path: string, expected?: DatabaseExpectation): Promise<SsoDatabase> {
  return openSsoDatabase(sqliteAt(path), expected)
}
