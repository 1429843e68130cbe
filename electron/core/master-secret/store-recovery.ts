import type { KeyState } from '../../../shared/key-protection.ts'
import { wipe } from '../crypto/wipe.ts'
import { SsoError } from '../sso-error.ts'
import type { StoreKeys } from './key-protectors/store-keys.ts'
import { wipeMasterSecrets } from './master-secret.ts'
import { unsealSecrets } from './sealed-secrets.ts'
import type { SecretStoreDisk } from './secret-store-disk.ts'
import type { RecoveryKeyNote, SecretStoreContent } from './secret-store-file.ts'

/** A secret store's key outside its protector: taken out to be saved, and put back where the protector lost it. */
export class StoreRecovery {
  readonly #disk: SecretStoreDisk
  readonly #keys: StoreKeys

  constructor(disk: SecretStoreDisk, keys: StoreKeys) {
    this.#disk = disk
    this.#keys = keys
  }

  /**
   * The key that the store is sealed under, proven to open it; the caller wipes it.
   *
   * @throws {@link SsoError} `KeyProtectorGone`, `SecretStoreDamaged`
   */
  async revealKey(content: SecretStoreContent): Promise<Uint8Array> {
    const key = await this.#keys.find(content)
    try {
      proveKey(content, key)
      return key
    } catch (error) {
      wipe(key)
      throw error
    }
  }

  /** What has become of the store's key. */
  async keyState(content: SecretStoreContent): Promise<KeyState> {
    try {
      wipe(await this.revealKey(content))
      return 'present'
    } catch (error) {
      if (!(error instanceof SsoError)) throw error
      return error.code === 'KeyProtectorGone' ? 'gone' : 'wrong'
    }
  }

  /**
   * Notes where the store's key has been saved.
   *
   * @throws {@link SsoError} `SecretStoreWriteFailed`
   */
  async noteSaved(content: SecretStoreContent, recoveryKey: RecoveryKeyNote): Promise<void> {
    await this.#disk.replace({ ...content, recoveryKey })
  }

  /**
   * Keeps the store's key again where it has been lost: with the store's own protector or, where that does not work,
   * another. Where the key is there, nothing is changed.
   *
   * @param key - stays the caller's.
   * @param savedAt - when it was saved; to be named in the refusal.
   * @returns the store as it is now.
   * @throws {@link SsoError} `RecoveryKeyWrong`, `KeyProtectorUnavailable`, `SecretStoreWriteFailed`
   */
  async putBack(content: SecretStoreContent, key: Uint8Array, savedAt: string): Promise<SecretStoreContent> {
    const found = await this.#keys.tryFind(content)
    const isThere = found !== null && Buffer.compare(found, key) === 0
    const isReplaced = found !== null && content.current === null && !isThere
    wipe(found)
    // An empty store opens with any key: it shows nothing wrong.
    if (isReplaced || !opens(content, key)) throw SsoError.of('RecoveryKeyWrong', { savedAt })
    if (isThere) return content
    const protector = await this.#keys.keepAgain(content, key)
    if (protector === content.protector) return content
    const moved = { ...content, protector }
    await this.#disk.replace(moved)
    return moved
  }
}

function opens(content: SecretStoreContent, key: Uint8Array): boolean {
  try {
    proveKey(content, key)
    return true
  } catch {
    return false
  }
}

/** @throws {@link SsoError} `SecretStoreDamaged` if `key` does not open what the store holds */
function proveKey(content: SecretStoreContent, key: Uint8Array): void {
  const secrets = unsealSecrets(content, key)
  wipeMasterSecrets(secrets?.current, secrets?.previous)
}
