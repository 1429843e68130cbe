import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import type { BackupPassword } from '../../../shared/backup-password.ts'
import type { GeneratedSecret, GenerateStep, Msid } from '../../../shared/master-secret.ts'
import { requireMasterSecretRights } from '../access/access.ts'
import type { OsAccount } from '../access/os-account.ts'
import { wipe } from '../crypto/wipe.ts'
import type { SsoDatabase } from '../database/sso-database.ts'
import { eventIds } from '../events/event.ts'
import type { EventRecorder } from '../events/event-recorder.ts'
import type { DataDirectory } from '../files/data-directory.ts'
import type { FileSystem } from '../files/file-system.ts'
import { beginReencryption, readReencryption } from '../reencryption/reencryption.repository.ts'
import type { ReencryptionService } from '../reencryption/reencryption.service.ts'
import { SsoError } from '../sso-error.ts'
import { noteCurrentSecret, readSystem, type SystemRow } from '../system/system.repository.ts'
import { BACKUP_FORMAT, BACKUP_VERSION, type BackupHeader } from './backup-file.ts'
import { rehearseSealing } from './backup-payload.ts'
import { type BackupTarget, checkBackupTarget, type IfExists } from './backup-target.ts'
import { type ProvenBackup, writeProvenBackup } from './backup-writer.ts'
import type { KeyDerivation } from './key-derivation.ts'
import { type MasterSecretPair, newMasterSecret, newMsid, wipeMasterSecrets } from './master-secret.ts'
import { newPassphraseKey } from './passphrase-key.ts'
import { checkBackupPassword } from './password-checks.ts'
import type { SecretStore } from './secret-store.ts'
import type { LastBackup, SecretStoreContent } from './secret-store-file.ts'
import { lockSecretStore, type SecretStoreLock } from './secret-store-lock.ts'

export interface MasterSecretDependencies {
  readonly directory: DataDirectory
  readonly files: FileSystem
  readonly database: SsoDatabase
  readonly store: SecretStore
  readonly events: EventRecorder
  readonly kdf: KeyDerivation
  readonly reencryption: ReencryptionService
  readonly account: () => Promise<OsAccount>
  readonly server: string
  /** Of scrypt, as age counts it. */
  readonly workFactor: number
}

export interface GenerateRequest extends BackupPassword {
  /** Where to save the backup; `null` if nothing was chosen. */
  readonly backupFile: string | null
  readonly ifExists: IfExists
  /** The new secret's name, where it was already shown in a suggested file name. */
  readonly msid?: Msid
}

export interface GenerateOptions {
  /** Called as each step begins. */
  readonly onStep?: (step: GenerateStep) => void
  /** Heeded until the new secret is made current. */
  readonly signal?: AbortSignal
}

/** What one generate works with, once its checks have passed. */
interface GenerateRun {
  readonly request: GenerateRequest
  readonly target: BackupTarget
  readonly account: string
  readonly content: SecretStoreContent
  readonly lock: SecretStoreLock
  readonly options: GenerateOptions
}

/** The master secret's life on the master secret server. */
export class MasterSecretService {
  readonly #of: MasterSecretDependencies
  readonly #underWay = new Set<Promise<unknown>>()

  constructor(dependencies: MasterSecretDependencies) {
    this.#of = dependencies
  }

  /** Resolves when what is under way has ended, however it ends. */
  async whenIdle(): Promise<void> {
    await Promise.allSettled(this.#underWay)
  }

  /** To be called when a generate is likely to be asked for soon: what it needs is loaded meanwhile. */
  prepareToGenerate(): void {
    this.#of.kdf.prepare?.()
    void rehearseSealing()
  }

  /**
   * Generates a master secret: backs it up, proves that the backup opens, and only then makes it current. Whatever
   * fails or is cancelled before that leaves the old secret current and no file behind. The caller wipes the
   * passwords.
   *
   * @throws {@link SsoError} of most codes; its `trackingId` names the event written (10526).
   */
  generate(request: GenerateRequest, options: GenerateOptions = {}): Promise<GeneratedSecret> {
    const generating = this.#generateAndRecord(request, options)
    this.#underWay.add(generating)
    return generating.finally(() => this.#underWay.delete(generating))
  }

  async #generateAndRecord(request: GenerateRequest, options: GenerateOptions): Promise<GeneratedSecret> {
    const { name: account } = await this.#of.account()
    const trackingId = randomUUID()
    try {
      const generated = await this.#checkAndGenerate(request, options)
      await this.#recordGenerated(generated, account, trackingId)
      this.#of.reencryption.start()
      return { ...generated, trackingId }
    } catch (error) {
      if (error instanceof SsoError) await this.#recordFailure(error, account, trackingId)
      throw error
    }
  }

  /**
   * Notes in the database a secret that became current just before a crash kept it from being noted.
   *
   * @throws {@link SsoError} `SecretStoreDamaged`, `SecretStoreVersionNewer`, `DatabaseBusy`
   */
  async noteUnrecordedSecret(system: SystemRow): Promise<void> {
    const content = await this.#of.store.read()
    const current = content?.current
    if (current == null || content?.systemId !== system.systemId || current.msid === system.currentMsid)
      return
    const generated = {
      ...current,
      previousMsid: content.previous?.msid ?? null,
      displayPath: content.lastBackup?.fileName ?? '',
    }
    const { name: account } = await this.#of.account()
    await this.#recordGenerated(generated, account, randomUUID())
  }

  async #checkAndGenerate(
    request: GenerateRequest,
    options: GenerateOptions,
  ): Promise<Omit<GeneratedSecret, 'trackingId'>> {
    const { database, directory, server, store } = this.#of
    const account = await this.#of.account()
    const system = await requireSystem(database)
    await requireMasterSecretRights(database.tables, system, account, server)
    const target = await checkBackupTarget(request.backupFile, request.ifExists, directory, account.name)
    checkBackupPassword(request)
    const lock = await lockSecretStore(directory, 'generating the master secret', account.name)
    try {
      const content = await this.#requireStore(system)
      await this.#requireNothingUnfinished(content, system)
      await store.checkProtector(content)
      return await this.#generate({ request, target, account: account.name, content, lock, options })
    } finally {
      await lock.release()
    }
  }

