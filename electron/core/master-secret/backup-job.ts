import type { BackupPassword } from '../../../shared/backup-password.ts'
import { checkBackupPassword } from '../backup/password-checks.ts'
import { checkSaveTarget, type IfExists, type SaveTarget } from '../files/save-target.ts'
import { requireSystem } from '../records/system.repository.ts'
import type { SecretStoreContent } from '../secret-store/secret-store-file.ts'
import { requireOwnStore } from '../system/own-store.ts'
import type { MasterSecretDependencies } from './master-secret-dependencies.ts'
import {
  type HeldOwnStore,
  MasterSecretRights,
  type StoreActivity,
  withOwnStore,
} from './with-secret-store.ts'

/** Where a new backup goes, and what is to protect it. */
export interface NewBackupRequest extends BackupPassword {
  /** Where to save the backup; `null` if nothing was chosen. */
  readonly backupFile: string | null
  readonly ifExists: IfExists
}

/** How whoever asks for a backup follows it and ends it. */
interface NewBackupOptions {
  /** Called as each step begins. */
  readonly onStep?: (step: 'deriving-key' | 'writing-backup' | 'checking-backup') => void
  readonly signal?: AbortSignal
}

/** A backup that is to be made, once everything was checked that can be; nobody else changes the secret store. */
export interface BackupJob<
  R extends NewBackupRequest = NewBackupRequest,
  O extends NewBackupOptions = NewBackupOptions,
> extends HeldOwnStore {
  readonly request: R
  readonly options: O
  readonly target: SaveTarget
}

/**
 * Checks what can be checked before the password is known: rights, the file, and that the secret store is there.
 * Changes nothing, and makes nobody wait.
 *
 * @throws {@link SsoError} those of the checks
 */
export async function checkNewBackup(
  deps: MasterSecretDependencies,
  { backupFile, ifExists }: Pick<NewBackupRequest, 'backupFile' | 'ifExists'>,
): Promise<SecretStoreContent> {
  const { database, directory, server, store } = deps
  const { tables } = database
  const { account } = await MasterSecretRights.check(deps)
  await checkSaveTarget(backupFile, ifExists, directory, account)
  return requireOwnStore({ tables, store, server }, await requireSystem(tables))
}

/**
 * Checks rights, file and password, and has `work` do the job with the secret store while nobody else changes it.
 *
 * @throws {@link SsoError} those of the checks; `SecretStoreBusy`; and whatever `work` throws.
 */
export async function withBackupJob<R extends NewBackupRequest, O extends NewBackupOptions, T>(
  deps: MasterSecretDependencies,
  activity: StoreActivity,
  { options, request }: Pick<BackupJob<R, O>, 'request' | 'options'>,
  work: (job: BackupJob<R, O>) => Promise<T>,
): Promise<T> {
  const rights = await MasterSecretRights.check(deps)
  const { backupFile, ifExists } = request
  const target = await checkSaveTarget(backupFile, ifExists, deps.directory, rights.account)
  checkBackupPassword(request)
  return withOwnStore(deps, activity, rights, (held) => work({ ...held, request, options, target }))
}
