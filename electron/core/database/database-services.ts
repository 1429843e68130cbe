import { access } from 'node:fs/promises'
import { SsoError } from '../errors/sso-error.ts'
import { type DatabaseUpgrade, openSsoDatabase } from './sso-database.ts'

/**
 * *Create Database*: makes an SSO database where there is none.
 *
 * @throws {@link SsoError} `DatabaseExists`, and those of {@link openSsoDatabase}
 */
export async function createDatabase(path: string): Promise<void> {
  await (await openSsoDatabase(path, 'new')).close()
}

/**
 * *Upgrade Database*: brings an SSO database of an older schema up to date, having copied it.
 *
 * @returns what was done; `from` and `to` are the same if there was nothing to do.
 * @throws {@link SsoError} `DatabaseMissing`, and those of {@link openSsoDatabase}
 */
export async function upgradeDatabase(path: string): Promise<DatabaseUpgrade> {
  await access(path).catch((cause) => {
    throw SsoError.of('DatabaseMissing', { path }, { cause })
  })
  const database = await openSsoDatabase(path, 'existing')
  await database.close()
  return database.upgrade
}
