import { basename } from 'node:path'
import type {
  KeyProtectionOverview,
  KeyProtectorChange,
  KeyRecovery,
  SavedRecoveryKey,
} from '../../../shared/key-protection.ts'
import type { KeyProtectorKind } from '../../../shared/master-secret.ts'
import { requireMasterSecretServer } from '../access/access.ts'
import { wipe } from '../crypto/wipe.ts'
import { instantNow } from '../errors/instant.ts'
import { SsoError } from '../errors/sso-error.ts'
import { eventIds } from '../events/event.ts'
import { checkSaveTarget, type IfExists } from '../files/save-target.ts'
import { requireSystem } from '../records/system.repository.ts'
import { hasRemovableKey } from '../secret-store/key-places.ts'
import { type RecoveryKey, readRecoveryKey, writeRecoveryKey } from '../secret-store/recovery-key-file.ts'
import { neededByReplacedStores } from '../secret-store/replaced-stores.ts'
import { whileLocked } from '../secret-store/secret-store-lock.ts'
import { requireOwnStore } from '../system/own-store.ts'
import type { MasterSecretDependencies } from './master-secret-dependencies.ts'
import { type Outcome, recordOutcome } from './record-outcome.ts'
import { type HeldOwnStore, MasterSecretRights, withOwnStore } from './with-secret-store.ts'

export type KeyProtectionDependencies = Pick<
  MasterSecretDependencies,
  'directory' | 'files' | 'database' | 'store' | 'events' | 'account' | 'server'
>

/** The store under this process's lock, and for whom. */
interface LockedStore extends HeldOwnStore {
  readonly account: string
}

/** The key of the secret store: who keeps it, its copy in the owner's hands, and its return when it was lost. */
export class KeyProtectionService {
  readonly #deps: KeyProtectionDependencies

  constructor(dependencies: KeyProtectionDependencies) {
    this.#deps = dependencies
  }

  /**
   * How the key is kept. Asks the keyring, which may ask its owner to unlock it.
   *
   * @throws {@link SsoError} `NotMasterSecretServer`, `SecretStoreMissing`, `SecretStoreForeign`, `SecretStoreDamaged`,
   * `SecretStoreVersionNewer`
   */
  async describe(): Promise<KeyProtectionOverview> {
    const { database, server, store } = this.#deps
    const system = await requireSystem(database.tables)
    requireMasterSecretServer(system, server)
    const content = await requireOwnStore({ tables: database.tables, store, server }, system)
    return {
      protector: content.protector,
      place: store.keys.placeOf(content),
      key: await store.recovery.keyState(content),
      protectors: await store.keys.probe(),
      recoveryKey: content.recoveryKey ?? null,
    }
  }

