import type { Kysely } from 'kysely'
import type { Msid } from '../../../shared/master-secret.ts'
import { wipeMasterSecrets } from '../crypto/master-secret.ts'
import { deriveSubKey } from '../crypto/sub-keys.ts'
import { wipe } from '../crypto/wipe.ts'
import type { SsoTables } from '../database/schema.ts'
import { SsoError } from '../errors/sso-error.ts'
import type { SecretStore } from '../secret-store/secret-store.ts'
import type { SecretStoreContent } from '../secret-store/secret-store-file.ts'

/** A secret as rows name it. */
export interface SecretName {
  /** Its key in the `secret` table. */
  readonly id: number
  readonly msid: Msid
}

/** @returns the secret in use, `null` before the first was generated. Within a transaction it cannot change. */
export async function readCurrentSecret(db: Kysely<SsoTables>): Promise<SecretName | null> {
  const row = await db
    .selectFrom('global_info')
    .innerJoin('secret', 'secret.id', 'global_info.current_secret_id')
    .select(['secret.id', 'secret.msid'])
    .executeTakeFirst()
  return row ?? null
}

/**
 * The keys that credentials are sealed with, of the master secrets in the secret store; kept in memory, because
 * look-ups need them all the time, until {@link forget}.
 */
export class CredentialKeys {
  readonly #store: SecretStore
  #keys: ReadonlyMap<Msid, Uint8Array> = new Map()
  /** The sealed secrets that the keys were made of, as the store had them. */
  #sealed: ReadonlyMap<Msid, string> = new Map()

  constructor(store: SecretStore) {
    this.#store = store
  }

  /**
   * The key of one secret.
   *
   * @returns 32 bytes that stay this object's: not to be wiped, or kept, by the caller; `null` if the store has no such
   * secret (any more).
   * @throws {@link SsoError} `KeyProtectorGone`, `SecretStoreDamaged`, `SecretStoreVersionNewer`
   */
  async find(msid: Msid): Promise<Uint8Array | null> {
    const known = this.#keys.get(msid)
    if (known !== undefined) return known
    // Generated since, perhaps by another process.
    await this.#load()
    return this.#keys.get(msid) ?? null
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
    const content = await this.#store.read()
    if (content === null) throw SsoError.of('SecretUnavailable', { msid })
    const held = sealedIn(content).get(msid)
    if (held !== undefined && held !== this.#sealed.get(msid)) await this.#load()
    const key = this.#keys.get(msid)
    if (held === undefined || key === undefined) throw SsoError.of('SecretBeingReplaced', { msid })
    return key
  }

  /** A key that is in memory already. */
  loaded(msid: Msid): Uint8Array | undefined {
    return this.#keys.get(msid)
  }

  /** Wipes the keys; they are loaded again when next asked for. */
  forget(): void {
    wipe(...this.#keys.values())
    this.#keys = new Map()
    this.#sealed = new Map()
  }

  async #load(): Promise<void> {
    const content = await this.#store.read()
    const secrets = content && (await this.#store.reveal(content))
    if (content === null || secrets === null) return
    this.forget()
    const both = [secrets.current, secrets.previous].filter((secret) => secret !== null)
    this.#keys = new Map(both.map(({ msid, bytes }) => [msid, deriveSubKey(bytes, 'credentials')]))
    this.#sealed = sealedIn(content)
    wipeMasterSecrets(...both)
  }
}

function sealedIn({ current, previous }: SecretStoreContent): ReadonlyMap<Msid, string> {
  const both = [current, previous].filter((secret) => secret !== null)
  return new Map(both.map(({ msid, sealed }) => [msid, sealed]))
}
