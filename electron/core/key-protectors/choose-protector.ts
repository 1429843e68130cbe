import { randomBytes } from 'node:crypto'
import { wipe } from '../crypto/wipe.ts'
import { KeyNameTaken, type KeyProtector, PROTECTOR_KEY_BYTES } from './key-protector.ts'

/** Where a key is kept. */
export interface KeptKey {
  readonly protector: KeyProtector
  /** One of those that were offered. */
  readonly name: string
}

/** Makes a key for the secret store, which the caller wipes. */
export function newKey(): Uint8Array {
  return new Uint8Array(randomBytes(PROTECTOR_KEY_BYTES))
}

/**
 * Keeps a key with the first protector, in the order given, that gives back what it was given, under the first of the
 * names that nothing is kept under yet. What is there already is left as it is, and nothing is left with the protectors
 * that do not work.
 *
 * @throws what the last protector threw, if none works.
 */
export async function keepKey(
  protectors: readonly KeyProtector[],
  names: readonly string[],
  key: Uint8Array,
): Promise<KeptKey> {
  let failure: unknown = new Error('there is no key protector')
  for (const protector of protectors) {
    try {
      return { protector, name: await keepUnderFreeName(protector, names, key) }
    } catch (error) {
      failure = error
    }
  }
  throw failure
}

async function keepUnderFreeName(
  protector: KeyProtector,
  names: readonly string[],
  key: Uint8Array,
): Promise<string> {
  for (const name of names) {
    try {
      await protector.keep(name, key)
    } catch (error) {
      if (error instanceof KeyNameTaken) continue
      throw error
    }
    await proveKept(protector, name, key)
    return name
  }
  throw new KeyNameTaken()
}

/** Only what was kept just now is removed again. */
async function proveKept(protector: KeyProtector, name: string, key: Uint8Array): Promise<void> {
  try {
    const kept = await protector.find(name)
    const isFaithful = kept !== null && Buffer.compare(kept, key) === 0
    wipe(kept)
    if (!isFaithful) throw new Error('it does not keep what it is given')
  } catch (error) {
    await protector.forget(name).catch(() => undefined)
    throw error
  }
}
