import type { KeyProtectorKind } from '../../../../shared/master-secret.ts'
import { wipe } from '../../crypto/wipe.ts'
import { SsoError, systemErrorCode } from '../../sso-error.ts'
import type { KeyPlace, SecretStoreContent } from '../secret-store-file.ts'
import { keepKey, keepNewKey } from './choose-protector.ts'
import { type KeyProtector, keyName } from './key-protector.ts'

/** What of a secret store says where its key is. */
type KeyOf = KeyPlace & Pick<SecretStoreContent, 'systemId'>

/** The keys that secret stores are sealed under, wherever they are kept. */
export class StoreKeys {
  readonly #protectors: readonly KeyProtector[]

  /** @param protectors - all that there are, those preferred for a new store first */
  constructor(protectors: readonly KeyProtector[]) {
    this.#protectors = protectors
  }

  /**
   * The key a store is sealed under, which the caller wipes.
   *
   * @throws {@link SsoError} `KeyProtectorGone`
   */
  async find(of: KeyOf): Promise<Uint8Array> {
    const key = await this.tryFind(of)
    if (key === null) throw this.gone(of)
    return key
  }

  /** The refusal where a key is gone. */
  gone(of: KeyOf): SsoError {
    return SsoError.of('KeyProtectorGone', { place: this.placeOf(of) })
  }

  /** As {@link find}, but `null` where the key is gone. */
  async tryFind(of: KeyOf): Promise<Uint8Array | null> {
    return this.#protector(of.protector).find(keyName(of.systemId, of.keyId))
  }

  /** Where a store's key is, in words fit for "gone from …". */
  placeOf(of: KeyOf): string {
    return this.#protector(of.protector).placeOf(keyName(of.systemId, of.keyId))
  }

  /** The protectors there are and whether each works here. */
  async probe(): Promise<readonly { readonly kind: KeyProtectorKind; readonly works: boolean }[]> {
    return Promise.all(
      this.#protectors.map(async (protector) => ({ kind: protector.kind, works: await protector.works() })),
    )
  }

  /**
   * Makes the key of a new store.
   *
   * @returns who keeps it: the first protector that works.
   * @throws what the last protector threw, if none works.
   */
  async keepFirst(systemId: string): Promise<KeyProtectorKind> {
    const { key, protector } = await keepNewKey(this.#protectors, keyName(systemId, undefined))
    wipe(key)
    return protector.kind
  }

  /**
   * Makes a key that takes the place of another, under a name of its own so that the other stays as it is. The caller
   * wipes it.
   *
   * @throws {@link SsoError} `KeyProtectorUnavailable`
   */
  async keepNew(kind: KeyProtectorKind, systemId: string, keyId: string): Promise<Uint8Array> {
    const protector = this.#protector(kind)
    const name = keyName(systemId, keyId)
    try {
      return (await keepNewKey([protector], name)).key
    } catch (cause) {
      throw unavailable(protector, name, cause)
    }
  }

  /**
   * Keeps the key of a store that has lost it.
   *
   * @returns who keeps it now: the store's own protector or, where that does not work, another.
   * @throws {@link SsoError} `KeyProtectorUnavailable`
   */
  async keepAgain(of: KeyOf, key: Uint8Array): Promise<KeyProtectorKind> {
    const own = this.#protector(of.protector)
    const others = this.#protectors.filter((protector) => protector !== own)
    const name = keyName(of.systemId, of.keyId)
    try {
      return (await keepKey([own, ...others], name, key)).kind
    } catch (cause) {
      throw unavailable(own, name, cause)
    }
  }

  /** Removes the key that a store names, if that can be done. */
  async tryForget(of: KeyOf): Promise<void> {
    await this.forgetAll(of.systemId, [of])
  }

  /** @returns those that could not be removed. */
  async forgetAll(systemId: string, places: readonly KeyPlace[]): Promise<KeyPlace[]> {
    const left: KeyPlace[] = []
    for (const place of places) {
      const { keyId, protector } = place
      await this.#protector(protector)
        .forget(keyName(systemId, keyId))
        .catch(() => left.push(place))
    }
    return left
  }

  #protector(kind: KeyProtectorKind): KeyProtector {
    const protector = this.#protectors.find((candidate) => candidate.kind === kind)
    if (protector === undefined) throw new Error(`no key protector of kind ${kind} was passed in`)
    return protector
  }
}

function unavailable(protector: KeyProtector, name: string, cause: unknown): SsoError {
  const code = systemErrorCode(cause)
  // Keyrings say in words what they miss.
  const reason = cause instanceof Error && !/^E[A-Z0-9]+$/.test(code) ? cause.message : code
  return SsoError.of('KeyProtectorUnavailable', { place: protector.placeOf(name), reason }, { cause })
}
