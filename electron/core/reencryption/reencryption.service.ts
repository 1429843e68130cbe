import { randomUUID } from 'node:crypto'
import type { SsoErrorData } from '../../../shared/errors.ts'
import { DAMAGE_EVENTS_MAX } from '../../../shared/limits.ts'
import type { ReencryptionOverview, ReencryptionPhase } from '../../../shared/reencryption.ts'
import { requireMasterSecretRights } from '../access/access.ts'
import type { OsAccount } from '../access/os-account.ts'
import type { SealingKey } from '../crypto/sodium-batch.ts'
import { wipe } from '../crypto/wipe.ts'
import type { ReencryptionState } from '../database/schema.ts'
import type { SsoDatabase } from '../database/sso-database.ts'
import { SsoError } from '../errors/sso-error.ts'
import { eventIds } from '../events/event.ts'
import type { EventRecorder } from '../events/event-recorder.ts'
import { findSecretId } from '../records/secret.repository.ts'
import { readSystem } from '../records/system.repository.ts'
import type { SecretStore } from '../secret-store/secret-store.ts'
import { revealSubKeys } from '../secret-store/sub-keys.ts'
import { OutsideRun } from './outside-run.ts'
import { RateMeter } from './rate-meter.ts'
import {
  changeReencryptionState,
  estimateCredentials,
  type ReencryptionRow,
  readDamagedCredentials,
  readReencryption,
} from './reencryption.repository.ts'
import type { ReencryptionRunner } from './sweep-thread.ts'

export interface ReencryptionDependencies {
  readonly database: SsoDatabase
  readonly store: SecretStore
  readonly events: EventRecorder
  readonly account: () => Promise<OsAccount>
  readonly server: string
  readonly run: ReencryptionRunner
}

/** Milliseconds until a failed re-encryption is tried again; the last one for good. */
const RETRY_AFTER_MS = [1_000, 5_000, 30_000, 300_000]

/** How often is looked how a run of another process gets on, as long as somebody listens. */
const LOOK_EVERY_MS = 500

/** Whoever writes to the database may end at any moment, and then nothing is in the way. */
const RETRY_BUSY_AFTER_MS = 5_000

/** In place of the key of a secret in the `secret` table: none has it. */
const NO_SECRET = 0

/** A run under way on this process. */
interface Running {
  readonly stop: AbortController
  readonly ended: Promise<void>
}

/**
 * Carries the credentials from one master secret to the next: begun by *Generate*, resumed at start, resumable after
 * whatever ends it.
 */
export class ReencryptionService {
  readonly #deps: ReencryptionDependencies
  readonly #listeners = new Set<() => void>()
  readonly #rate = new RateMeter()
  #running: Running | null = null
  #wanted = false
  #failure: SsoErrorData | null = null
  #failures = 0
  #retry: NodeJS.Timeout | undefined
  readonly #outside = new OutsideRun()
  #looking: NodeJS.Timeout | undefined

  constructor(dependencies: ReencryptionDependencies) {
    this.#deps = dependencies
  }

  /** Calls `listener` whenever {@link describe} would say something new, until this is closed. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener)
  }

  /**
   * @returns `null` if credentials never had to be re-encrypted.
   * @throws {@link SsoError} `DatabaseBusy`, `DatabaseDamaged`
   */
  async describe(): Promise<ReencryptionOverview | null> {
    const row = await readReencryption(this.#deps.database.tables)
    if (row === null) return null
    const { damaged, done, finishedAt, msid, startedAt, total } = row
    const phase = this.#phase(row)
    const rowsPerSecond = this.#rowsPerSecond(phase)
    const left = Math.max(0, total - done - damaged)
    return {
      phase,
      msid,
      total,
      done: Math.min(done, total),
      damaged,
      rowsPerSecond,
      secondsLeft: rowsPerSecond === null ? null : left / rowsPerSecond,
      startedAt,
      finishedAt,
      failure: phase === 'waiting' ? this.#failure : null,
    }
  }

  #phase(row: ReencryptionRow): ReencryptionPhase {
    const runsHere = this.#running !== null
    if (row.state !== 'running' || runsHere || this.#failure !== null) {
      this.#lookNoMore()
      return row.state === 'running' && !runsHere ? 'waiting' : row.state
    }
    this.#outside.look(row)
    this.#lookAgain()
    return this.#outside.isMoving ? 'elsewhere' : 'unattended'
  }

