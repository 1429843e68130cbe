import type { Msid } from '../../../shared/master-secret.ts'
import type { SecretStoreContent } from '../secret-store/secret-store-file.ts'
import { type SecretSource, SubKeys } from '../secret-store/sub-keys.ts'

/** A secret store that could not be read is not read for every event again. */
const ASK_AGAIN_AFTER_MS = 30_000

/**
 * The keys that events are authenticated with, of the master secrets in the secret store; kept in memory until
 * {@link forget}. A store without them, or one that cannot be read, is no failure: events are recorded all the same.
 */
export class AuditKeys {
  readonly #keys: SubKeys
  readonly #askAgainAt = new Map<Msid, number>()

  constructor(store: SecretSource) {
    this.#keys = new SubKeys(store, 'audit-chain')
  }

  /**
   * Sees to it that a secret's key is in memory, if it can be had. Never rejects.
   *
   * @param again - ask the store even if it did not have it a moment ago
   */
  async prepare(msid: Msid, again = false): Promise<void> {
    if (this.#keys.loaded(msid) !== undefined) return
    if (!again && performance.now() < (this.#askAgainAt.get(msid) ?? 0)) return
    await this.load().catch(() => null)
    if (this.#keys.loaded(msid) === undefined)
      this.#askAgainAt.set(msid, performance.now() + ASK_AGAIN_AFTER_MS)
  }

  /** @returns 32 bytes to be used at once: not to be wiped, or kept over an `await`. */
  loaded(msid: Msid): Uint8Array | undefined {
    return this.#keys.loaded(msid)
  }

  /** @returns copies of all keys that can be had, for longer work; the caller wipes them. Never rejects. */
  async copies(): Promise<ReadonlyMap<Msid, Uint8Array>> {
    await this.load().catch(() => null)
    return this.#keys.copies()
  }

  /**
   * Loads the keys of the secrets that the store has now.
   *
   * @returns what the store says; `null` if there is no store.
   * @throws {@link SsoError} `KeyProtectorGone`, `SecretStoreDamaged`, `SecretStoreVersionNewer`
   */
  async load(): Promise<SecretStoreContent | null> {
    const content = await this.#keys.load()
    if (content?.current != null) this.#askAgainAt.clear()
    return content
  }

  /** Wipes the keys; they are loaded again when next needed. */
  forget(): void {
    this.#keys.forget()
    this.#askAgainAt.clear()
  }
}
