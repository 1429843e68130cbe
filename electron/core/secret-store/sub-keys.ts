import type { Msid } from '../../../shared/master-secret.ts'
import { wipeMasterSecrets } from '../crypto/master-secret.ts'
import type { SealingKey } from '../crypto/sodium-batch.ts'
import { deriveSubKeys, type SubKey, type SubKeyPurpose } from '../crypto/sub-keys.ts'
import { wipe } from '../crypto/wipe.ts'
import type { SecretStore } from './secret-store.ts'
import type { SecretStoreContent } from './secret-store-file.ts'

/** Where secrets are read from. */
export type SecretSource = Pick<SecretStore, 'read' | 'reveal'>

/**
 * Opens the secrets of a store and derives their keys for one purpose; the secrets themselves are wiped.
 *
 * @returns the current secret's first, which the caller wipes; `null` if none was generated yet.
 * @throws {@link SsoError} those of `SecretStore.reveal`
 */
export async function revealSubKeys(
  store: Pick<SecretStore, 'reveal'>,
  content: SecretStoreContent,
  purpose: SubKeyPurpose,
): Promise<readonly SubKey[] | null> {
  const secrets = await store.reveal(content)
  if (secrets === null) return null
  try {
    return deriveSubKeys(secrets, purpose)
  } finally {
    wipeMasterSecrets(secrets.current, secrets.previous)
  }
}

/**
 * The keys as rows name their secrets.
 *
 * @param keys - passed on; those of secrets that no row can be under are wiped
 * @param msids - of the secrets that the database knows, by their keys in the `secret` table
 */
export function sealingKeys(
  keys: readonly SubKey[],
  msids: ReadonlyMap<number, Msid>,
): readonly SealingKey[] {
  const ids = new Map([...msids].map(([secretId, msid]) => [msid, secretId]))
  return keys.flatMap(({ key, msid }) => {
    const secretId = ids.get(msid)
    if (secretId !== undefined) return [{ secretId, key }]
    wipe(key)
    return []
  })
}

/** The keys for one purpose of the secrets in the secret store, kept in memory from {@link load} to {@link forget}. */
export class SubKeys {
  readonly #store: SecretSource
  readonly #purpose: SubKeyPurpose
  #keys: ReadonlyMap<Msid, Uint8Array> = new Map()
  /** The sealed secrets that the keys were made of, as the store had them. */
  #sealed: ReadonlyMap<Msid, string> = new Map()

  constructor(store: SecretSource, purpose: SubKeyPurpose) {
    this.#store = store
    this.#purpose = purpose
  }

  /** @returns 32 bytes that stay this object's: not to be wiped, or kept over an `await`; absent unless loaded. */
  loaded(msid: Msid): Uint8Array | undefined {
    return this.#keys.get(msid)
  }

  /** @returns copies of all that are loaded, which the caller wipes. */
  copies(): ReadonlyMap<Msid, Uint8Array> {
    return new Map([...this.#keys].map(([msid, key]) => [msid, new Uint8Array(key)]))
  }

  /**
   * Loads the keys of the secrets that the store has now, in place of those in memory.
   *
   * @returns what the store says; `null` if there is no store. The keys in memory stay where it has no secret.
   * @throws {@link SsoError} `KeyProtectorGone`, `SecretStoreDamaged`, `SecretStoreVersionNewer`
   */
  async load(): Promise<SecretStoreContent | null> {
    const content = await this.#store.read()
    const keys = content && (await revealSubKeys(this.#store, content, this.#purpose))
    if (content === null || keys === null) return content
    this.forget()
    this.#keys = new Map(keys.map(({ key, msid }) => [msid, key]))
    this.#sealed = sealedIn(content)
    return content
  }

  /**
   * Loads the keys anew unless those in memory were made of what the store holds at this moment: another process may
   * have replaced it.
   *
   * @returns the names of the secrets that the store holds; `null` if there is no store.
   * @throws {@link SsoError} as {@link load}
   */
  async refresh(msid: Msid): Promise<ReadonlySet<Msid> | null> {
    const content = await this.#store.read()
    if (content === null) return null
    const sealed = sealedIn(content)
    const held = sealed.get(msid)
    if (held !== undefined && held !== this.#sealed.get(msid)) await this.load()
    return new Set(sealed.keys())
  }

  /** Wipes the keys in memory. */
  forget(): void {
    wipe(...this.#keys.values())
    this.#keys = new Map()
    this.#sealed = new Map()
  }
}

function sealedIn({ current, previous }: SecretStoreContent): ReadonlyMap<Msid, string> {
  const both = [current, previous].filter((secret) => secret !== null)
  return new Map(both.map(({ msid, sealed }) => [msid, sealed]))
}
