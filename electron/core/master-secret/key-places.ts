import type { KeyPlace, SecretStoreContent } from './secret-store-file.ts'

export function sameKeyPlace(one: KeyPlace, other: KeyPlace): boolean {
  return one.protector === other.protector && one.keyId === other.keyId
}

export function isAmong(key: KeyPlace, others: readonly KeyPlace[]): boolean {
  return others.some((other) => sameKeyPlace(key, other))
}

/** Whether a store names replaced keys that nothing needs any more. */
export function hasRemovableKey(
  { retiredKeys = [] }: SecretStoreContent,
  stillNeeded: readonly KeyPlace[],
): boolean {
  return retiredKeys.some((key) => !isAmong(key, stillNeeded))
}
