import { randomUUID } from 'node:crypto'
import type { KeyProtectorKind } from '../../../shared/master-secret.ts'
import { wipe } from '../crypto/wipe.ts'
import { SsoError, systemErrorCode } from '../errors/sso-error.ts'
import { type KeptKey, keepKey, newKey } from '../key-protectors/choose-protector.ts'
import { KeyMalformed, type KeyProtector, keyName } from '../key-protectors/key-protector.ts'
import type { KeyPlace, SecretStoreContent } from './secret-store-file.ts'

/** What of a secret store says where its key is. */
type KeyOf = KeyPlace & Pick<SecretStoreContent, 'systemId'>

/** A key that was made, and where it is kept. */
export interface MadeKey {
  readonly place: KeyPlace
  /** The caller wipes it. */
  readonly key: Uint8Array
}

/**
 * The keys that secret stores are sealed under, wherever they are kept. A key that is made never takes the name of one
 * that is there, and none is removed but by its name.
 */
export class StoreKeys {
  readonly #protectors: readonly KeyProtector[]

  /** @param protectors - all that there are, those preferred for a new store first */
  constructor(protectors: readonly KeyProtector[]) {
    this.#protectors = protectors
  }

  /**
   * The key a store is sealed under, which the caller wipes.
   *
   * @throws {@link SsoError} `KeyProtectorGone`, `KeyProtectorUnreadable`, `KeyProtectorDamaged`
   */
  async find(place: KeyOf): Promise<Uint8Array> {
    const key = await this.tryFind(place)
    if (key === null) throw this.gone(place)
    return key
  }

  /** The refusal where a key is gone. */
  gone(place: KeyOf): SsoError {
    return SsoError.of('KeyProtectorGone', { place: this.placeOf(place) })
  }

  /**
   * As {@link find}, but `null` where the key is gone: its protector answers, and has no such key.
   *
   * @throws {@link SsoError} `KeyProtectorUnreadable`, `KeyProtectorDamaged`
   */
  async tryFind(place: KeyOf): Promise<Uint8Array | null> {
    const name = keyName(place.systemId, place.keyId)
    try {
      return await this.#protector(place.protector).find(name)
    } catch (cause) {
      const details = { place: this.placeOf(place), reason: reasonOf(cause) }
      const code = cause instanceof KeyMalformed ? 'KeyProtectorDamaged' : 'KeyProtectorUnreadable'
      throw SsoError.of(code, details, { cause })
    }
  }

  /** Where a store's key is, in words fit for "gone from …". */
  placeOf(place: KeyOf): string {
    return this.#protector(place.protector).placeOf(keyName(place.systemId, place.keyId))
  }

  /** The protectors there are and whether each works here. */
  async probe(): Promise<readonly { readonly kind: KeyProtectorKind; readonly works: boolean }[]> {
    return Promise.all(
      this.#protectors.map(async (protector) => ({ kind: protector.kind, works: await protector.works() })),
    )
  }

  /**
   * Makes a key for a store, kept by the first protector that works.
   *
   * @param isFirst - whether it is the first of its system: only that one has no key id.
   * @throws {@link SsoError} `KeyProtectorUnavailable`, about the last protector that was tried
   */
  async makeFirst(systemId: string, isFirst: boolean): Promise<MadeKey> {
    return this.#make(this.#protectors, systemId, isFirst ? [undefined, randomUUID()] : [randomUUID()])
  }

  /**
   * Makes a key that takes the place of another, under a name of its own so that the other stays as it is.
   *
   * @throws {@link SsoError} `KeyProtectorUnavailable`
   */
  async makeAnother(kind: KeyProtectorKind, systemId: string): Promise<MadeKey> {
    return this.#make([this.#protector(kind)], systemId, [randomUUID()])
  }

  async #make(
    protectors: readonly KeyProtector[],
    systemId: string,
    keyIds: readonly (string | undefined)[],
  ): Promise<MadeKey> {
    const key = newKey()
    try {
      return { key, place: await this.#keep(protectors, systemId, keyIds, key) }
    } catch (error) {
      wipe(key)
      throw error
    }
  }

  /**
   * Keeps the key of a store again: where it was, if nothing is there, otherwise beside what is there, under a new
   * name.
   *
   * @returns where it is now: with the store's own protector or, where that does not work, another.
   * @throws {@link SsoError} `KeyProtectorUnavailable`
   */
  async keepAgain(place: KeyOf, key: Uint8Array): Promise<KeyPlace> {
    const own = this.#protector(place.protector)
    const others = this.#protectors.filter((protector) => protector !== own)
    return this.#keep([own, ...others], place.systemId, [place.keyId, randomUUID()], key)
  }

  async #keep(
    protectors: readonly KeyProtector[],
    systemId: string,
    keyIds: readonly (string | undefined)[],
    key: Uint8Array,
  ): Promise<KeyPlace> {
    const names = keyIds.map((keyId) => keyName(systemId, keyId))
    try {
      const { name, protector } = await keepKey(protectors, names, key)
      return placeOfName(protector, keyIds[names.indexOf(name)])
    } catch (cause) {
      const last = protectors.at(-1)
      const place = last?.placeOf(names.at(-1) ?? '') ?? 'any key protector'
      throw SsoError.of('KeyProtectorUnavailable', { place, reason: reasonOf(cause) }, { cause })
    }
  }

  /** Removes the key that a store names, if that can be done. */
  async tryForget(place: KeyOf): Promise<void> {
    await this.forgetAll(place.systemId, [place])
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

function placeOfName({ kind: protector }: KeptKey['protector'], keyId: string | undefined): KeyPlace {
  return keyId === undefined ? { protector } : { protector, keyId }
}

function reasonOf(cause: unknown): string {
  const code = systemErrorCode(cause)
  // Keyrings say in words what they miss.
  return cause instanceof Error && !/^E[A-Z0-9]+$/.test(code) ? cause.message : code
}
