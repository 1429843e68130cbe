import { SsoError } from '../../errors/sso-error.ts'
import type { DatabaseTarget } from '../database-target.ts'
import { openSqliteDatabase } from '../sqlite/open-sqlite-database.ts'
import type { DatabaseExpectation, DatabaseUpgrade, SsoDatabase } from '../sso-database.ts'
import { maintenanceOf } from './maintenance.ts'

/**
 * Opens the SSO database, creating it when there is none. One of an older schema is upgraded, a copy of it made first.
 * One that is up to date is opened without waiting for those who write, and one that may only be read is opened for
 * that.
 *
 * @throws {@link SsoError} `DatabaseForeign`, `DatabaseVersionNewer` (it is not touched), `DatabaseBusy`,
 * `DatabaseFull`, `DatabaseDamaged`, `DatabaseReadOnly`, `DatabaseAccessDenied`, `DatabaseIoFailed` and the others of
 * its file, `DatabaseCopyFailed` (it was not upgraded); `DatabaseExists`, `DatabaseMissing` when it is not what is
 * `expected`
 */
export function openSsoDatabase(
  target: DatabaseTarget,
  expected: DatabaseExpectation = 'either',
): Promise<SsoDatabase> {
  return openSqliteDatabase(target.path, expected)
}

/**
 * *Upgrade Database*: brings an SSO database of an older schema up to date, having copied it.
 *
 * @returns what was done; `from` and `to` are the same if there was nothing to do.
 * @throws {@link SsoError} `DatabaseMissing`, and those of {@link openSsoDatabase}
 */
export async function upgradeDatabase(target: DatabaseTarget): Promise<DatabaseUpgrade> {
  const { state } = await maintenanceOf(target).findRemains()
  if (state === 'missing') throw SsoError.of('DatabaseMissing', { path: target.path })
  const database = await openSsoDatabase(target, 'existing')
  await database.close()
  return database.upgrade
}
