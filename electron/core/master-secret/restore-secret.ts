import type { Kysely } from 'kysely'
import type { RestoredSecret, TrialReport } from '../../../shared/backup.ts'
import { type FoundBackup, readBackup } from '../backup/read-backup.ts'
import { type MasterSecretPair, wipeMasterSecrets } from '../crypto/master-secret.ts'
import type { SsoTables } from '../database/schema.ts'
import type { Within } from '../database/within.ts'
import { refuseIfCancelled } from '../errors/cancelled.ts'
import { SsoError } from '../errors/sso-error.ts'
import { commitRestored } from './commit-restored.ts'
import { tryAndCommit } from './commit-with-database.ts'
import { compareSecrets, type LiveStore, readLiveStore, refuseUnreadable } from './live-store.ts'
import { noteSecrets } from './note-secrets.ts'
import { pauseReencryption, refuseLoss } from './pause-reencryption.ts'
import type { Outcome } from './record-outcome.ts'
import { tryCredentialsIn } from './restore-trial.ts'
import {
  type OpeningDependencies,
  openWithPassword,
  type VerifyOptions,
  type VerifyRequest,
} from './verify-backup.ts'
import { type HeldStore, MasterSecretRights, withSecretStore } from './with-secret-store.ts'
import { noteOfBackup } from './write-backup.ts'

export interface RestoreRequest extends VerifyRequest {
  /** Goes on where the backup is another system's or credentials would be lost; its owner has agreed. */
  readonly override: boolean
  /** To how many credentials that could not be read: of any number, unless said. */
  readonly mayLose?: number | undefined
}

interface RestoreRun extends HeldStore {
  readonly request: RestoreRequest
  readonly options: VerifyOptions
  readonly backup: FoundBackup
  readonly secrets: MasterSecretPair
}

type Restored = Omit<RestoredSecret, 'noteFailure' | 'trackingId'>

/**
 * Makes the secrets of a backup the system's, after every credential was tried with them. The secret store they
 * replace is kept.
 *
 * @throws {@link SsoError} `WrongPassword`, `BackupOfAnotherSystem`, `RestoreWouldLoseCredentials`, `Busy`,
 * `SecretStoreForeign`, `SecretStoreVersionNewer`, `SecretStoreUnreadable`, `KeyProtectorUnreadable` and most others;
 * the old secrets are still there then, but for `SecretStoreUncertain`.
 */
export async function restoreSecret(
  deps: OpeningDependencies,
  request: RestoreRequest,
  options: VerifyOptions,
): Promise<Outcome<Restored>> {
  const rights = await MasterSecretRights.check(deps)
  const backup = await readBackup(deps.files, request.backupFile)
  const secrets = await openWithPassword(deps, backup, request, options)
  try {
    const activity = { activity: 'restoring the master secret' }
    return await withSecretStore(deps, activity, rights, (held) =>
      restore(deps, { ...held, request, options, backup, secrets }),
    )
  } finally {
    wipeMasterSecrets(secrets.current, secrets.previous)
  }
}

/** The lock is held from before the trial on: no secret can be generated that the trial would not know of. */
async function restore(deps: OpeningDependencies, run: RestoreRun): Promise<Outcome<Restored>> {
  const live = await readLiveStore(deps.store, run.system)
  try {
    refuseUnfitStore(live, run.request.override)
    return await pauseReencryption(deps, () => commitTried(deps, run, live))
  } finally {
    wipeMasterSecrets(live.secrets?.current, live.secrets?.previous)
  }
}

/**
 * What is damaged may be replaced, but not what cannot be read now, or belongs to somebody else or to a newer version.
 */
function refuseUnfitStore(live: LiveStore, override: boolean): void {
  const { content, error } = live
  refuseUnreadable(live)
  if (error?.code === 'SecretStoreVersionNewer') throw error
  if (error?.code === 'SecretStoreForeign' && content?.current !== null && !override) throw error
}

async function commitTried(
  deps: OpeningDependencies,
  run: RestoreRun,
  live: LiveStore,
): Promise<Outcome<Restored>> {
  const { options, secrets } = run
  const tryOut = async (tables: Kysely<SsoTables>) => {
    options.onStep?.('trying-credentials')
    const { report, rows } = await tryCredentialsIn(tables, deps, secrets, options)
    return { report, rows: [rows] }
  }
  return tryAndCommit(deps.database, {
    tryOut,
    commit: (within, { report }) => commitUnlessLost(within, deps, run, { live, trial: report }),
    noteLater: () => noteSecrets(deps, secrets),
    signal: options.signal,
    onBusy: options.onBusy,
  })
}

interface Found {
  readonly live: LiveStore
  readonly trial: TrialReport
}

/** Takes the transaction in which the counts of the trial are so. */
async function commitUnlessLost(
  within: Within,
  deps: OpeningDependencies,
  run: RestoreRun,
  { live, trial }: Found,
): Promise<Outcome<Restored>> {
  const { backup, lock, options, request, secrets, system } = run
  // What is counted is to be judged by the store that it is counted for.
  await lock.requireUnchanged()
  refuseOtherSystem(run, trial)
  await refuseLoss(within, trial, { live, secrets }, request)
  refuseIfCancelled(options.signal)
  options.onStep?.('making-current')
  const commit = {
    system,
    live,
    lock,
    secrets,
    lastBackup: noteOfBackup(backup.path, secrets, backup.header.writtenAt),
  }
  const isLive = compareSecrets(secrets, live.secrets) === 'same'
  const replacedStore = await commitRestored(within, deps, commit, isLive ? 'forget' : 'keep')
  return outcomeOf(run, trial, replacedStore)
}

function refuseOtherSystem({ backup, request, system }: RestoreRun, { readable, total }: TrialReport): void {
  const { systemId: found } = backup.header
  const { systemId: expected } = system
  if (found === expected || request.override) return
  throw SsoError.of('BackupOfAnotherSystem', { found, expected, readable, total })
}

function outcomeOf(
  { backup, request, secrets }: RestoreRun,
  { damaged, readable, total }: TrialReport,
  replacedStore: string | null,
): Outcome<Restored> {
  const { msid } = secrets.current
  const previousMsid = secrets.previous?.msid ?? null
  const result = { msid, previousMsid, readable, total, replacedStore }
  return { result, data: { ...result, damaged, backupFile: backup.path, override: request.override } }
}
