import type { KeyProtectorKind } from '../../../shared/master-secret.ts'
import { type MasterSecretPair, wipeMasterSecrets } from '../crypto/master-secret.ts'
import { wipe } from '../crypto/wipe.ts'
import { SsoError } from '../errors/sso-error.ts'
import type { DataDirectory } from '../files/data-directory.ts'
import type { FileSystem } from '../files/file-system.ts'
import type { KeyProtector } from '../key-protectors/key-protector.ts'
import { type IsKeyNeeded, sameKeyPlace } from './key-places.ts'
import { sealSecrets, unsealSecrets } from './sealed-secrets.ts'
import { type Exclusively, isUncertain, SecretStoreDisk } from './secret-store-disk.ts'
import type { KeyPlace, LastBackup, SecretStoreContent } from './secret-store-file.ts'
import { lockSecretStore } from './secret-store-lock.ts'
import { type MadeKey, StoreKeys } from './store-keys.ts'
import { StoreRecovery } from './store-recovery.ts'

/** An operation on the secret store, from its beginning to its release. */
export interface StoreOperation {
  /**
   * To be asked before each step that cannot be taken back. What changes the store asks by itself.
   *
   * @throws {@link SsoError} `SecretStoreChanged`, `SecretStoreLockFailed`, `SecretStoreUnreadable`
   */
  requireUnchanged(): Promise<void>
  release(): Promise<void>
}

/** Keeps the current and the previous master secret of one system on the master secret server. */
export class SecretStore {
  /** The keys that this store is or was sealed under. */
  readonly keys: StoreKeys
  readonly recovery: StoreRecovery
  readonly #directory: DataDirectory
  readonly #disk: SecretStoreDisk

