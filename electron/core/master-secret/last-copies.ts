import type { Kysely } from 'kysely'
import type { Msid } from '../../../shared/master-secret.ts'
import { readBackup } from '../backup/read-backup.ts'
import type { SsoTables } from '../database/schema.ts'
import { SsoError } from '../errors/sso-error.ts'
import type { SaveTarget } from '../files/save-target.ts'
import { listReplacedStores, removeReplacedStore } from '../secret-store/replaced-stores.ts'
import type { MasterSecretDependencies } from './master-secret-dependencies.ts'
import { findRowsAtStake, type RowsAtStake } from './rows-at-stake.ts'
import { copiesInWords, findSecretCopies, namedSecrets, rowsInWords } from './secret-copies.ts'

/* What keeps the last copy of a secret that credentials are under. */

/**
 * Refuses to go on without the secrets of credentials at stake, unless so many may be lost.
 *
 * @param mayLose - how many their owner has agreed to
 * @throws {@link SsoError} `GenerateWouldLoseCredentials`, `ReplacedStoresUnreadable`
 */
export async function refuseLossOf(
  tables: Kysely<SsoTables>,
  deps: MasterSecretDependencies,
  { rows, total, under }: RowsAtStake,
  mayLose: number,
): Promise<void> {
  if (rows <= mayLose) return
  const copies = copiesInWords(await findSecretCopies(tables, deps, namedSecrets(under)))
  throw SsoError.of('GenerateWouldLoseCredentials', { rows, total, under: rowsInWords(under), copies })
}

/**
 * Refuses to write a backup over one that names a secret which credentials are under and which `held` do not contain.
 * Where credentials are at stake, a backup that cannot be read is not written over either.
 *
 * @throws {@link SsoError} `BackupStillNeeded`, and those of reading the backup that is there
 */
export async function refuseNeededBackup(
  { database, files }: MasterSecretDependencies,
  { agreed, path }: SaveTarget,
  held: readonly Msid[],
): Promise<void> {
  if (agreed === undefined) return
  const atStake = await findRowsAtStake(database.tables, held)
  if (atStake.rows === 0) return
  const there = await readBackup(files, path).catch((error) => {
    const isOther =
      error instanceof SsoError && (error.code === 'BackupNotABackup' || error.code === 'BackupTooLarge')
    if (isOther || (error instanceof SsoError && error.code === 'BackupFileMissing')) return null
    throw error
  })
  if (there === null) return
  const { currentMsid, previousMsid } = there.header
  const needed = atStake.under.find(
    ({ msid }) => msid === null || msid === currentMsid || msid === previousMsid,
  )
  if (needed === undefined) return
  const details = { path, msid: needed.msid ?? currentMsid, under: rowsInWords([needed]) }
  throw SsoError.of('BackupStillNeeded', details, { field: 'backupFile' })
}

/**
 * Removes the copies that could be put back, but for those that credentials at stake may need. One that cannot be read
 * stays until it is removed by name.
 *
 * @param requireUnchanged - rejects if somebody else has changed the secret store, and maybe kept a copy, meanwhile.
 */
export async function removeUnneededStores(
  deps: MasterSecretDependencies,
  { under }: RowsAtStake,
  requireUnchanged: () => Promise<void>,
): Promise<void> {
  for (const { currentMsid, name, previousMsid } of await listReplacedStores(deps)) {
    const isNeeded = under.some(({ msid }) => msid === null || msid === currentMsid || msid === previousMsid)
    if (currentMsid === null || isNeeded) continue
    await requireUnchanged()
    await removeReplacedStore(deps, name)
  }
}

/**
 * Refuses to remove a replaced store that credentials need, unless so many may be lost.
 *
 * @param held - the secrets of the secret store
 * @throws {@link SsoError} `ReplacedStoreNeeded`, `ReplacedStoresUnreadable`
 */
export async function refuseNeededStore(
  deps: MasterSecretDependencies,
  name: string,
  held: readonly Msid[],
  mayLose: number,
): Promise<void> {
  const stores = await listReplacedStores(deps)
  const store = stores.find((one) => one.name === name)
  if (store === undefined) return
  const elsewhere = stores.filter((one) => one !== store)
  const others = elsewhere.flatMap(({ currentMsid, previousMsid }) => [currentMsid, previousMsid])
  const kept = [...held, ...others.filter((msid) => msid !== null)]
  const { under } = await findRowsAtStake(deps.database.tables, kept)
  const own = [store.currentMsid, store.previousMsid]
  // Nobody knows what one that cannot be read holds.
  const needing = under.filter(
    ({ msid }) => msid === null || store.currentMsid === null || own.includes(msid),
  )
  const rows = needing.reduce((sum, one) => sum + one.rows, 0)
  if (rows <= mayLose) return
  const copies = copiesInWords(
    await findSecretCopies(deps.database.tables, deps, namedSecrets(needing), name),
  )
  throw SsoError.of('ReplacedStoreNeeded', { name, rows, under: rowsInWords(needing), copies })
}
