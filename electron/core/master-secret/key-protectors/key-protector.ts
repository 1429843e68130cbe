import type { KeyProtectorKind } from '../../../../shared/master-secret.ts'

export const PROTECTOR_KEY_BYTES = 32

/** Keeps the 32-byte key that the secret store is sealed under. */
export interface KeyProtector {
  readonly kind: KeyProtectorKind
  /** Where the key is, in words fit for "gone from …". */
  readonly place: string
  /**
   * Keeps a new key for a system, replacing one it kept before.
   *
   * @throws if the key cannot be kept here; whatever the platform says.
   */
  keep(systemId: string, key: Uint8Array): Promise<void>
  /** @returns the key, which the caller wipes, or `null` if there is none or it is not to be had. */
  find(systemId: string): Promise<Uint8Array | null>
}
