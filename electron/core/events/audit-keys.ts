import type { Msid } from '../../../shared/master-secret.ts'
import { wipeMasterSecrets } from '../crypto/master-secret.ts'
import { deriveSubKey } from '../crypto/sub-keys.ts'
import { wipe } from '../crypto/wipe.ts'
import type { SecretStore } from '../secret-store/secret-store.ts'
import type { SecretStoreContent } from '../secret-store/secret-store-file.ts'

/** A secret store that could not be read is not read for every event again. */
const ASK_AGAIN_AFTER_MS = 30_000

/**
 * The keys that events are authenticated with, of the master secrets in the secret store; kept in memory until
 * {@link forget}. A store without them, or one that cannot be read, is no failure: events are recorded all the same.
 */
export class AuditKeys {
  readonly #store: Pick<SecretStore, 'read' | 'reveal'>
  #keys: ReadonlyMap<Msid, Uint8Array> = new Map()
  readonly #askAgainAt = new Map<Msid, number>()

  constructor(store: Pick<SecretStore, 'read' | 'reveal'>) {
    this.#store = store
  }

  /**
   * Sees to it that a secret's key is in memory, if it can be had. Never rejects.
   *
   * @param again - ask the store even if it did not have it a moment ago
   */
  async prepare(msid: Msid, again = false): Promise<void> {
    if (this.#keys.has(msid)) return
    if (!again && performance.now() < (this.#askAgainAt.get(msid) ?? 0)) return
    await this.load().catch(() => null)
    if (!this.#keys.has(msid)) this.#askAgainAt.set(msid, performance.now() + ASK_AGAIN_AFTER_MS)
  }

  /** @returns 32 bytes to be used at once: not to be wiped, or kept over an `await`. */
  loaded(msid: Msid): Uint8Array | undefined {
    return this.#keys.get(msid)
  }

  /** @returns copies of all keys that can be had, for longer work; the caller wipes them. Never rejects. */
  async copies(): Promise<ReadonlyMap<Msid, Uint8Array>> {
    await this.load().catch(() => null)
    return new Map([...this.#keys].map(([msid, key]) => [msid, new Uint8Array(key)]))
  }

  /**
   * Loads the keys of the secrets that the store has now.
   *
   * @returns what the store says; `null` if there is no store.
   * @throws {@link SsoError} `KeyProtectorGone`, `SecretStoreDamaged`, `SecretStoreVersionNewer`
   */
  async load(): Promise<SecretStoreContent | null> {
    const content = await this.#store.read()
    const secrets = content && (await this.#store.reveal(content))
    if (secrets == null) return content
    this.forget()
    const both = [secrets.current, secrets.previous].filter((secret) => secret !== null)
    this.#keys = new Map(both.map(({ msid, bytes }) => [msid, deriveSubKey(bytes, 'audit-chain')]))
    wipeMasterSecrets(...both)
    return content
  }

  /** Wipes the keys; they are loaded again when next needed. */
  forget(): void {
    wipe(...this.#keys.values())
    this.#keys = new Map()
    this.#askAgainAt.clear()
  }
}
