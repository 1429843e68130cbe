import type { Msid } from '../../../shared/master-secret.ts'
import { SsoError } from '../errors/sso-error.ts'
import { type SecretSource, SubKeys } from '../secret-store/sub-keys.ts'

/**
 * The keys that credentials are sealed with, of the master secrets in the secret store; kept in memory, because
 * look-ups need them all the time, until {@link forget}.
 */
export class CredentialKeys {
  readonly #keys: SubKeys

  constructor(store: SecretSource) {
    this.#keys = new SubKeys(store, 'credentials')
  }

  /**
   * The key of one secret.
   *
   * @returns 32 bytes that stay this object's: not to be wiped, or kept, by the caller; `null` if the store has no such
   * secret (any more).
   * @throws {@link SsoError} `KeyProtectorGone`, `SecretStoreDamaged`, `SecretStoreVersionNewer`
   */
  async find(msid: Msid): Promise<Uint8Array | null> {
    const known = this.#keys.loaded(msid)
    if (known !== undefined) return known
    // Generated since, perhaps by another process.
    await this.#keys.load()
    return this.#keys.loaded(msid) ?? null
  }

  /**
   * The key to seal with, in the transaction that writes what is sealed: that of a secret which the store holds at this
   * moment. A key in memory may be that of a secret that another process has replaced since.
   *
   * @returns as {@link find}
   * @throws {@link SsoError} `SecretBeingReplaced`, `SecretUnavailable`, `KeyProtectorGone`, `SecretStoreDamaged`,
   * `SecretStoreVersionNewer`
   */
  async findToSeal(msid: Msid): Promise<Uint8Array> {
    const held = await this.#keys.refresh(msid)
    if (held === null) throw SsoError.of('SecretUnavailable', { msid })
    const key = this.#keys.loaded(msid)
    if (!held.has(msid) || key === undefined) throw SsoError.of('SecretBeingReplaced', { msid })
    return key
  }

  /** A key that is in memory already. */
  loaded(msid: Msid): Uint8Array | undefined {
    return this.#keys.loaded(msid)
  }

  /** Wipes the keys; they are loaded again when next asked for. */
  forget(): void {
    this.#keys.forget()
  }
}
