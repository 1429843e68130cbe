import type { BackedUpSecret, BackupStep } from '../../../shared/backup.ts'
import type { BackupPassword } from '../../../shared/backup-password.ts'
import { requireMasterSecretRights } from '../access/access.ts'
import { SsoError } from '../sso-error.ts'
import { requireOwnStore } from '../system/own-store.ts'
import { requireSystem } from '../system/system.repository.ts'
import { type BackupTarget, checkBackupTarget, type IfExists } from './backup-target.ts'
import { type MasterSecretPair, wipeMasterSecrets } from './master-secret.ts'
import { type MasterSecretDependencies, refuseIfCancelled } from './master-secret-dependencies.ts'
import { checkBackupPassword } from './password-checks.ts'
import type { Outcome } from './record-outcome.ts'
import type { SecretStoreContent } from './secret-store-file.ts'
import { lockSecretStore, type SecretStoreLock } from './secret-store-lock.ts'
import { noteOfBackup, writeBackup } from './write-backup.ts'

export interface BackupRequest extends BackupPassword {
  /** Where to save the backup; `null` if nothing was chosen. */
  readonly backupFile: string | null
  readonly ifExists: IfExists
}

export interface BackupOptions {
  /** Called as each step begins. */
  readonly onStep?: (step: BackupStep) => void
  /** Heeded until the backup is given its name. */
  readonly signal?: AbortSignal
}

interface BackupRun {
  readonly request: BackupRequest
  readonly target: BackupTarget
  readonly account: string
  readonly content: SecretStoreContent
  readonly lock: SecretStoreLock
  readonly options: BackupOptions
}

type BackedUp = Omit<BackedUpSecret, 'trackingId'>

/**
 * Writes the secrets in use to a backup file and proves that it opens. They stay as they are.
 *
 * @throws {@link SsoError} `NoMasterSecret`, `SecretStoreMissing` and most others; no file is left behind then.
 */
export async function backupSecret(
  of: MasterSecretDependencies,
  request: BackupRequest,
  options: BackupOptions,
): Promise<Outcome<BackedUp>> {
  const { database, directory, server, store } = of
  const account = await of.account()
  const system = await requireSystem(database.tables)
  await requireMasterSecretRights(database.tables, system, account, server)
  const target = await checkBackupTarget(request.backupFile, request.ifExists, directory, account.name)
  checkBackupPassword(request)
  const lock = await lockSecretStore(directory, 'backing up the master secret', account.name)
  try {
    const content = await requireOwnStore({ tables: database.tables, store, server }, system)
    const result = await backUp(of, { request, target, account: account.name, content, lock, options })
    const { displayPath: backupFile, msid, noted, previousMsid } = result
    return { result, data: { msid, previousMsid, backupFile, noted } }
  } finally {
    await lock.release()
  }
}

async function backUp(of: MasterSecretDependencies, run: BackupRun): Promise<BackedUp> {
  const { account, content, options, request, target } = run
  const secrets = await of.store.reveal(content)
  if (secrets === null) throw SsoError.of('NoMasterSecret', {})
  try {
    const { password, reminder } = request
    const order = { ...options, target, systemId: content.systemId, password, reminder, account }
    const backup = await writeBackup(of, order, secrets)
    try {
      refuseIfCancelled(options.signal)
    } catch (error) {
      await backup.discard()
      throw error
    }
    await backup.keep()
    return await note(of, run, secrets)
  } finally {
    wipeMasterSecrets(secrets.current, secrets.previous)
  }
}

/** The backup is there and proven: that it cannot be noted is no reason to take it away again. */
async function note(
  { store }: MasterSecretDependencies,
  { content, lock, target }: BackupRun,
  secrets: MasterSecretPair,
): Promise<BackedUp> {
  const lastBackup = noteOfBackup(target.path, secrets)
  const noted = await Promise.resolve()
    .then(() => {
      lock.assertHeld()
      return store.commit(content, secrets, lastBackup)
    })
    .then(
      () => true,
      () => false,
    )
  return {
    msid: secrets.current.msid,
    previousMsid: secrets.previous?.msid ?? null,
    verifiedAt: lastBackup.verifiedAt,
    displayPath: target.path,
    noted,
  }
}