  #rowsPerSecond(phase: ReencryptionPhase): number | null {
    if (phase === 'elsewhere') return this.#outside.perSecond()
    return phase === 'running' ? this.#rate.perSecond() : null
  }

  /** Has listeners follow what another process does; where nobody does anything any more, it is done here. */
  #lookAgain(): void {
    if (this.#listeners.size === 0) return
    this.#looking ??= setInterval(() => {
      if (this.#outside.isStill) {
        this.#outside.forget()
        this.start()
      }
      this.#changed()
    }, LOOK_EVERY_MS).unref()
  }

  #lookNoMore(): void {
    clearInterval(this.#looking)
    this.#looking = undefined
    this.#outside.forget()
  }

  /** To be called when a re-encryption is likely to begin soon: what it runs in is loaded meanwhile. Never rejects. */
  async prepare(): Promise<void> {
    const { database, run } = this.#deps
    run.prepare?.(await estimateCredentials(database.tables).catch(() => 0))
  }

  /**
   * Runs what there is to do, without waiting for it; nothing, if it is paused or done. Where a run is still being
   * recorded, the next one follows it.
   */
  start(): void {
    this.#wanted = true
    if (this.#running !== null) return
    clearTimeout(this.#retry)
    const stop = new AbortController()
    const ended = this.#runWhileWanted(stop.signal).finally(() => {
      this.#running = null
      this.#changed()
    })
    this.#running = { stop, ended }
  }

  async #runWhileWanted(signal: AbortSignal): Promise<void> {
    while (this.#wanted && !signal.aborted) {
      this.#wanted = false
      await this.#runAndReport(signal)
    }
  }

  /** Resolves when no run is under way on this process. */
  async whenIdle(): Promise<void> {
    await this.#running?.ended
  }

  /**
   * Stops after the page under way; {@link resume} goes on from there.
   *
   * @throws {@link SsoError} `AccessDeniedNotSsoAdministrator`, `AccessDeniedNotLocalAdministrator`,
   * `NotMasterSecretServer`, `DatabaseBusy`
   */
  async pause(): Promise<void> {
    await this.#change(['running'], 'paused')
  }

  /**
   * Ends the sweep. What has been re-encrypted stays so; what has not stays readable with the previous secret, and
   * {@link resume} can still finish it.
   *
   * @throws {@link SsoError} `AccessDeniedNotSsoAdministrator`, `AccessDeniedNotLocalAdministrator`,
   * `NotMasterSecretServer`, `DatabaseBusy`
   */
  async cancel(): Promise<void> {
    await this.#change(['running', 'paused'], 'cancelled')
  }

  /** @throws {@link SsoError} `AccessDeniedNotSsoAdministrator`, `AccessDeniedNotLocalAdministrator`, `NotMasterSecretServer`,
   * `DatabaseBusy` */
  async resume(): Promise<void> {
    await this.#change(['paused', 'cancelled'], 'running')
    this.#failures = 0
    this.start()
    this.#changed()
  }

  /** Stops at the next page and stays so; what is left is done at the next start. */
  async close(): Promise<void> {
    clearTimeout(this.#retry)
    this.#lookNoMore()
    this.#listeners.clear()
    this.#running?.stop.abort()
    await this.whenIdle()
    clearTimeout(this.#retry)
  }

  async #change(from: readonly ReencryptionState[], to: ReencryptionState): Promise<void> {
    const { account, database, server } = this.#deps
    const caller = await account()
    await database.transaction(async (within) => {
      const system = await readSystem(within)
      if (system !== null) await requireMasterSecretRights(within, system, caller, server)
      await changeReencryptionState(within, from, to)
    })
    if (to !== 'running') {
      clearTimeout(this.#retry)
      this.#failure = null
      this.#running?.stop.abort()
      await this.whenIdle()
    }
    this.#changed()
  }

  async #runAndReport(signal: AbortSignal): Promise<void> {
    try {
      const { server, database } = this.#deps
      const row = await readReencryption(database.tables)
      const system = await readSystem(database.tables)
      if (row === null || row.state !== 'running' || system?.masterSecretServer !== server) return
      await this.#run(row, signal)
      this.#failure = null
      this.#failures = 0
    } catch (error) {
      if (signal.aborted) return
      await this.#fail(error)
    }
  }

  async #run(row: ReencryptionRow, signal: AbortSignal): Promise<void> {
    const { database, events, run } = this.#deps
    const who = await this.#who()
    const { from, to } = await this.#keys(row)
    if (row.done === 0) {
      await events.record(eventIds.reencryptionStarted, 'information', who, {
        msid: row.msid,
        total: row.total,
      })
    }
    this.#rate.begin()
    const onRows = (count: number): void => {
      this.#rate.add(count)
      this.#changed()
    }
    const task = { target: database.target, from, to, rows: row.total }
    const how = await run(task, { onRows, signal })
    if (how === 'done') await this.#recordDone(who)
  }

  /** Both keys; where there is no previous secret no row can be under it, and any key will do. */
  async #keys({ msid, secretId }: ReencryptionRow): Promise<{ from: SealingKey; to: SealingKey }> {
    const { database, store } = this.#deps
    const content = await store.read()
    const keys = content && (await revealSubKeys(store, content, 'credentials'))
    const [current, previous] = keys ?? []
    if (current?.msid !== msid) {
      wipe(current?.key, previous?.key)
      throw SsoError.of('SecretStoreMissing', { msid })
    }
    const to = { secretId, key: current.key }
    if (previous === undefined) return { from: { secretId: NO_SECRET, key: new Uint8Array(current.key) }, to }
    const fromId = await findSecretId(database.tables, previous.msid)
    return { from: { secretId: fromId ?? NO_SECRET, key: previous.key }, to }
  }

  async #recordDone(who: { account: string; trackingId: string }): Promise<void> {
    const { database, events } = this.#deps
    const row = await readReencryption(database.tables)
    if (row === null || row.state !== 'done') return
    for (const damaged of await readDamagedCredentials(database.tables, DAMAGE_EVENTS_MAX)) {
      await events.record(eventIds.credentialNotReencrypted, 'error', who, { ...damaged })
    }
    const { damaged, done, msid, total } = row
    const level = damaged === 0 ? 'information' : 'error'
    await events.record(eventIds.reencryptionDone, level, who, { msid, total, reencrypted: done, damaged })
  }

  async #fail(error: unknown): Promise<void> {
    const failure =
      error instanceof SsoError
        ? error
        : SsoError.of('ReencryptionFailed', {
            reason: error instanceof Error ? error.message : String(error),
          })
    const isBusy = failure.code === 'DatabaseBusy'
    // Said once, however often it is tried until whoever writes has ended.
    const isNews = !isBusy || this.#failure?.code !== failure.code
    this.#failure = failure.toData()
    const usual = RETRY_AFTER_MS[Math.min(this.#failures, RETRY_AFTER_MS.length - 1)] as number
    const wait = isBusy ? Math.min(usual, RETRY_BUSY_AFTER_MS) : usual
    this.#failures += 1
    const data = { code: failure.code, ...failure.details, retryInSeconds: wait / 1000 }
    if (isNews) await this.#deps.events.record(eventIds.reencryptionFailed, 'error', await this.#who(), data)
    this.#retry = setTimeout(() => this.start(), wait).unref()
  }

  async #who(): Promise<{ account: string; trackingId: string }> {
    const { name: account } = await this.#deps.account()
    return { account, trackingId: randomUUID() }
  }

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }
}
