import { randomBytes } from 'node:crypto'
import { wipe } from '../../crypto/wipe.ts'
import { type KeyProtector, PROTECTOR_KEY_BYTES } from './key-protector.ts'

/**
 * Makes the secret store's key and keeps it with the first protector, in the order given, that gives back what it
 * was given.
 *
 * @returns the protector and the key, which the caller wipes.
 * @throws what the last protector threw, if none works.
 */
export async function keepNewKey(
  protectors: readonly KeyProtector[],
  systemId: string,
): Promise<{ readonly protector: KeyProtector; readonly key: Uint8Array }> {
  const key = new Uint8Array(randomBytes(PROTECTOR_KEY_BYTES))
  let failure: unknown
  for (const protector of protectors) {
    try {
      if (await keepsFaithfully(protector, systemId, key)) return { protector, key }
    } catch (error) {
      failure = error
    }
  }
  wipe(key)
  throw failure ?? new Error('no key protector keeps what it is given')
}

async function keepsFaithfully(protector: KeyProtector, systemId: string, key: Uint8Array): Promise<boolean> {
  await protector.keep(systemId, key)
  const kept = await protector.find(systemId)
  const faithful = kept !== null && Buffer.compare(kept, key) === 0
  wipe(kept)
  return faithful
}
