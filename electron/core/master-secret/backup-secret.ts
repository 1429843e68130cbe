import type { BackedUpSecret, BackupStep } from '../../../shared/backup.ts'
import { type MasterSecretPair, wipeMasterSecrets } from '../crypto/master-secret.ts'
import { SsoError } from '../errors/sso-error.ts'
import { refuseNeededBackup } from './last-copies.ts'
import { type MasterSecretDependencies, refuseIfCancelled } from './master-secret-dependencies.ts'
import { type NewBackup, type NewBackupRequest, withNewBackup } from './new-backup.ts'
import type { Outcome } from './record-outcome.ts'
import { noteOfBackup, writeBackup } from './write-backup.ts'

export type BackupRequest = NewBackupRequest

export interface BackupOptions {
  /** Called as each step begins. */
  readonly onStep?: (step: BackupStep) => void
  /** Heeded until the backup is given its name. */
  readonly signal?: AbortSignal
}

interface BackupRun extends NewBackup {
  readonly request: BackupRequest
  readonly options: BackupOptions
}

type BackedUp = Omit<BackedUpSecret, 'trackingId'>

/**
 * Writes the secrets in use to a backup file and proves that it opens. They stay as they are.
 *
 * @throws {@link SsoError} `NoMasterSecret`, `SecretStoreMissing` and most others; no file is left behind then.
 */
export function backupSecret(
  of: MasterSecretDependencies,
  request: BackupRequest,
  options: BackupOptions,
): Promise<Outcome<BackedUp>> {
  const activity = 'backing up the master secret'
  const { transaction } = of.database
  return withNewBackup(of, request, { activity, exclusively: transaction }, async (backup) => {
    const result = await backUp(of, { ...backup, request, options })
    const { displayPath: backupFile, msid, noted, previousMsid } = result
    return { result, data: { msid, previousMsid, backupFile, noted } }
  })
}

async function backUp(of: MasterSecretDependencies, run: BackupRun): Promise<BackedUp> {
  const { account, content, lock, options, request, target } = run
  const secrets = await of.store.reveal(content)
  if (secrets === null) throw SsoError.of('NoMasterSecret', {})
  try {
    const { password, reminder } = request
    const order = { ...options, target, systemId: content.systemId, password, reminder, account }
    const held = [secrets.current.msid, ...(secrets.previous === null ? [] : [secrets.previous.msid])]
    await refuseNeededBackup(of, target, held)
    const backup = await writeBackup(of, order, secrets)
    try {
      refuseIfCancelled(options.signal)
      // Secrets that were replaced meanwhile are not what was to be backed up.
      await lock.requireUnchanged()
      await refuseNeededBackup(of, target, held)
    } catch (error) {
      await backup.discard().catch(() => undefined)
      throw error
    }
    await backup.keep()
    return await note(of, run, secrets, backup.writtenAt)
  } finally {
    wipeMasterSecrets(secrets.current, secrets.previous)
  }
}

/** The backup is there and proven: that it cannot be noted is no reason to take it away again. */
async function note(
  { store }: MasterSecretDependencies,
  { content, target }: BackupRun,
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
