import { randomBytes } from 'node:crypto'
import { wipe } from '../../crypto/wipe.ts'
import { type KeyProtector, PROTECTOR_KEY_BYTES } from './key-protector.ts'

/**
 * Makes a key for the secret store and keeps it as {@link keepKey} does.
 *
 * @returns the protector and the key, which the caller wipes.
 * @throws what the last protector threw, if none works.
 */
export async function keepNewKey(
  protectors: readonly KeyProtector[],
  name: string,
): Promise<{ readonly protector: KeyProtector; readonly key: Uint8Array }> {
  const key = new Uint8Array(randomBytes(PROTECTOR_KEY_BYTES))
  try {
    return { protector: await keepKey(protectors, name, key), key }
  } catch (error) {
    wipe(key)
    throw error
  }
}

/**
 * Keeps a key with the first protector, in the order given, that gives back what it was given. Nothing is left with
 * those that do not.
 *
 * @throws what the last protector threw, if none works.
 */
export async function keepKey(
  protectors: readonly KeyProtector[],
  name: string,
  key: Uint8Array,
): Promise<KeyProtector> {
  let failure: unknown
  for (const protector of protectors) {
    try {
      if (await keepsFaithfully(protector, name, key)) return protector
    } catch (error) {
      failure = error
    }
    await protector.forget(name).catch(() => undefined)
  }
  throw failure ?? new Error('no key protector keeps what it is given')
}

async function keepsFaithfully(protector: KeyProtector, name: string, key: Uint8Array): Promise<boolean> {
  await protector.keep(name, key)
  const kept = await protector.find(name)
  const faithful = kept !== null && Buffer.compare(kept, key) === 0
  wipe(kept)
  return faithful
}