  /** @param protectors - all that there are, those preferred for a new store first */
  constructor(directory: DataDirectory, files: FileSystem, protectors: readonly KeyProtector[]) {
    this.#directory = directory
    this.keys = new StoreKeys(protectors)
    this.#disk = new SecretStoreDisk(directory.secretStore, files)
    this.recovery = new StoreRecovery(this.#disk, this.keys)
  }

  /**
   * What the store says without its key.
   *
   * @returns `null` only if there is no store.
   * @throws {@link SsoError} `SecretStoreUnreadable`, `SecretStoreDamaged`, `SecretStoreVersionNewer`
   */
  async read(): Promise<SecretStoreContent | null> {
    return this.#disk.read()
  }

  /**
   * Locks the store for an operation, which begins with the store as it is now. Only within one is it changed, and only
   * as long as it is still what the operation began with or has put there.
   *
   * @param activity - in words that go on after "alice is"
   * @param exclusively - runs the comparison and the swap while no other operation can, even one that does not know of
   * this one's lock: within a transaction of the database. Left out by operations that are within one by then.
   * @throws {@link SsoError} `SecretStoreBusy`, `SecretStoreLockFailed`, `SecretStoreUnreadable`
   */
  async lock(
    activity: string,
    account: string,
    exclusively: Exclusively = (step) => step(),
  ): Promise<StoreOperation> {
    const lock = await lockSecretStore(this.#directory, activity, account)
    try {
      await this.#disk.begin(lock, exclusively)
    } catch (error) {
      await lock.release()
      throw error
    }
    return {
      requireUnchanged: () => this.#disk.requireUnchanged(),
      release: async () => {
        this.#disk.end()
        await lock.release()
      },
    }
  }

  /**
   * Makes an empty store, in the place of whatever is there, and the key that guards it.
   *
   * @throws {@link SsoError} `KeyProtectorUnavailable`, and those of {@link commit} but for the key
   */
  async create(systemId: string, server: string): Promise<SecretStoreContent> {
    const made = await this.keys.makeFirst(systemId, true)
    return this.#replaceUnder(made, { systemId, server, lastBackup: null }, null)
  }

  /**
   * As {@link commit}, but in the place of a store that does not open, or where there is none: under a key that is new
   * in every respect. Whatever key there is stays, under its name.
   *
   * @returns the store as it is now.
   * @throws {@link SsoError} `KeyProtectorUnavailable`, and those of {@link commit} but for the key
   */
  async commitAnew(
    { server, systemId }: Pick<SecretStoreContent, 'systemId' | 'server'>,
    secrets: MasterSecretPair,
    lastBackup: LastBackup | null,
  ): Promise<SecretStoreContent> {
    const made = await this.keys.makeFirst(systemId, false)
    return this.#replaceUnder(made, { systemId, server, lastBackup }, secrets)
  }

  /** Where it is not certain that the store does not need the new key, the key stays. */
  async #replaceUnder(
    { key, place }: MadeKey,
    rest: Omit<SecretStoreContent, keyof KeyPlace | 'current' | 'previous'>,
    secrets: MasterSecretPair | null,
  ): Promise<SecretStoreContent> {
    const sealed = sealSecrets(rest.systemId, secrets, key)
    wipe(key)
    const content: SecretStoreContent = { ...rest, ...place, ...sealed }
    try {
      await this.#disk.replace(content)
    } catch (error) {
      if (!isUncertain(error)) await this.keys.tryForget(content)
      throw error
    }
    return content
  }

  /**
   * Opens both secrets.
   *
   * @returns `null` if none was generated yet; otherwise secrets that the caller wipes.
   * @throws {@link SsoError} `KeyProtectorGone`, `KeyProtectorUnreadable`, `KeyProtectorDamaged`, `SecretStoreDamaged`;
   * where the key is gone, also those of {@link read}
   */
  async reveal(content: SecretStoreContent): Promise<MasterSecretPair | null> {
    if (content.current === null) return null
    const { key, opens } = await this.#findKey(content)
    try {
      return unsealSecrets(opens, key)
    } finally {
      wipe(key)
    }
  }

  /**
   * Checks that a new secret could be kept, before anything is made.
   *
   * @throws {@link SsoError} `KeyProtectorGone`, `KeyProtectorUnreadable`, `KeyProtectorDamaged`; where the key is
   * gone, also those of {@link read}
   */
  async checkProtector(content: SecretStoreContent): Promise<void> {
    const { key } = await this.#findKey(content)
    wipe(key)
  }

  /**
   * Makes `secrets` the system's: the commit point. After a crash at any instant the store holds either all of the
   * old or all of the new.
   *
   * @throws {@link SsoError} `KeyProtectorGone`, `KeyProtectorUnreadable`, `KeyProtectorDamaged`,
   * `SecretStoreUnreadable`, `SecretStoreWriteFailed`: the old secrets are there still; `SecretStoreUncertain`: that is
   * not known.
   */
  async commit(
    content: SecretStoreContent,
    secrets: MasterSecretPair,
    lastBackup: LastBackup,
  ): Promise<void> {
    const key = await this.keys.find(content)
    try {
      await this.#disk.replace({ ...content, ...sealSecrets(content.systemId, secrets, key), lastBackup })
    } finally {
      wipe(key)
    }
  }

  /**
   * Seals the secrets under a new key that a protector of `kind` keeps, and removes the old key once the new store is
   * durable. After a crash at any instant the store names a key that is there. A recovery key saved before is of no
   * use then.
   *
   * @param isNeeded - says which old keys are not to be removed yet.
   * @returns the store as it is now; it still names old keys that were not removed.
   * @throws {@link SsoError} `KeyProtectorUnavailable`, and those of {@link reveal} and {@link commit}; the old key is
   * kept then.
   */
  async changeProtector(
    content: SecretStoreContent,
    kind: KeyProtectorKind,
    isNeeded: IsKeyNeeded = () => false,
  ): Promise<SecretStoreContent> {
    const secrets = await this.reveal(content)
    try {
      const changed = await this.commitUnderNewKey(content, secrets, content.lastBackup, kind)
      return await this.removeRetiredKeys(changed, isNeeded)
    } finally {
      wipeMasterSecrets(secrets?.current, secrets?.previous)
    }
  }

  /**
   * As {@link commit}, but under a new key; the old one must have been seen to open the store.
   *
   * @returns the store as it is now; it names the old key among those that {@link removeRetiredKeys} is to remove.
   * @throws {@link SsoError} `KeyProtectorUnavailable`, and those of {@link commit}
   */
  async commitUnderNewKey(
    content: SecretStoreContent,
    secrets: MasterSecretPair | null,
    lastBackup: LastBackup | null,
    kind: KeyProtectorKind,
  ): Promise<SecretStoreContent> {
    const { keyId: oldKeyId, protector, recoveryKey: _ofTheOldKey, retiredKeys = [], ...rest } = content
    const made = await this.keys.makeAnother(kind, content.systemId)
    const retired = [...retiredKeys, { protector, keyId: oldKeyId }]
    return this.#replaceUnder(made, { ...rest, lastBackup, retiredKeys: retired }, secrets)
  }

  /**
   * Removes the keys that changes of protector have replaced.
   *
   * @param isNeeded - says which are not to be removed yet.
   * @returns the store without the keys that were removed. Where it could not be written, its file names them until the
   * next time.
   */
  async removeRetiredKeys(
    content: SecretStoreContent,
    isNeeded: IsKeyNeeded = () => false,
  ): Promise<SecretStoreContent> {
    const { retiredKeys, ...rest } = content
    if (retiredKeys === undefined) return content
    // The store that does without them must outlast a power failure first.
    const isDurable = await this.#disk.makeDurable().then(
      () => true,
      () => false,
    )
    if (!isDurable) return content
    const isInUse = (key: KeyPlace): boolean => sameKeyPlace(key, content) || isNeeded(key)
    const left = await this.#forgetAll(content.systemId, retiredKeys, isInUse)
    if (left.length === retiredKeys.length) return content
    const cleared = left.length === 0 ? rest : { ...rest, retiredKeys: left }
    // Named in the store still, they are removed once more another time.
    await this.#disk.replace(cleared).catch(requireSsoError)
    return cleared
  }

  /** @returns those that were not removed, in their order. */
  async #forgetAll(
    systemId: string,
    places: readonly KeyPlace[],
    isInUse: (key: KeyPlace) => boolean,
  ): Promise<KeyPlace[]> {
    const left: KeyPlace[] = []
    for (const place of places) {
      // Whoever has changed the store meanwhile may need it again.
      const goes = !isInUse(place) && (await this.#disk.isUnchanged())
      left.push(...(goes ? await this.keys.forgetAll(systemId, [place]) : [place]))
    }
    return left
  }

  /** @returns the key and the content it opens: the same secrets under another key, if that was just replaced. */
  async #findKey(content: SecretStoreContent): Promise<{ key: Uint8Array; opens: SecretStoreContent }> {
    const key = await this.keys.tryFind(content)
    if (key !== null) return { key, opens: content }
    const now = await this.read()
    const isResealed = now !== null && sameSecrets(now, content) && !sameKeyPlace(now, content)
    if (!isResealed) throw this.keys.gone(content)
    return { key: await this.keys.find(now), opens: now }
  }
}

function requireSsoError(error: unknown): void {
  if (!(error instanceof SsoError)) throw error
}

function sameSecrets(one: SecretStoreContent, other: SecretStoreContent): boolean {
  return (
    one.systemId === other.systemId &&
    one.current?.msid === other.current?.msid &&
    one.previous?.msid === other.previous?.msid
  )
}
