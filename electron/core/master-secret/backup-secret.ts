import type { BackedUpSecret, BackupStep } from '../../../shared/backup.ts'
import { type MasterSecretPair, wipeMasterSecrets } from '../crypto/master-secret.ts'
import { refuseIfCancelled } from '../errors/cancelled.ts'
import { SsoError } from '../errors/sso-error.ts'
import { type BackupJob, type NewBackupRequest, withBackupJob } from './backup-job.ts'
import { refuseNeededBackup } from './last-copies.ts'
import type { MasterSecretDependencies } from './master-secret-dependencies.ts'
import type { Outcome } from './record-outcome.ts'
import { noteOfBackup, writeBackup } from './write-backup.ts'

export type BackupRequest = NewBackupRequest

export interface BackupOptions {
  /** Called as each step begins. */
  readonly onStep?: (step: BackupStep) => void
  /** Heeded until the backup is given its name. */
  readonly signal?: AbortSignal
}

type BackedUp = Omit<BackedUpSecret, 'trackingId'>

/**
 * Writes the secrets in use to a backup file and proves that it opens. They stay as they are.
 *
 * @throws {@link SsoError} `NoMasterSecret`, `SecretStoreMissing` and most others; no file is left behind then.
 */
export function backupSecret(
  deps: MasterSecretDependencies,
  request: BackupRequest,
  options: BackupOptions,
): Promise<Outcome<BackedUp>> {
  const { transaction } = deps.database
  const activity = { activity: 'backing up the master secret', exclusively: transaction }
  return withBackupJob(deps, activity, { request, options }, async (job) => {
    const result = await backUp(deps, job)
    const { displayPath: backupFile, msid, noted, previousMsid } = result
    return { result, data: { msid, previousMsid, backupFile, noted } }
  })
}

async function backUp(deps: MasterSecretDependencies, job: BackupJob): Promise<BackedUp> {
  const { content, lock, options, target } = job
  const secrets = await deps.store.reveal(content)
  if (secrets === null) throw SsoError.of('NoMasterSecret', {})
  try {
    const held = [secrets.current.msid, ...(secrets.previous === null ? [] : [secrets.previous.msid])]
    await refuseNeededBackup(deps, target, held)
    const backup = await writeBackup(deps, job, secrets)
    try {
      refuseIfCancelled(options.signal)
      // Secrets that were replaced meanwhile are not what was to be backed up.
      await lock.requireUnchanged()
      await refuseNeededBackup(deps, target, held)
    } catch (error) {
      await backup.discard().catch(() => undefined)
      throw error
    }
    await backup.keep()
    return await note(deps, job, secrets, backup.writtenAt)
  } finally {
    wipeMasterSecrets(secrets.current, secrets.previous)
  }
}

/** The backup is there and proven: that it cannot be noted is no reason to take it away again. */
async function note(
  { store }: MasterSecretDependencies,
  { content, target }: BackupJob,
  secrets: MasterSecretPair,
  writtenAt: string,
): Promise<BackedUp> {
  const lastBackup = noteOfBackup(target.path, secrets, writtenAt)
  const noted = await store.commit(content, secrets, lastBackup).then(
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
