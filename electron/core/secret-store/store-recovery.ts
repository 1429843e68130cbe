import type { ErrorCode } from '../../../shared/errors.ts'
import type { KeyState } from '../../../shared/key-protection.ts'
import { wipeMasterSecrets } from '../crypto/master-secret.ts'
import { wipe } from '../crypto/wipe.ts'
import { SsoError } from '../errors/sso-error.ts'
import { sameKeyPlace } from './key-places.ts'
import { unsealSecrets } from './sealed-secrets.ts'
import { isUncertain, type SecretStoreDisk } from './secret-store-disk.ts'
import type { RecoveryKeyNote, SecretStoreContent } from './secret-store-file.ts'
import type { StoreKeys } from './store-keys.ts'

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
   * @throws {@link SsoError} `KeyProtectorGone`, `KeyProtectorUnreadable`, `KeyProtectorDamaged`, `SecretStoreDamaged`
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
      const state = statesByError[error.code]
      if (state === undefined) throw error
      return state
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
   * Keeps the store's key again where it cannot be had: with the store's own protector or, where that does not work,
   * another. Whatever is there under its name stays, and the key goes beside it. Where the key is there, nothing is
   * changed.
   *
   * @param key - stays the caller's.
   * @param savedAt - when it was saved; to be named in the refusal.
   * @returns the store as it is now.
   * @throws {@link SsoError} `RecoveryKeyWrong`, `KeyProtectorUnavailable`, `SecretStoreUnreadable`,
   * `SecretStoreWriteFailed`, `SecretStoreUncertain`; of an empty store, also `KeyProtectorUnreadable`
   */
  async putBack(content: SecretStoreContent, key: Uint8Array, savedAt: string): Promise<SecretStoreContent> {
    const there = await this.#compareKept(content, key)
    // An empty store opens with any key: it shows nothing wrong.
    const isReplaced = content.current === null && there === 'another'
    if (isReplaced || !opens(content, key)) throw SsoError.of('RecoveryKeyWrong', { savedAt })
    if (there === 'same') return content
    const place = await this.#keys.keepAgain(content, key)
    if (sameKeyPlace(place, content)) return content
    const { keyId: _where, ...rest } = content
    const moved: SecretStoreContent = { ...rest, ...place }
    try {
      await this.#disk.replace(moved)
    } catch (error) {
      // Where the store may name it by now, the key stays.
      if (!isUncertain(error)) await this.#keys.tryForget(moved)
      throw error
    }
    return moved
  }

  /** What is kept where the store's key should be, as far as can be told. */
  async #compareKept(content: SecretStoreContent, key: Uint8Array): Promise<'same' | 'another' | 'none'> {
    try {
      const found = await this.#keys.tryFind(content)
      const isSame = found !== null && Buffer.compare(found, key) === 0
      wipe(found)
      return found === null ? 'none' : isSame ? 'same' : 'another'
    } catch (error) {
      if (!(error instanceof SsoError)) throw error
      // Only what the store holds can prove a key whose place cannot be read.
      if (content.current === null && error.code === 'KeyProtectorUnreadable') throw error
      return 'another'
    }
  }
}

const statesByError: Readonly<Partial<Record<ErrorCode, KeyState>>> = {
  KeyProtectorGone: 'gone',
  KeyProtectorUnreadable: 'unreadable',
  KeyProtectorDamaged: 'wrong',
  SecretStoreDamaged: 'wrong',
}

function opens(content: SecretStoreContent, key: Uint8Array): boolean {
  try {
    proveKey(content, key)
    return true
  } catch (error) {
    if (error instanceof SsoError && error.code === 'SecretStoreDamaged') return false
    throw error
  }
}

/** @throws {@link SsoError} `SecretStoreDamaged` if `key` does not open what the store holds */
function proveKey(content: SecretStoreContent, key: Uint8Array): void {
  const secrets = unsealSecrets(content, key)
  wipeMasterSecrets(secrets?.current, secrets?.previous)
}
