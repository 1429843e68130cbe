import type {
  BackedUpSecret,
  BackupDescription,
  BackupFindings,
  BackupVerification,
  ReplacedStore,
  RestoredSecret,
} from '../../../shared/backup.ts'
import type { SsoErrorData } from '../../../shared/errors.ts'
import type { GeneratedSecret, Msid } from '../../../shared/master-secret.ts'
import { UnderWay } from '../async/under-way.ts'
import { rehearseSealing } from '../backup/backup-payload.ts'
import { PasswordThrottle } from '../backup/password-throttle.ts'
import { describeHeader, readBackup } from '../backup/read-backup.ts'
import { wipeMasterSecrets } from '../crypto/master-secret.ts'
import { SsoError } from '../errors/sso-error.ts'
import { eventIds } from '../events/event.ts'
import { requireSystem, type SystemRow } from '../records/system.repository.ts'
import { listReplacedStores, removeReplacedStore } from '../secret-store/replaced-stores.ts'
import { checkNewBackup } from './backup-job.ts'
import { type BackupOptions, type BackupRequest, backupSecret } from './backup-secret.ts'
import { type GenerateOptions, type GenerateRequest, generateSecret } from './generate-secret.ts'
import { refuseNeededStore } from './last-copies.ts'
import { readLiveStore } from './live-store.ts'
import type { MasterSecretDependencies } from './master-secret-dependencies.ts'
import { noteUnrecordedSecret } from './note-unrecorded-secret.ts'
import { type Outcome, type OutcomeEvents, recordOutcome } from './record-outcome.ts'
import { type RestoreRequest, restoreSecret } from './restore-secret.ts'
import { type UndoRequest, undoRestore } from './undo-restore.ts'
import {
  type OpeningDependencies,
  type VerifyOptions,
  type VerifyRequest,
  verifyBackup,
} from './verify-backup.ts'
import { MasterSecretRights, withSecretStore } from './with-secret-store.ts'

export type { BackupRequest } from './backup-secret.ts'
export type { GenerateOptions, GenerateRequest } from './generate-secret.ts'
export type { RestoreRequest } from './restore-secret.ts'
export type { VerifyRequest } from './verify-backup.ts'

const generating = { succeeded: eventIds.masterSecretGenerated, failed: eventIds.masterSecretGenerateFailed }
const backingUp = { succeeded: eventIds.masterSecretBackedUp, failed: eventIds.masterSecretBackupFailed }
const verifying = { succeeded: eventIds.backupVerified, failed: eventIds.backupNotVerified }
const restoring = { succeeded: eventIds.masterSecretRestored, failed: eventIds.masterSecretRestoreFailed }
const undoing = { succeeded: eventIds.restoreUndone, failed: eventIds.masterSecretRestoreFailed }
const removing = { succeeded: eventIds.replacedStoreRemoved, failed: eventIds.operationRefused }

/**
 * The master secret's life on the master secret server. The error of each operation carries, as its `trackingId`, the
 * event written for it.
 */
export class MasterSecretService {
  readonly #deps: OpeningDependencies
  readonly #underWay = new UnderWay()

  constructor(dependencies: MasterSecretDependencies) {
    this.#deps = { passwords: new PasswordThrottle(), ...dependencies }
  }

  /** Resolves when what is under way has ended, however it ends. */
  async whenIdle(): Promise<void> {
    await this.#underWay.whenIdle()
  }

  /** To be called when a backup is likely to be made or opened soon: what that needs is loaded meanwhile. */
  prepareToGenerate(): void {
    this.#deps.kdf.prepare?.()
    void rehearseSealing()
    void this.#deps.reencryption.prepare()
  }

  /**
   * Generates a master secret: backs it up, proves that the backup opens, and only then makes it current. Whatever
   * fails or is cancelled before that leaves the old secret current and no file behind. The caller wipes the
   * passwords.
   *
   * @throws {@link SsoError} of most codes (event 10526)
   */
  async generate(request: GenerateRequest, options: GenerateOptions = {}): Promise<GeneratedSecret> {
    void this.#deps.reencryption.prepare()
    const generated = await this.#run(generating, () => generateSecret(this.#deps, request, options))
    const noteFailure = await this.#whyNotNoted(generated.msid)
    this.#deps.reencryption.start()
    return { ...generated, noteFailure }
  }