  /**
   * Makes a new key, kept by a protector of `kind`, and removes the old one, at once or when no replaced store needs it
   * any more; the same kind again replaces the key. A recovery key saved before no longer opens the store.
   *
   * @throws {@link SsoError} the codes of {@link MasterSecretRights.check}; `SecretStoreBusy`,
   * `ReplacedStoresUnreadable`, `KeyProtectorGone`, `KeyProtectorUnreadable`, `KeyProtectorDamaged`,
   * `KeyProtectorUnavailable`, `SecretStoreWriteFailed` and those of reading the store; nothing is changed then, but
   * for `SecretStoreUncertain`. Its `trackingId` names the event written (19004).
   */
  changeProtector(kind: KeyProtectorKind): Promise<KeyProtectorChange> {
    return this.#record(eventIds.keyProtectorChanged, () =>
      this.#withStore('changing the key protector', async ({ content, lock }) => {
        const isNeeded = await neededByReplacedStores(this.#deps)
        await lock.requireUnchanged()
        const changed = await this.#deps.store.changeProtector(content, kind, isNeeded)
        const result = {
          from: content.protector,
          to: kind,
          oldKeyRemoved: changed.retiredKeys === undefined,
          recoveryKeyOutdated: content.recoveryKey !== undefined,
        }
        return { result, data: result }
      }),
    )
  }

  /**
   * Saves the store's key into a file for the owner to keep elsewhere, and proves it from the disk. The file opens the
   * store without the protector.
   *
   * @param path - `null` if none was chosen.
   * @throws {@link SsoError} the codes of {@link MasterSecretRights.check} and {@link checkSaveTarget}; those of
   * {@link writeRecoveryKey}; `SecretStoreBusy`, `KeyProtectorGone`, `SecretStoreWriteFailed` and those of reading the
   * store; no file is left then. Its `trackingId` names the event written (19004).
   */
  saveRecoveryKey(path: string | null, ifExists: IfExists): Promise<SavedRecoveryKey> {
    return this.#record(eventIds.recoveryKeySaved, () =>
      this.#withStore('saving a recovery key', (locked) => this.#save(path, ifExists, locked)),
    )
  }

  async #save(
    path: string | null,
    ifExists: IfExists,
    { account, content, lock }: LockedStore,
  ): Promise<Outcome<Omit<SavedRecoveryKey, 'trackingId'>>> {
    const { directory, files, server, store } = this.#deps
    const target = await checkSaveTarget(path, ifExists, directory, account, 'recovery-key')
    const key = await store.recovery.revealKey(content)
    const savedAt = instantNow()
    const { systemId } = content
    const writing = { files, target, onWritten: () => undefined }
    const written = await writeRecoveryKey(writing, { systemId, server, createdAt: savedAt, key }).finally(
      () => wipe(key),
    )
    const note = { savedAt, fileName: basename(target.path) }
    try {
      await lock.requireUnchanged()
      await written.keep()
      await store.recovery.noteSaved(content, note)
    } catch (error) {
      await written.discard().catch(() => undefined)
      throw error
    }
    return { result: { ...note, displayPath: target.path }, data: { savedAt, recoveryKeyFile: target.path } }
  }

  /**
   * Gives the store its key back from a recovery key file, where the protector has lost it (another account, a keyring
   * that was emptied): with the same protector or, where that does not work, another.
   *
   * @throws {@link SsoError} the codes of {@link MasterSecretRights.check}; `RecoveryKeyUnreadable`,
   * `RecoveryKeyNotAKey`, `RecoveryKeyDamaged`, `RecoveryKeyVersionNewer`, `RecoveryKeyForeign`, `RecoveryKeyWrong`;
   * `SecretStoreBusy`, `KeyProtectorUnavailable`, `SecretStoreWriteFailed` and those of reading the store; the store is
   * as it was then. Its `trackingId` names the event written (19004).
   */
  recoverWithKey(path: string): Promise<KeyRecovery> {
    return this.#record(eventIds.recoveryKeyUsed, async () => {
      const rights = await MasterSecretRights.check(this.#deps)
      // Before the store is locked: nobody waits for a file of ours.
      const recoveryKey = await readRecoveryKey(this.#deps.files, path)
      try {
        return await this.#locked('recovering its key', rights, (locked) =>
          this.#recover(path, recoveryKey, locked),
        )
      } finally {
        wipe(recoveryKey.key)
      }
    })
  }

  async #recover(
    path: string,
    { createdAt, key, systemId }: RecoveryKey,
    { content, lock }: LockedStore,
  ): Promise<Outcome<Omit<KeyRecovery, 'trackingId'>>> {
    const { store } = this.#deps
    if (systemId !== content.systemId) {
      throw SsoError.of('RecoveryKeyForeign', { found: systemId, expected: content.systemId })
    }
    const wasLost = (await store.recovery.keyState(content)) !== 'present'
    await lock.requireUnchanged()
    const { protector } = await store.recovery.putBack(content, key, createdAt)
    return { result: { protector, wasLost }, data: { protector, wasLost, recoveryKeyFile: path } }
  }

  /**
   * Finishes changes of protector whose old keys were not removed at the time; does nothing where there are none.
   *
   * @throws {@link SsoError} `SecretStoreBusy` and those of reading the store
   */
  async finishChange(): Promise<void> {
    const { account, database, store } = this.#deps
    const found = await store.read()
    if (found === null || !hasRemovableKey(found, await neededByReplacedStores(this.#deps))) return
    const { name } = await account()
    await whileLocked(store.lock('removing an old key', name, database.transaction), async () => {
      const content = await store.read()
      if (content !== null) await store.removeRetiredKeys(content, await neededByReplacedStores(this.#deps))
    })
  }

  async #record<T extends object>(
    succeeded:
      | typeof eventIds.keyProtectorChanged
      | typeof eventIds.recoveryKeySaved
      | typeof eventIds.recoveryKeyUsed,
    work: () => Promise<Outcome<T>>,
  ): Promise<T & { readonly trackingId: string }> {
    const { name } = await this.#deps.account()
    const ids = { succeeded, failed: eventIds.keyProtectorChangeFailed }
    return recordOutcome(this.#deps.events, name, ids, work)
  }

  async #withStore<T>(activity: string, work: (locked: LockedStore) => Promise<T>): Promise<T> {
    return this.#locked(activity, await MasterSecretRights.check(this.#deps), work)
  }

  #locked<T>(
    activity: string,
    rights: MasterSecretRights,
    work: (locked: LockedStore) => Promise<T>,
  ): Promise<T> {
    const exclusively = this.#deps.database.transaction
    const { account } = rights
    return withOwnStore(this.#deps, { activity, exclusively }, rights, (held) => work({ ...held, account }))
  }
}
