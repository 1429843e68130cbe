import { randomUUID } from 'node:crypto'
import type { CredentialCheckReport, HealthCheck } from '../../../shared/health.ts'
import { requireSsoAdministrator } from '../access/access.ts'
import type { OsAccount } from '../access/os-account.ts'
import { once } from '../async/once.ts'
import { UnderWay } from '../async/under-way.ts'
import { wipe } from '../crypto/wipe.ts'
import type { DatabaseSurvey } from '../database/database-survey.ts'
import type { SsoDatabase } from '../database/sso-database.ts'
import { SsoError } from '../errors/sso-error.ts'
import type { AuditKeys } from '../events/audit-keys.ts'
import { type EventData, type EventId, eventIds } from '../events/event.ts'
import type { EventRecorder } from '../events/event-recorder.ts'
import { type LogFindings, verifyLog } from '../events/verify-log.ts'
import type { DataDirectory } from '../files/data-directory.ts'
import type { FileSystem } from '../files/file-system.ts'
import { readSystem } from '../records/system.repository.ts'
import type { ReencryptionService } from '../reencryption/reencryption.service.ts'
import type { SecretStore } from '../secret-store/secret-store.ts'
import { allChecks } from './checks/all-checks.ts'
import { type Check, type Finding, type HealthContext, refused } from './checks/health-check.ts'
import { checkCredentials } from './credential-check.ts'
import type { DatabaseJobs } from './database-jobs.ts'
import type { DecryptCheckOptions } from './decrypt-check.ts'

export interface HealthDependencies {
  readonly directory: DataDirectory
  readonly files: FileSystem
  readonly database: SsoDatabase
  readonly store: SecretStore
  readonly reencryption: Pick<ReencryptionService, 'describe'>
  readonly account: () => Promise<OsAccount>
  readonly server: string
  readonly jobs: DatabaseJobs
  readonly auditKeys: Pick<AuditKeys, 'copies'>
  readonly events: Pick<EventRecorder, 'record'>
  readonly now?: () => Date
}

/** Whether the master secret, its backups and the credentials are as they should be, and what to do where not. */
export class HealthService {
  readonly #deps: HealthDependencies
  readonly #stop = new AbortController()
  readonly #underWay = new UnderWay()
  #credentials: CredentialCheckReport | null = null
  #fullSurvey: DatabaseSurvey | null = null

  constructor(dependencies: HealthDependencies) {
    this.#deps = dependencies
  }

  /**
   * One line for each thing looked at. A check that fails becomes a red line; the list is always whole.
   *
   * @throws {@link SsoError} `AccessDeniedNotSsoAdministrator`, `DatabaseBusy`, `DatabaseDamaged`
   */
  async describe(): Promise<readonly HealthCheck[]> {
    await this.#requireRights()
    const context = await this.#context()
    return this.#underWay.track(Promise.all(allChecks.map((check) => runCheck(check, context))))
  }

  /**
   * Opens every credential with the key of the master secret it names; {@link describe} tells of the result from then
   * on. Changes nothing.
   *
   * @throws {@link SsoError} `AccessDeniedNotSsoAdministrator`, `Cancelled`, `SecretStoreMissing`, `KeyProtectorGone`,
   * `SecretStoreDamaged`, `SecretStoreVersionNewer`, `DatabaseBusy`, `DatabaseDamaged`
   */
  async checkCredentials(options: DecryptCheckOptions = {}): Promise<CredentialCheckReport> {
    await this.#requireRights()
    const { database, jobs, store } = this.#deps
    const signal = AbortSignal.any([this.#stop.signal, ...(options.signal ? [options.signal] : [])])
    const report = await this.#underWay.track(
      checkCredentials({ database, jobs, store }, { ...options, signal }),
    )
    this.#credentials = report
    const { total, unreadable } = report
    await this.#record(eventIds.credentialsChecked, unreadable === 0, { total, unreadable })
    return report
  }

  /**
   * Checks every page of the database's file, whatever its size; {@link describe} tells of the result from then on.
   *
   * @returns the line that {@link describe} now has for the database.
   * @throws {@link SsoError} `AccessDeniedNotSsoAdministrator`, `DatabaseMissing`, `DatabaseBusy`, `DatabaseDamaged`
   */
  async checkDatabase(): Promise<HealthCheck | undefined> {
    await this.#requireRights()
    const { database, jobs } = this.#deps
    this.#fullSurvey = await this.#underWay.track(jobs.survey(database.target, true))
    const { bytes, problems } = this.#fullSurvey
    await this.#record(eventIds.databaseChecked, problems.length === 0, { bytes, problems: problems.length })
    const context = await this.#context()
    const check = allChecks.find(({ id }) => id === 'database-integrity')
    return check && runCheck(check, context)
  }

  /** Stops what is under way and waits for it. */
  async close(): Promise<void> {
    this.#stop.abort()
    await this.#underWay.whenIdle()
  }

  async #requireRights(): Promise<void> {
    const { account, database } = this.#deps
    await requireSsoAdministrator(database.tables, await account())
  }

  async #context(): Promise<HealthContext> {
    const { database, directory, files, jobs, now, reencryption, server, store } = this.#deps
    const system = await readSystem(database.tables)
    if (system === null) throw new Error('the database was opened without a system in it')
    const full = this.#fullSurvey
    return {
      now: now?.() ?? new Date(),
      server,
      directory,
      files,
      tables: database.tables,
      system,
      store,
      reencryption: await reencryption.describe(),
      credentials: this.#credentials,
      survey: once(() => surveyAfter(full, () => jobs.survey(database.target, false))),
      verifyLog: (after) => this.#verifyLog(after),
    }
  }

  async #verifyLog(after: number | undefined): Promise<LogFindings> {
    const { auditKeys, database } = this.#deps
    const keys = await auditKeys.copies()
    try {
      return await verifyLog(database, (msid) => keys.get(msid), {
        signal: this.#stop.signal,
        ...(after !== undefined && { after }),
      })
    } finally {
      wipe(...keys.values())
    }
  }

  /** Keeps what was found for those who look later; what was found stays so where it cannot be kept. */
  async #record(eventId: EventId, isWell: boolean, data: EventData): Promise<void> {
    const { account, events } = this.#deps
    const who = { account: (await account()).name, trackingId: randomUUID() }
    await events.record(eventId, isWell ? 'information' : 'error', who, data)
  }
}

/** What a full check found wrong stays wrong, whatever a quick one overlooks. */
async function surveyAfter(
  full: DatabaseSurvey | null,
  survey: () => Promise<DatabaseSurvey>,
): Promise<DatabaseSurvey> {
  const quick = await survey()
  if (full === null || quick.problems.length > 0) return quick
  return { ...quick, depth: full.depth, problems: full.problems }
}

async function runCheck(check: Check, context: HealthContext): Promise<HealthCheck> {
  const found = await check.find(context).catch((error) => broken(check, error))
  const { error, fix, reason, status } = found
  return { id: check.id, status, title: check.title, reason, ...(error && { error }), fix }
}

function broken({ fixWhenThrown }: Check, error: unknown): Finding {
  if (error instanceof SsoError) return refused(error, fixWhenThrown)
  const reason = `It could not be checked (${error instanceof Error ? error.message : 'unknown'}).`
  return { status: 'red', reason, fix: fixWhenThrown }
}
