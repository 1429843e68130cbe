import { KeyNameTaken, type KeyProtector } from '../../electron/core/key-protectors/key-protector.ts'

type Fault = 'none' | 'refuses' | 'loses' | 'garbles' | 'does not forget'

/** One account's keyring in memory. */
export interface KeyringDouble extends KeyProtector {
  readonly kept: ReadonlyMap<string, Uint8Array>
  /** The buffers that it was given and gave out, which their owners should have wiped. */
  readonly passed: readonly Uint8Array[]
}

/**
 * @param fault - what is wrong with it; it may be asked each time.
 * @param around - runs each operation, or does not.
 */
export function keyringDouble(
  fault: Fault | (() => Fault) = 'none',
  around: <T>(operation: string, run: () => Promise<T>) => Promise<T> = (_, run) => run(),
): KeyringDouble {
  const kept = new Map<string, Uint8Array>()
  const passed: Uint8Array[] = []
  const is = (asked: Fault): boolean => (typeof fault === 'function' ? fault() : fault) === asked
  const hand = (key: Uint8Array): Uint8Array => {
    passed.push(key)
    return key
  }
  return {
    kind: 'os-keyring',
    kept,
    passed,
    placeOf: () => 'a keyring',
    works: async () => !is('refuses'),
    keep: (name, key) =>
      around('keep', async () => {
        if (is('refuses')) throw new Error('no Secret Service')
        if (kept.has(name)) throw new KeyNameTaken()
        hand(key)
        if (!is('loses')) kept.set(name, is('garbles') ? key.map((byte) => byte ^ 1) : Uint8Array.from(key))
      }),
    find: (name) =>
      around('find', async () => {
        if (is('refuses')) throw new Error('no Secret Service')
        const key = kept.get(name)
        return key === undefined ? null : hand(Uint8Array.from(key))
      }),
    forget: (name) =>
      around('forget', async () => {
        if (is('refuses') || is('does not forget')) throw new Error('no Secret Service')
        kept.delete(name)
      }),
  }
}
