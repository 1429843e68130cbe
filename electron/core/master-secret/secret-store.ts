import { randomUUID } from 'node:crypto'
import type { KeyProtectorKind } from '../../../shared/master-secret.ts'
import { wipe } from '../crypto/wipe.ts'
import type { DataDirectory } from '../files/data-directory.ts'
import type { FileSystem } from '../files/file-system.ts'
import { SsoError, systemErrorCode } from '../sso-error.ts'
import { isAmong, sameKeyPlace } from './key-places.ts'
import type { KeyProtector } from './key-protectors/key-protector.ts'
import { StoreKeys } from './key-protectors/store-keys.ts'
import { type MasterSecretPair, wipeMasterSecrets } from './master-secret.ts'
import { sealSecrets, unsealSecrets } from './sealed-secrets.ts'
import { SecretStoreDisk } from './secret-store-disk.ts'
import type { KeyPlace, LastBackup, SecretStoreContent } from './secret-store-file.ts'
import { StoreRecovery } from './store-recovery.ts'

/** Keeps the current and the previous master secret of one system on the master secret server. */
export class SecretStore {
  /** The keys that this store is or was sealed under. */
  readonly keys: StoreKeys
  readonly recovery: StoreRecovery
  readonly #disk: SecretStoreDisk

  /** @param protectors - all that there are, those preferred for a new store first */
  constructor(directory: DataDirectory, files: FileSystem, protectors: readonly KeyProtector[]) {
    this.keys = new StoreKeys(protectors)
    this.#disk = new SecretStoreDisk(directory.secretStore, files)
    this.recovery = new StoreRecovery(this.#disk, this.keys)
  }

  /**
   * What the store says without its key.
   *
   * @returns `null` if there is no store.
   * @throws {@link SsoError} `SecretStoreDamaged`, `SecretStoreVersionNewer`
   */
  async read(): Promise<SecretStoreContent | null> {
    return this.#disk.read()
  }

  /**
   * Makes an empty store and the key that guards it.
   *
   * @throws {@link SsoError} `SecretStoreWriteFailed`
   */
  async create(systemId: string, server: string): Promise<SecretStoreContent> {
    const protector = await this.keys.keepFirst(systemId).catch((cause) => {
      throw SsoError.of('SecretStoreWriteFailed', { reason: systemErrorCode(cause) }, { cause })
    })
    const content = { systemId, server, protector, current: null, previous: null, lastBackup: null }
    await this.#disk.replace(content)
    return content
  }

  /**
   * Opens both secrets.
   *
   * @returns `null` if none was generated yet; otherwise secrets that the caller wipes.
   * @throws {@link SsoError} `KeyProtectorGone`, `SecretStoreDamaged`, `SecretStoreVersionNewer`
   */
  async reveal(content: SecretStoreContent): Promise<MasterSecretPair | null> {
    if (content.current === null) return null
    const { key, of } = await this.#findKey(content)
    try {
      return unsealSecrets(of, key)
    } finally {
      wipe(key)
    }
  }

  /**
   * Checks that a new secret could be kept, before anything is made.
   *
   * @throws {@link SsoError} `KeyProtectorGone`, `SecretStoreDamaged`, `SecretStoreVersionNewer`
   */
  async checkProtector(content: SecretStoreContent): Promise<void> {
    const { key } = await this.#findKey(content)
    wipe(key)
  }

  /**
   * Makes `secrets` the system's: the commit point. After a crash at any instant the store holds either all of the
   * old or all of the new.
   *
   * @throws {@link SsoError} `KeyProtectorGone`, `SecretStoreWriteFailed`; the old secrets are kept then.
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
   * @param stillNeeded - old keys that are not to be removed yet.
   * @returns the store as it is now; it still names old keys that were not removed.
   * @throws {@link SsoError} `KeyProtectorGone`, `SecretStoreDamaged`, `KeyProtectorUnavailable`,
   * `SecretStoreWriteFailed`; the old key is kept then.
   */
  async changeProtector(
    content: SecretStoreContent,
    kind: KeyProtectorKind,
    stillNeeded: readonly KeyPlace[] = [],
  ): Promise<SecretStoreContent> {
    const secrets = await this.reveal(content)
    try {
      const changed = await this.commitUnderNewKey(content, secrets, content.lastBackup, kind)
      return await this.removeRetiredKeys(changed, stillNeeded)
    } finally {
      wipeMasterSecrets(secrets?.current, secrets?.previous)
    }
  }

  /**
   * As {@link commit}, but under a new key; the old one is not needed and may be gone.
   *
   * @returns the store as it is now; it names the old key among those that {@link removeRetiredKeys} is to remove.
   * @throws {@link SsoError} `KeyProtectorUnavailable`, `SecretStoreWriteFailed`; nothing is changed then.
   */
  async commitUnderNewKey(
    content: SecretStoreContent,
    secrets: MasterSecretPair | null,
    lastBackup: LastBackup | null,
    kind: KeyProtectorKind,
  ): Promise<SecretStoreContent> {
    const { keyId: oldKeyId, protector, recoveryKey: _ofTheOldKey, retiredKeys = [], ...rest } = content
    const keyId = randomUUID()
    const key = await this.keys.keepNew(kind, content.systemId, keyId)
    const sealed = sealSecrets(content.systemId, secrets, key)
    wipe(key)
    const changed: SecretStoreContent = {
      ...rest,
      ...sealed,
      lastBackup,
      protector: kind,
      keyId,
      retiredKeys: [...retiredKeys, { protector, keyId: oldKeyId }],
    }
    await this.#disk.replace(changed).catch(async (error) => {
      // Where it is not certain that the store does not need the new key, the key stays.
      if (!(await this.#disk.mayName(keyId))) await this.keys.tryForget(changed)
      throw error
    })
    return changed
  }

  /**
   * Removes the keys that changes of protector have replaced.
   *
   * @param stillNeeded - those that are not to be removed yet.
   * @returns the store as it is now; it still names those that were not removed.
   */
  async removeRetiredKeys(
    content: SecretStoreContent,
    stillNeeded: readonly KeyPlace[] = [],
  ): Promise<SecretStoreContent> {
    const { retiredKeys, ...rest } = content
    if (retiredKeys === undefined) return content
    try {
      // The store that does without them must outlast a power failure first.
      await this.#disk.makeDurable()
      const needed = retiredKeys.filter((key) => isAmong(key, stillNeeded))
      const unneeded = retiredKeys.filter((key) => !isAmong(key, stillNeeded))
      const left = [...needed, ...(await this.keys.forgetAll(content.systemId, unneeded))]
      if (left.length === retiredKeys.length) return content
      const cleared = left.length === 0 ? rest : { ...rest, retiredKeys: left }
      await this.#disk.replace(cleared)
      return cleared
    } catch {
      return content // Noted in the store, they are removed another time.
    }
  }

  /** @returns the key and the content it opens: the same secrets under another key, if that was just replaced. */
  async #findKey(content: SecretStoreContent): Promise<{ key: Uint8Array; of: SecretStoreContent }> {
    const key = await this.keys.tryFind(content)
    if (key !== null) return { key, of: content }
    const now = await this.read()
    const isResealed = now !== null && sameSecrets(now, content) && !sameKeyPlace(now, content)
    if (!isResealed) throw this.keys.gone(content)
    return { key: await this.keys.find(now), of: now }
  }
}

function sameSecrets(one: SecretStoreContent, other: SecretStoreContent): boolean {
  return (
    one.systemId === other.systemId &&
    one.current?.msid === other.current?.msid &&
    one.previous?.msid === other.previous?.msid
  )
}
