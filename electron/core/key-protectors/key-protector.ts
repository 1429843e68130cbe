import type { KeyProtectorKind } from '../../../shared/master-secret.ts'

export const PROTECTOR_KEY_BYTES = 32

/**
 * Keeps the 32-byte key that the secret store is sealed under. Each key has a name of its own: the system id for the
 * key that a store is made with, `<systemId>/<keyId>` for those that replace it.
 */
export interface KeyProtector {
  readonly kind: KeyProtectorKind
  /** Where a key is, in words fit for "gone from …". */
  placeOf(name: string): string
  /** Whether keys could be kept here now; keeps nothing to find out. */
  works(): Promise<boolean>
  /**
   * Keeps a key under a name that nothing is kept under yet. Where that fails, nothing is left of it.
   *
   * @throws {@link KeyNameTaken}; otherwise whatever the platform says.
   */
  keep(name: string, key: Uint8Array): Promise<void>
  /**
   * @returns the key, which the caller wipes; `null` only if there is none of that name.
   * @throws {@link KeyMalformed} if what is kept there is no key; whatever the platform says if that cannot be told.
   */
  find(name: string): Promise<Uint8Array | null>
  /**
   * Removes a key; one that is not there is no failure.
   *
   * @throws if the key cannot be removed; whatever the platform says.
   */
  forget(name: string): Promise<void>
}

/** Something is kept under the name of a new key already; it was left as it is. */
export class KeyNameTaken extends Error {
  constructor() {
    super('another key of that name is there')
  }
}

/** What is kept under a key's name is not a key: it was damaged. */
export class KeyMalformed extends Error {
  /** @param bytes - how many there are */
  constructor(bytes: number) {
    const found = bytes > PROTECTOR_KEY_BYTES ? `more than ${PROTECTOR_KEY_BYTES}` : String(bytes)
    super(`it has ${found} bytes, and a key has ${PROTECTOR_KEY_BYTES}`)
  }
}

/** The name of a system's key; `keyId` is absent for the key that a store is made with. */
export function keyName(systemId: string, keyId: string | undefined): string {
  return keyId === undefined ? systemId : `${systemId}/${keyId}`
}
