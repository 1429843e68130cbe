import type { UnreadableRows } from '../../../shared/backup.ts'
import type { GeneratedSecret, GenerateStep, Msid } from '../../../shared/master-secret.ts'
import {
  type MasterSecretPair,
  newMasterSecret,
  newMsid,
  wipeMasterSecrets,
} from '../crypto/master-secret.ts'
import { refuseIfCancelled } from '../errors/cancelled.ts'
import { nearestInstant } from '../errors/instant.ts'
import { SsoError } from '../errors/sso-error.ts'
import { requireSystem } from '../records/system.repository.ts'
import { beginReencryption, readReencryption } from '../reencryption/reencryption.repository.ts'
import { isFinished, requireFinished } from '../reencryption/require-finished.ts'
import { isUncertain } from '../secret-store/secret-store-disk.ts'
import { type BackupJob, type NewBackupRequest, withBackupJob } from './backup-job.ts'
import { commitWithDatabase } from './commit-with-database.ts'
import { refuseLossOf, refuseNeededBackup, removeUnneededStores } from './last-copies.ts'
import type { MasterSecretDependencies } from './master-secret-dependencies.ts'
import { noteSecrets, noteSecretsIn } from './note-secrets.ts'
import { noteUnrecordedUnderLock } from './note-unrecorded-secret.ts'
import type { Outcome } from './record-outcome.ts'
import { findRowsAtStake, type RowsAtStake } from './rows-at-stake.ts'
import { noteOfBackup, type WrittenBackup, writeBackup } from './write-backup.ts'

export interface GenerateRequest extends NewBackupRequest {
  /** The new secret's name, where it was already shown in a suggested file name. */
  readonly msid?: Msid
  /** How many credentials may be lost, whose secrets the secret store does not hold; none unless said. */
  readonly mayLose?: number | undefined
}

export interface GenerateOptions {
  /** Called as each step begins. */
  readonly onStep?: (step: GenerateStep) => void
  /** Called every second that another process, which is writing to the database, is waited for; with who that is. */
  readonly onBusy?: (holder: string | null) => void
  /** Heeded until the new secret is made current. */
  readonly signal?: AbortSignal
}

type GenerateJob = BackupJob<GenerateRequest, GenerateOptions>

type Generated = Omit<GeneratedSecret, 'noteFailure' | 'trackingId'>

/**
 * Generates a master secret: backs it up, proves that the backup opens, and only then makes it current.
 *
 * @throws {@link SsoError} of most codes; the old secret is still current then, and no file is left behind.
 */
export function generateSecret(
  deps: MasterSecretDependencies,
  request: GenerateRequest,
  options: GenerateOptions,
): Promise<Outcome<Generated>> {
  const activity = { activity: 'generating the master secret' }
  return withBackupJob(deps, activity, { request, options }, async (job) => {
    await requireNothingUnfinished(deps, job)
    await refuseDestruction(deps, job)
    await deps.store.checkProtector(job.content)
    const { lost, result } = await generate(deps, job)
    const { createdAt, displayPath: backupFile, msid, previousMsid } = result
    return { result, data: { msid, previousMsid, createdAt, backupFile, ...(lost > 0 && { lost }) } }
  })
}

/** Said before a key is derived; looked at again when the secret becomes current. */
async function refuseDestruction(
  deps: MasterSecretDependencies,
  { content, request, target }: GenerateJob,
): Promise<void> {
  const held = content.current === null ? [] : [content.current.msid]
  const { tables } = deps.database
  const atStake = await findRowsAtStake(tables, held)
  const unfinished = atStake.under.find(({ msid }) => msid !== null && msid === content.previous?.msid)
  if (unfinished !== undefined) await beginAgain(deps, unfinished)
  await refuseLossOf(tables, deps, atStake, request.mayLose ?? 0)
  await refuseNeededBackup(deps, target, held)
}

/** What a re-encryption has left, of a secret that is still held, needs no more than another one. */
async function beginAgain({ database, reencryption }: MasterSecretDependencies, { rows }: UnreadableRows) {
  await database.transaction((within) => beginReencryption(within, nearestInstant(new Date())))
  reencryption.start()
  throw SsoError.of('Busy', { done: 0, total: rows })
}

/** Only the current and the previous secret are kept: no row may be left under an older one. */
async function requireNothingUnfinished(
  deps: MasterSecretDependencies,
  { content: { current }, system }: GenerateJob,
): Promise<void> {
  const { database } = deps
  if (current !== null && current.msid !== system.currentMsid) {
    await noteUnrecordedUnderLock(deps)
    const { currentMsid } = await requireSystem(database.tables)
    if (current.msid !== currentMsid)
      throw SsoError.of('DatabaseOlderThanSecret', { path: database.name, msid: currentMsid ?? 'none' })
  }
  const reencryption = await readReencryption(database.tables)
  if (isFinished(reencryption)) return
  // One that was only noted now would otherwise wait for the next start.
  deps.reencryption.start()
  requireFinished(reencryption)
}

/** `lost` are credentials that nothing opens from now on but a copy of an older secret. */
async function generate(
  deps: MasterSecretDependencies,
  job: GenerateJob,
): Promise<{ readonly result: Generated; readonly lost: number }> {
  const { content, request, target } = job
  const old = await deps.store.reveal(content)
  const created = newMasterSecret(request.msid ?? newMsid(), new Date())
  const secrets = { current: created, previous: old?.current ?? null }
  let lost = 0
  try {
    const backup = await writeBackup(deps, job, secrets)
    lost = await makeCurrent(deps, job, secrets, backup)
  } finally {
    wipeMasterSecrets(created, old?.current, old?.previous)
  }
  const { createdAt, msid } = created
  const previousMsid = secrets.previous?.msid ?? null
  return { result: { msid, previousMsid, createdAt, displayPath: target.path }, lost }
}

async function makeCurrent(
  deps: MasterSecretDependencies,
  { content, lock, options, request, target }: GenerateJob,
  secrets: MasterSecretPair,
  backup: WrittenBackup,
): Promise<number> {
  const held = [secrets.current.msid, ...(secrets.previous === null ? [] : [secrets.previous.msid])]
  let left: RowsAtStake | null = null
  try {
    refuseIfCancelled(options.signal)
    await lock.requireUnchanged()
    await refuseNeededBackup(deps, target, held)
    await backup.keep()
    left = await commitWithDatabase(deps.database, {
      async commit(within) {
        refuseIfCancelled(options.signal)
        // What is counted is to be judged by the store that it is counted for.
        await lock.requireUnchanged()
        const atStake = await findRowsAtStake(within, held)
        await refuseLossOf(within, deps, atStake, request.mayLose ?? 0)
        options.onStep?.('making-current')
        // First, so that a database that cannot note it leaves the old secret current.
        await noteSecretsIn(within, deps.server, secrets)
        await deps.store.commit(content, secrets, noteOfBackup(target.path, secrets, backup.writtenAt))
        return atStake
      },
      noteLater: () => noteSecrets(deps, secrets),
      signal: options.signal,
      onBusy: options.onBusy,
    })
  } catch (error) {
    // Where the secret may be current after all, the backup may be the only way back.
    if (!isUncertain(error)) await backup.discard().catch(() => undefined)
    throw error
  }
  if (left === null) return 0
  await removeUnneededStores(deps, left, () => lock.requireUnchanged()).catch(() => undefined)
  return left.rows
}
