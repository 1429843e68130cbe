import type { KeyProtectorKind } from '../../../../shared/master-secret.ts'

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
   * Keeps a key, replacing one of the same name.
   *
   * @throws if the key cannot be kept here; whatever the platform says.
   */
  keep(name: string, key: Uint8Array): Promise<void>
  /** @returns the key, which the caller wipes, or `null` if there is none or it is not to be had. */
  find(name: string): Promise<Uint8Array | null>
  /**
   * Removes a key; one that is not there is no failure.
   *
   * @throws if the key cannot be removed; whatever the platform says.
   */
  forget(name: string): Promise<void>
}

/** The name of a system's key; `keyId` is absent for the key that a store is made with. */
export function keyName(systemId: string, keyId: string | undefined): string {
  return keyId === undefined ? systemId : `${systemId}/${keyId}`
}