  /**
   * Checks what {@link generate} or {@link backup} would refuse whatever the password, before somebody types one. Only
   * a refusal is an event, that of the operation.
   *
   * @throws {@link SsoError} as they do
   */
  async checkNewBackup(
    purpose: 'generate' | 'backup',
    target: Pick<BackupRequest, 'backupFile' | 'ifExists'>,
  ): Promise<void> {
    const ids = { ...(purpose === 'generate' ? generating : backingUp), succeeded: null }
    await this.#run(ids, async () => {
      const { current } = await checkNewBackup(this.#deps, target)
      if (purpose === 'backup' && current === null) throw SsoError.of('NoMasterSecret', {})
      return { result: {}, data: {} }
    })
  }

  /**
   * Writes the secrets in use to a new backup and proves that it opens. The caller wipes the passwords.
   *
   * @throws {@link SsoError} `NoMasterSecret`, `SecretStoreMissing` and most others (event 10560)
   */
  backup(request: BackupRequest, options: BackupOptions = {}): Promise<BackedUpSecret> {
    return this.#run(backingUp, () => backupSecret(this.#deps, request, options))
  }

  /**
   * What a backup says without its password; whoever may read the file may ask.
   *
   * @throws {@link SsoError} `BackupFileMissing`, `BackupFileUnreadable`, `BackupTooLarge`, `BackupNotABackup`,
   * `BackupVersionNewer`, `BackupDamaged`
   */
  async describeBackup(backupFile: string): Promise<BackupDescription> {
    const { header, path } = await readBackup(this.#deps.files, backupFile)
    return describeHeader(path, header)
  }

  /**
   * Opens a backup and tells what it is worth to this system, on any server of it. Changes nothing. The caller wipes
   * the password.
   *
   * @throws {@link SsoError} `WrongPassword` and the others of a backup that does not open (event 19002)
   */
  verify(request: VerifyRequest, options: VerifyOptions = {}): Promise<BackupVerification> {
    return this.#run(verifying, () => verifyBackup(this.#deps, request, options, 'anywhere'))
  }

  /**
   * What {@link restore} would come to, on the master secret server. Changes nothing; only a failure is an event. The
   * caller wipes the password.
   *
   * @throws {@link SsoError} as {@link verify}, `NotMasterSecretServer` (event 10524)
   */
  tryRestore(request: VerifyRequest, options: VerifyOptions = {}): Promise<BackupFindings> {
    return this.#run({ ...restoring, succeeded: null }, () =>
      verifyBackup(this.#deps, request, options, 'master-secret-server'),
    )
  }

  /**
   * Makes the secrets of a backup the system's and has the credentials re-encrypted; the replaced secret store is kept
   * until a generate after which no credential needs it. Refused where credentials would be lost, unless overridden.
   * The caller wipes the password.
   *
   * @throws {@link SsoError} `RestoreWouldLoseCredentials`, `BackupOfAnotherSystem`, `Busy` and most others (event
   * 10524); the old secrets are in use then.
   */
  async restore(request: RestoreRequest, options: VerifyOptions = {}): Promise<RestoredSecret> {
    const restored = await this.#run(restoring, () => restoreSecret(this.#deps, request, options))
    const noteFailure = await this.#whyNotNoted(restored.msid)
    this.#deps.onSecretsReplaced?.()
    this.#deps.reencryption.start()
    return { ...restored, noteFailure }
  }

  /** The secret stores that restores replaced, the newest first. */
  listReplacedStores(): Promise<readonly ReplacedStore[]> {
    return listReplacedStores(this.#deps)
  }

  /**
   * Puts back the secrets that a restore replaced, and removes their copy.
   *
   * @throws {@link SsoError} `ReplacedStoreMissing`, `RestoreWouldLoseCredentials` and most others (event 10524)
   */
  async undoRestore(request: UndoRequest): Promise<RestoredSecret> {
    const restored = await this.#run(undoing, () => undoRestore(this.#deps, request))
    const noteFailure = await this.#whyNotNoted(restored.msid)
    this.#deps.onSecretsReplaced?.()
    this.#deps.reencryption.start()
    return { ...restored, noteFailure }
  }

  /**
   * Removes the copy of a replaced secret store for good.
   *
   * @param mayLose - how many credentials may be lost that need it.
   * @throws {@link SsoError} `ReplacedStoreMissing`, `ReplacedStoreNeeded`, `ReplacedStoreNotRemoved`, those of the
   * rights (event 10536)
   */
  async removeReplacedStore(name: string, mayLose = 0): Promise<void> {
    await this.#run(removing, () => this.#removeReplacedStore(name, mayLose))
  }

  /**
   * Tells the database which master secret is current where it has not been told, and has the credentials re-encrypted.
   *
   * @param isAnew - whether the database was made anew for a secret that there was already
   * @throws {@link SsoError} `SecretStoreBusy`, `DatabaseBusy` and the database's others: it has not been told.
   */
  async noteUnrecordedSecret(isAnew = false): Promise<void> {
    if (!(await noteUnrecordedSecret(this.#deps, isAnew))) return
    this.#deps.onSecretsReplaced?.()
    this.#deps.reencryption.start()
  }

  /** Why the database does not know yet that a secret has become current; `null` if it does. */
  async #whyNotNoted(msid: Msid): Promise<SsoErrorData | null> {
    const { database } = this.#deps
    const isNoted = async (): Promise<boolean> => (await requireSystem(database.tables)).currentMsid === msid
    try {
      if (await isNoted()) return null
      await noteUnrecordedSecret(this.#deps)
      return (await isNoted()) ? null : SsoError.of('SecretNotNoted', { msid }).toData()
    } catch (error) {
      if (error instanceof SsoError) return error.toData()
      throw error
    }
  }

  async #removeReplacedStore(name: string, mayLose: number): Promise<Outcome<object>> {
    const rights = await MasterSecretRights.check(this.#deps)
    const activity = { activity: 'removing a replaced secret store' }
    return withSecretStore(this.#deps, activity, rights, async ({ lock, system }) => {
      await refuseNeededStore(this.#deps, name, await this.#heldMsids(system), mayLose)
      await lock.requireUnchanged()
      await removeReplacedStore(this.#deps, name)
      return { result: {}, data: { name } }
    })
  }

  /** Of secrets that open: a store whose key is gone holds nothing. */
  async #heldMsids(system: SystemRow): Promise<readonly Msid[]> {
    const live = await readLiveStore(this.#deps.store, system)
    const secrets = [live.secrets?.current, live.secrets?.previous].filter((secret) => secret != null)
    wipeMasterSecrets(...secrets)
    return secrets.map(({ msid }) => msid)
  }

  #run<T extends object>(ids: OutcomeEvents, work: () => Promise<Outcome<T>>) {
    const running = this.#deps.account().then(({ name }) => recordOutcome(this.#deps.events, name, ids, work))
    return this.#underWay.track(running)
  }
}
