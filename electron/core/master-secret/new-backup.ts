import type { BackupPassword } from '../../../shared/backup-password.ts'
import { requireMasterSecretRights, requireMasterSecretServer } from '../access/access.ts'
import { checkBackupPassword } from '../backup/password-checks.ts'
import { checkSaveTarget, type IfExists, type SaveTarget } from '../files/save-target.ts'
import { requireSystem, type SystemRow } from '../records/system.repository.ts'
import type { StoreOperation } from '../secret-store/secret-store.ts'
import type { Exclusively } from '../secret-store/secret-store-disk.ts'
import type { SecretStoreContent } from '../secret-store/secret-store-file.ts'
import { requireOwnStore } from '../system/own-store.ts'
import type { MasterSecretDependencies } from './master-secret-dependencies.ts'

/** Where a new backup goes, and what is to protect it. */
export interface NewBackupRequest extends BackupPassword {
  /** Where to save the backup; `null` if nothing was chosen. */
  readonly backupFile: string | null
  readonly ifExists: IfExists
}

/** What a new backup is made with, once its checks have passed. */
export interface NewBackup {
  readonly target: SaveTarget
  readonly account: string
  readonly system: SystemRow
  readonly content: SecretStoreContent
  readonly lock: StoreOperation
}

/**
 * Checks what can be checked before the password is known: rights, the file, and that the secret store is there.
 * Changes nothing, and makes nobody wait.
 *
 * @throws {@link SsoError} those of the checks
 */
export async function checkNewBackup(
  of: MasterSecretDependencies,
  { backupFile, ifExists }: Pick<NewBackupRequest, 'backupFile' | 'ifExists'>,
): Promise<SecretStoreContent> {
  const { database, directory, server, store } = of
  const { tables } = database
  const account = await of.account()
  const system = await requireSystem(tables)
  await requireMasterSecretRights(tables, system, account, server)
  await checkSaveTarget(backupFile, ifExists, directory, account.name)
  return requireOwnStore({ tables, store, server }, system)
}

/**
 * Checks rights, file and password, and has `make` work with the secret store while nobody else changes it.
 *
 * @param operation - what others are told who would change it meanwhile, and how the store is swapped,
 * as `SecretStore.lock` takes it
 * @throws {@link SsoError} those of the checks; `SecretStoreBusy`; and whatever `make` throws.
 */
export async function withNewBackup<T>(
  of: MasterSecretDependencies,
  request: NewBackupRequest,
  { activity, exclusively }: { readonly activity: string; readonly exclusively?: Exclusively },
  make: (backup: NewBackup) => Promise<T>,
): Promise<T> {
  const { database, directory, server, store } = of
  const { tables } = database
  const account = await of.account()
  await requireMasterSecretRights(tables, await requireSystem(tables), account, server)
  const target = await checkSaveTarget(request.backupFile, request.ifExists, directory, account.name)
  checkBackupPassword(request)
  const lock = await store.lock(activity, account.name, exclusively)
  try {
    const system = await requireSystem(tables)
    // Another operation may have been waited for.
    requireMasterSecretServer(system, server)
    const content = await requireOwnStore({ tables, store, server }, system)
    return await make({ target, account: account.name, system, content, lock })
  } finally {
    await lock.release()
  }
}
