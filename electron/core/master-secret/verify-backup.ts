import type { BackupFindings, RestoreStep } from '../../../shared/backup.ts'
import { requireMasterSecretAdministrator, requireMasterSecretRights } from '../access/access.ts'
import { openBackup } from '../backup/backup-payload.ts'
import type { PasswordThrottle } from '../backup/password-throttle.ts'
import { describeHeader, type FoundBackup, readBackup } from '../backup/read-backup.ts'
import { type MasterSecretPair, wipeMasterSecrets } from '../crypto/master-secret.ts'
import { refuseIfCancelled } from '../errors/cancelled.ts'
import { requireSystem } from '../records/system.repository.ts'
import { compareSecrets, readLiveStore } from './live-store.ts'
import type { MasterSecretDependencies } from './master-secret-dependencies.ts'
import type { Outcome } from './record-outcome.ts'
import { type TrialOptions, tryCredentials } from './restore-trial.ts'

export interface VerifyRequest {
  /** The backup to open; `null` if nothing was chosen. */
  readonly backupFile: string | null
  /** UTF-8; the caller wipes it. */
  readonly password: Uint8Array
}

export interface VerifyOptions extends TrialOptions {
  /** Called as each step begins. */
  readonly onStep?: (step: RestoreStep) => void
  /** Called when the password has to wait before it is tried, because too many were wrong. */
  readonly onWait?: () => void
  /** Called every second that another process, which is writing to the database, is waited for; with who that is. */
  readonly onBusy?: (holder: string | null) => void
}

/** What opening a backup takes beside the file. */
export interface OpeningDependencies extends MasterSecretDependencies {
  readonly passwords: PasswordThrottle
}

/**
 * Opens a backup and finds out what it is worth to this system. Changes nothing.
 *
 * @param where - whether it is to be restored here, which only the master secret server may.
 * @throws {@link SsoError} `WrongPassword`, `Cancelled`; what {@link readBackup}, {@link openBackup} and the rights
 * throw
 */
export async function verifyBackup(
  deps: OpeningDependencies,
  request: VerifyRequest,
  options: VerifyOptions,
  where: 'anywhere' | 'master-secret-server',
): Promise<Outcome<BackupFindings>> {
  const { database, server } = deps
  const account = await deps.account()
  const system = await requireSystem(database.tables)
  if (where === 'anywhere') await requireMasterSecretAdministrator(database.tables, account)
  else await requireMasterSecretRights(database.tables, system, account, server)
  const backup = await readBackup(deps.files, request.backupFile)
  const secrets = await openWithPassword(deps, backup, request, options)
  try {
    const result = await findOut(deps, backup, secrets, options)
    return { result, data: eventData(result) }
  } finally {
    wipeMasterSecrets(secrets.current, secrets.previous)
  }
}

/**
 * Opens a backup with its password, slowed down after too many wrong ones.
 *
 * @returns both secrets, which the caller wipes.
 * @throws {@link SsoError} `WrongPassword`, `BackupDamaged`, `BackupCostTooHigh`, `Cancelled`
 */
export function openWithPassword(
  { kdf, passwords }: OpeningDependencies,
  backup: FoundBackup,
  { password }: VerifyRequest,
  { onStep, onWait, signal }: VerifyOptions,
): Promise<MasterSecretPair> {
  const open = (): Promise<MasterSecretPair> => {
    onStep?.('deriving-key')
    return openBackup(backup, password, kdf, signal)
  }
  return passwords.try(open, signal, onWait)
}

async function findOut(
  deps: OpeningDependencies,
  { header, path }: FoundBackup,
  secrets: MasterSecretPair,
  options: VerifyOptions,
): Promise<BackupFindings> {
  refuseIfCancelled(options.signal)
  options.onStep?.('trying-credentials')
  const system = await requireSystem(deps.database.tables)
  const live = await readLiveStore(deps.store, system)
  const store = compareSecrets(secrets, live.secrets)
  wipeMasterSecrets(live.secrets?.current, live.secrets?.previous)
  const { currentMsid: databaseMsid } = system
  const held = [secrets.current.msid, secrets.previous?.msid]
  return {
    ...describeHeader(path, header),
    sameSystem: header.systemId === system.systemId,
    store,
    storeError: live.error?.toData() ?? null,
    databaseMsid,
    holdsDatabaseMsid: databaseMsid === null ? null : held.includes(databaseMsid),
    trial: await tryCredentials(deps, secrets, options),
  }
}

function eventData({ currentMsid, displayPath, previousMsid, sameSystem, store, trial }: BackupFindings) {
  const { damaged, readable, total } = trial
  const backupFile = displayPath
  return { msid: currentMsid, previousMsid, backupFile, sameSystem, store, readable, total, damaged }
}
