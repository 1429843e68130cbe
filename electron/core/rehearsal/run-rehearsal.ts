import { randomBytes } from 'node:crypto'
import type { ReencryptionOverview } from '../../../shared/reencryption.ts'
import {
  type RehearsalPhase,
  type RehearsalProgress,
  type RehearsalReport,
  rehearsalPhases,
} from '../../../shared/rehearsal.ts'
import { wipe } from '../crypto/wipe.ts'
import { refuseIfCancelled } from '../errors/cancelled.ts'
import { SsoError } from '../errors/sso-error.ts'
import type { DataDirectory } from '../files/data-directory.ts'
import type { HealthService } from '../health/health.service.ts'
import type { KeyProtector } from '../key-protectors/key-protector.ts'
import type { MasterSecretService, RestoreRequest } from '../master-secret/master-secret.service.ts'
import type { ReencryptionService } from '../reencryption/reencryption.service.ts'
import { requireFinished } from '../reencryption/require-finished.ts'
import type { RehearsalFolder } from './rehearsal-folder.ts'

/** The services that a rehearsal uses of the copy. */
export interface CopiedSystem {
  readonly masterSecret: Pick<MasterSecretService, 'generate' | 'restore'>
  readonly reencryption: Pick<ReencryptionService, 'describe' | 'onChange' | 'whenIdle'>
  readonly health: Pick<HealthService, 'checkCredentials'>
  close(): Promise<void>
}

/** Opens the system in a copy's data directory, its secret store guarded by `protector`. */
export type OpenCopy = (directory: DataDirectory, protector: KeyProtector) => Promise<CopiedSystem>

/** What is done to the copy. */
export interface Change {
  /** Whether it is of use without the secrets that the system has. */
  readonly needsSecrets: boolean
  run(system: CopiedSystem, backupFile: string, signal: AbortSignal): Promise<unknown>
}

/** Long enough that nobody has to be told that the backup cannot be opened. */
const PASSWORD_BYTES = 32

export const changeBy = {
  generating: (mayLose: number): Change => ({
    needsSecrets: true,
    async run({ masterSecret }, backupFile, signal) {
      const password = Buffer.from(randomBytes(PASSWORD_BYTES).toString('hex'))
      const confirmation = Buffer.from(password)
      const fresh = { backupFile, ifExists: 'refuse', reminder: '' } as const
      const request = { ...fresh, password, confirmation, mayLose }
      try {
        await masterSecret.generate(request, { signal })
      } finally {
        wipe(password, confirmation)
      }
    },
  }),
  restoring: (request: RestoreRequest): Change => ({
    needsSecrets: false,
    run: ({ masterSecret }, _backupFile, signal) => masterSecret.restore(request, { signal }),
  }),
}

/** What a rehearsal has found. */
export type RehearsalFindings = Omit<RehearsalReport, 'operation' | 'wouldSucceed' | 'trackingId'>

export interface RehearsalRun {
  readonly folder: RehearsalFolder
  /** Makes the copy; resolves with why its secrets are missing. */
  readonly copy: () => Promise<SsoError | null>
  readonly open: () => Promise<CopiedSystem>
  readonly change: Change
  readonly onProgress: (progress: RehearsalProgress) => void
  readonly signal: AbortSignal
}

interface Counts {
  reencrypted: number | null
  rows: number | null
  unreadable: number | null
}

/**
 * Copies, changes the copy, re-encrypts it and opens all of its credentials.
 *
 * @throws {@link SsoError} `Cancelled`, and what copying fails with; what the change fails with is in the findings.
 */
export async function runRehearsal(run: RehearsalRun): Promise<RehearsalFindings> {
  const clock = new PhaseClock(run.onProgress)
  const counts: Counts = { rows: null, reencrypted: null, unreadable: null }
  const missing = await clock.time('copying', run.copy)
  refuseIfCancelled(run.signal)
  const before = await run.folder.bytes()
  let diskBytes = 0
  const error = await rehearseOn(run, clock, missing, counts, async () => {
    diskBytes = Math.max(0, (await run.folder.bytes()) - before)
  })
  refuseIfCancelled(run.signal)
  return { error: error?.toData() ?? null, ...counts, milliseconds: clock.milliseconds, diskBytes }
}

/** @returns what it failed with. */
async function rehearseOn(
  run: RehearsalRun,
  clock: PhaseClock,
  missing: SsoError | null,
  counts: Counts,
  measure: () => Promise<void>,
): Promise<SsoError | null> {
  let system: CopiedSystem | undefined
  try {
    if (missing !== null && run.change.needsSecrets) throw missing
    const opened = await run.open()
    system = opened
    await clock.time('changing', () => run.change.run(opened, run.folder.backupFile, run.signal))
    counts.reencrypted = await clock.time('reencrypting', () => reencrypt(opened, run))
    await measure()
    const checked = await clock.time('checking', () => check(opened, run))
    counts.rows = checked.total
    counts.unreadable = checked.unreadable
    return null
  } catch (error) {
    if (error instanceof SsoError) return error
    throw error
  } finally {
    await system?.close()
  }
}

/** @returns how many credentials were re-encrypted. */
async function reencrypt(
  { reencryption }: CopiedSystem,
  { onProgress, signal }: RehearsalRun,
): Promise<number> {
  const tell = (overview: ReencryptionOverview | null): void => {
    if (overview !== null && !signal.aborted)
      onProgress({ phase: 'reencrypting', done: overview.done, total: overview.total })
  }
  reencryption.onChange(() => void reencryption.describe().then(tell, () => undefined))
  await Promise.race([reencryption.whenIdle(), aborted(signal)])
  refuseIfCancelled(signal)
  const overview = await reencryption.describe()
  if (overview === null) return 0
  if (overview.failure !== null) throw SsoError.fromData(overview.failure)
  const { done, phase, total } = overview
  requireFinished({ state: phase, done, total })
  return done
}

function check({ health }: CopiedSystem, { onProgress, signal }: RehearsalRun) {
  return health.checkCredentials({
    onProgress: ({ done, total }) => onProgress({ phase: 'checking', done, total }),
    signal,
  })
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** Tells of each phase as it begins, and how long it took. */
class PhaseClock {
  readonly #onProgress: (progress: RehearsalProgress) => void
  readonly milliseconds = Object.fromEntries(rehearsalPhases.map((phase) => [phase, 0])) as Record<
    RehearsalPhase,
    number
  >

  constructor(onProgress: (progress: RehearsalProgress) => void) {
    this.#onProgress = onProgress
  }

  async time<T>(phase: RehearsalPhase, work: () => Promise<T>): Promise<T> {
    this.#onProgress({ phase, done: null, total: null })
    const began = performance.now()
    try {
      return await work()
    } finally {
      this.milliseconds[phase] = performance.now() - began
    }
  }
}