  async #requireStore(system: SystemRow): Promise<SecretStoreContent> {
    const content = await this.#of.store.read()
    if (content === null) throw SsoError.of('SecretStoreMissing', { msid: system.currentMsid ?? 'none yet' })
    if (content.systemId !== system.systemId) {
      throw SsoError.of('SecretStoreForeign', { found: content.systemId, expected: system.systemId })
    }
    return content
  }

  /** Only the current and the previous secret are kept: no row may be left under an older one. */
  async #requireNothingUnfinished({ current }: SecretStoreContent, system: SystemRow): Promise<void> {
    const { database } = this.#of
    if (current !== null && current.msid !== system.currentMsid) {
      await this.noteUnrecordedSecret(system)
      const { currentMsid } = await requireSystem(database)
      if (current.msid !== currentMsid) throw SsoError.of('DatabaseBusy', { path: database.path })
    }
    const reencryption = await readReencryption(database.tables)
    if (reencryption === null || reencryption.state === 'done') return
    // One that was only noted now would otherwise wait for the next start.
    this.#of.reencryption.start()
    throw SsoError.of('Busy', { done: reencryption.done, total: reencryption.total })
  }

  async #generate(run: GenerateRun): Promise<Omit<GeneratedSecret, 'trackingId'>> {
    const old = await this.#of.store.reveal(run.content)
    const created = newMasterSecret(run.request.msid ?? newMsid(), new Date())
    const secrets = { current: created, previous: old?.current ?? null }
    try {
      const backup = await this.#backUp(run, secrets)
      await this.#makeCurrent(run, secrets, backup)
    } finally {
      wipeMasterSecrets(created, old?.current, old?.previous)
    }
    return {
      msid: created.msid,
      previousMsid: secrets.previous?.msid ?? null,
      createdAt: created.createdAt,
      displayPath: run.target.path,
    }
  }

  async #backUp(run: GenerateRun, secrets: MasterSecretPair): Promise<ProvenBackup> {
    const { files, kdf, workFactor } = this.#of
    const { account, options, request, target } = run
    options.onStep?.('deriving-key')
    const key = await newPassphraseKey(kdf, request.password, workFactor, options.signal)
    try {
      refuseIfCancelled(options)
      options.onStep?.('writing-backup')
      const onWritten = (): void => options.onStep?.('checking-backup')
      const header = this.#header(run, secrets)
      return await writeProvenBackup({ files, target, account, onWritten }, header, secrets, key)
    } finally {
      wipe(key.key)
    }
  }

  #header({ content, request }: GenerateRun, { current, previous }: MasterSecretPair): BackupHeader {
    return {
      format: BACKUP_FORMAT,
      version: BACKUP_VERSION,
      systemId: content.systemId,
      server: this.#of.server,
      createdAt: current.createdAt,
      currentMsid: current.msid,
      previousMsid: previous?.msid ?? null,
      passwordReminder: request.reminder,
    }
  }

  async #makeCurrent(run: GenerateRun, secrets: MasterSecretPair, backup: ProvenBackup): Promise<void> {
    const { content, lock, options, target } = run
    const { msid, createdAt } = secrets.current
    const verifiedAt = new Date().toISOString()
    const { path } = target
    const lastBackup: LastBackup = { msid, createdAt, verifiedAt, fileName: basename(path), path }
    try {
      refuseIfCancelled(options)
      options.onStep?.('making-current')
      await backup.keep()
      lock.assertHeld()
      await this.#of.store.commit(content, secrets, lastBackup)
    } catch (error) {
      await backup.discard().catch(() => undefined)
      throw error
    }
  }

  /** The secret is current by now: what cannot be noted is noted at the next start. */
  async #recordGenerated(
    generated: Omit<GeneratedSecret, 'trackingId'>,
    account: string,
    trackingId: string,
  ): Promise<void> {
    const { database, events } = this.#of
    const { createdAt, displayPath, msid, previousMsid } = generated
    await database
      .transaction(async (within) => {
        await noteCurrentSecret(within, msid, createdAt)
        await beginReencryption(within, new Date().toISOString())
      })
      .catch(() => undefined)
    const data = { msid, previousMsid, createdAt, backupFile: displayPath }
    await events.record(eventIds.masterSecretGenerated, 'information', { account, trackingId }, data)
  }

  async #recordFailure(error: SsoError, account: string, trackingId: string): Promise<void> {
    const level = error.code === 'Cancelled' ? 'information' : 'error'
    const data = { code: error.code, ...error.details }
    const who = { account, trackingId }
    const recorded = await this.#of.events.record(eventIds.masterSecretGenerateFailed, level, who, data)
    if (recorded) error.trackingId = trackingId
  }
}

async function requireSystem(database: SsoDatabase): Promise<SystemRow> {
  const system = await readSystem(database.tables)
  if (system === null) throw new Error('the database was opened without a system in it')
  return system
}

function refuseIfCancelled({ signal }: GenerateOptions): void {
  if (signal?.aborted) throw SsoError.of('Cancelled', {})
}
