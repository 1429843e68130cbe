import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { CredentialCache } from '../../../electron/core/credentials/credential-cache.ts'

interface Kept {
  readonly applicationId: number
  readonly mappingId: number
  readonly externalUser: string
  readonly values: readonly Uint8Array[]
  readonly expiresAt: number
}

function entry(overrides: Partial<Kept> = {}): Kept {
  const values = [Uint8Array.of(1, 2, 3)]
  return { applicationId: 1, mappingId: 1, externalUser: 'u', values, expiresAt: 100, ...overrides }
}

const isWiped = ({ values }: Kept): boolean => values.every((value) => value.every((byte) => byte === 0))

describe('the credential cache', () => {
  it('keeps an entry until it has timed out, and wipes it then', () => {
    const cache = new CredentialCache()
    const kept = entry({ expiresAt: 100 })
    cache.keep('a', kept)
    expect(cache.find('a', 99.9)?.values).toEqual([Uint8Array.of(1, 2, 3)])
    expect(cache.find('a', 100)).toBeUndefined()
    expect([cache.size, isWiped(kept)]).toEqual([0, true])
  })

  it('wipes what is replaced, not what replaces it', () => {
    const cache = new CredentialCache()
    const [old, young] = [entry(), entry()]
    cache.keep('a', old)
    cache.keep('a', young)
    expect([isWiped(old), isWiped(young), cache.size]).toEqual([true, false, 1])
  })

  it('lets the oldest go, wiped, when there are too many', () => {
    const cache = new CredentialCache({ entries: 2, bytes: 1_000 })
    const entries = [entry(), entry(), entry()]
    for (const [index, one] of entries.entries()) cache.keep(String(index), one)
    expect(entries.map(isWiped)).toEqual([true, false, false])
    expect(cache.size).toBe(2)
  })

  it('lets the oldest go, wiped, when they have too many bytes, even the only one', () => {
    const cache = new CredentialCache({ entries: 10, bytes: 5 })
    const entries = [entry(), entry()]
    for (const [index, one] of entries.entries()) cache.keep(String(index), one)
    expect(entries.map(isWiped)).toEqual([true, false])
    const large = entry({ values: [new Uint8Array(6).fill(1)] })
    cache.keep('large', large)
    expect([cache.size, isWiped(large)]).toEqual([0, true])
  })

  it('purges a mapping, an application, or all, and nothing else', () => {
    const cache = new CredentialCache()
    const entries = [
      entry({ mappingId: 1 }),
      entry({ mappingId: 2 }),
      entry({ mappingId: 3, applicationId: 2 }),
      entry({ mappingId: 4, applicationId: 3 }),
    ]
    for (const [index, one] of entries.entries()) cache.keep(String(index), one)
    cache.purgeMapping(1)
    expect(entries.map(isWiped)).toEqual([true, false, false, false])
    cache.purgeApplication(2)
    expect(entries.map(isWiped)).toEqual([true, false, true, false])
    cache.clear()
    expect(entries.map(isWiped)).toEqual([true, true, true, true])
  })

  it('purges all when the database has another version', () => {
    const cache = new CredentialCache()
    cache.heed(1)
    const kept = entry()
    cache.keep('a', kept)
    cache.heed(1)
    expect(isWiped(kept)).toBe(false)
    cache.heed(2)
    expect([isWiped(kept), cache.size]).toEqual([true, 0])
  })

  it('wipes what has timed out though nobody asks for it', () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const cache = new CredentialCache()
    const [short, long] = [entry({ expiresAt: performance.now() + 1 }), entry({ expiresAt: 1e12 })]
    cache.keep('short', short)
    cache.keep('long', long)
    vi.advanceTimersByTime(61_000)
    expect([isWiped(short), isWiped(long), cache.size]).toEqual([true, false, 1])
  })
})
