import type { KeyPlace, SecretStoreContent } from './secret-store-file.ts'

/** Whether a key that was replaced must not be removed yet. */
export type IsKeyNeeded = (key: KeyPlace) => boolean

export function sameKeyPlace(one: KeyPlace, other: KeyPlace): boolean {
  return one.protector === other.protector && one.keyId === other.keyId
}

/** Whether a store names replaced keys that nothing needs any more. */
export function hasRemovableKey({ retiredKeys = [] }: SecretStoreContent, isNeeded: IsKeyNeeded): boolean {
  return retiredKeys.some((key) => !isNeeded(key))
}
