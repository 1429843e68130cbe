import { sqliteAt } from './database/database-target.ts'
import { maintenanceOf } from './database/engines/maintenance.ts'
import { SsoError } from './errors/sso-error.ts'
import type { DataDirectory } from './files/data-directory.ts'
import { nodeFileSystem } from './files/node-file-system.ts'
import { SecretStore } from './secret-store/secret-store.ts'

/**
 * Why a database that is not there, or has nothing in it, is a loss and not a beginning: what is beside it says that
 * there was one.
 *
 * @returns part of a sentence: "while …"; `null` if nothing says so.
 * @throws {@link SsoError} `DatabaseIoFailed` and others where that cannot be looked at
 */
export async function whyDatabaseIsAwaited(directory: DataDirectory): Promise<string | null> {
  const { state, unwritten } = await maintenanceOf(sqliteAt(directory.database)).findRemains()
  if (unwritten !== null && state !== 'there') return `while ${unwritten} is there`
  try {
    const content = await new SecretStore(directory, nodeFileSystem, []).read()
    if (content?.current == null) return null
    return `while the secret store beside it holds the master secret ${content.current.msid}`
  } catch (error) {
    if (error instanceof SsoError) return 'while there is a secret store beside it, which cannot be read'
    throw error
  }
}

/**
 * Refuses to begin with an empty database where there was one with credentials.
 *
 * @param reason - what is wrong with the database, part of a sentence: "the file is missing"
 * @throws {@link SsoError} `DatabaseLost`
 */
export async function refuseLostDatabase(directory: DataDirectory, reason: string): Promise<void> {
  const beside = await whyDatabaseIsAwaited(directory)
  if (beside !== null)
    throw SsoError.of('DatabaseLost', { path: directory.database, reason: `${reason}, ${beside}` })
}

/** @returns what is wrong with a database that has nothing in it, for {@link refuseLostDatabase}. */
export async function describeEmptyDatabase({ database }: DataDirectory): Promise<string> {
  const { state } = await maintenanceOf(sqliteAt(database)).findRemains()
  if (state === 'missing') return 'the file is missing'
  return state === 'empty' ? 'the file is empty' : 'there is nothing in it'
}
