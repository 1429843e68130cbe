import { randomUUID } from 'node:crypto'
import type { RehearsalProgress, RehearsalReport, RehearsedOperation } from '../../../shared/rehearsal.ts'
import type { OsAccount } from '../access/os-account.ts'
import { UnderWay } from '../async/under-way.ts'
import { maintenanceOf } from '../database/engines/maintenance.ts'
import type { SsoDatabase } from '../database/sso-database.ts'
import { type EventData, eventIds } from '../events/event.ts'
import type { EventRecorder } from '../events/event-recorder.ts'
import { recordOperation } from '../events/operation-events.ts'
import type { DataDirectory } from '../files/data-directory.ts'
import type { FileSystem } from '../files/file-system.ts'
import type { DatabaseJobs } from '../health/database-jobs.ts'
import type { RestoreRequest } from '../master-secret/master-secret.service.ts'
import { MasterSecretRights } from '../master-secret/with-secret-store.ts'
import type { SecretStore } from '../secret-store/secret-store.ts'
import { copySystem } from './copy-system.ts'
import { MemoryProtector } from './memory-protector.ts'
import { makeRehearsalFolder, type RehearsalFolder } from './rehearsal-folder.ts'
import {
  type Change,
  changeBy,
  type OpenCopy,
  type RehearsalFindings,
  runRehearsal,
} from './run-rehearsal.ts'

export interface RehearsalDependencies {
  readonly directory: DataDirectory
  readonly files: FileSystem
  readonly database: SsoDatabase
  readonly store: SecretStore
  readonly events: EventRecorder
  readonly account: () => Promise<OsAccount>
  readonly server: string
  readonly jobs: DatabaseJobs
  /** Opens the system in a copy's data directory as this one was opened. */
  readonly openCopy: OpenCopy
  /** Asks how many bytes the disk of a folder has left. */
  readonly freeBytes?: (folder: string) => Promise<number>
}

export interface RehearsalOptions {
  readonly onProgress?: (progress: RehearsalProgress) => void
  readonly signal?: AbortSignal
}

export interface GenerateRehearsal extends RehearsalOptions {
  /** As of a generate. */
  readonly mayLose?: number
}

/**
 * Finds out what a generate or a restore would come to, by doing it on a copy of the system that is thrown away. The
 * system itself is read, and gets the event that says what was found.
 */
export class RehearsalService {
  readonly #deps: RehearsalDependencies
  readonly #stop = new AbortController()
  readonly #underWay = new UnderWay()

  constructor(dependencies: RehearsalDependencies) {
    this.#deps = dependencies
  }

  /**
   * What generating a master secret would come to, all credentials re-encrypted; the backup is sealed with a random
   * password and thrown away, too.
   *
   * @throws {@link SsoError} `AccessDeniedNotSsoAdministrator`, `AccessDeniedNotLocalAdministrator`,
   * `NotMasterSecretServer`, `RehearsalNeedsSpace`, `DatabaseCopyFailed`, `DataDirectoryUnusable`, `SecretStoreBusy`,
   * `Cancelled`; what the generate itself fails with is in the report.
   */
  rehearseGenerate({ mayLose = 0, ...options }: GenerateRehearsal = {}): Promise<RehearsalReport> {
    return this.#rehearse('generate', changeBy.generating(mayLose), options)
  }

  /**
   * What restoring a backup would come to, all credentials re-encrypted. The caller wipes the password.
   *
   * @throws {@link SsoError} as {@link rehearseGenerate}
   */
  rehearseRestore(request: RestoreRequest, options: RehearsalOptions = {}): Promise<RehearsalReport> {
    return this.#rehearse('restore', changeBy.restoring(request), options)
  }

  /** Stops what is under way and waits until its copy is gone. */
  async close(): Promise<void> {
    this.#stop.abort()
    await this.#underWay.whenIdle()
  }

  #rehearse(
    operation: RehearsedOperation,
    change: Change,
    options: RehearsalOptions,
  ): Promise<RehearsalReport> {
    return this.#underWay.track(this.#rehearseAndRecord(operation, change, options))
  }

  async #rehearseAndRecord(
    operation: RehearsedOperation,
    change: Change,
    options: RehearsalOptions,
  ): Promise<RehearsalReport> {
    const { events } = this.#deps
    const account = await this.#deps.account()
    const name = operation === 'generate' ? 'RehearseGenerateSecret' : 'RehearseRestoreSecret'
    const findings = await recordOperation(events, account, { operation: name }, async () => {
      await MasterSecretRights.check(this.#deps)
      return this.#onCopy(change, options)
    })
    const who = { account: account.name, trackingId: randomUUID() }
    const level = findings.error === null ? 'information' : 'warning'
    await events.record(eventIds.rehearsed, level, who, describeFindings(operation, findings))
    return { operation, wouldSucceed: findings.error === null, ...findings, trackingId: who.trackingId }
  }

  async #onCopy(change: Change, options: RehearsalOptions): Promise<RehearsalFindings> {
    const { database, directory, freeBytes } = this.#deps
    const folder = await makeRehearsalFolder(
      directory,
      await maintenanceOf(database.target).size(),
      freeBytes,
    )
    const protector = new MemoryProtector()
    try {
      return await this.#copyAndRun(folder, protector, change, options)
    } finally {
      protector.close()
      await folder.remove()
    }
  }

  async #copyAndRun(
    folder: RehearsalFolder,
    protector: MemoryProtector,
    change: Change,
    { onProgress, signal }: RehearsalOptions,
  ): Promise<RehearsalFindings> {
    const { database, files, jobs, openCopy, store } = this.#deps
    const { directory } = folder
    return runRehearsal({
      folder,
      copy: () =>
        copySystem(
          { target: database.target, directory: this.#deps.directory, store },
          { directory, protector, files },
          jobs,
        ),
      open: () => openCopy(directory, protector),
      change,
      onProgress: onProgress ?? (() => undefined),
      signal: AbortSignal.any([this.#stop.signal, ...(signal === undefined ? [] : [signal])]),
    })
  }
}

function describeFindings(
  operation: RehearsedOperation,
  { error, milliseconds: _times, ...counts }: RehearsalFindings,
): EventData {
  return { rehearsed: operation, wouldSucceed: error === null, error: error?.code ?? null, ...counts }
}
