import { wipe } from '../crypto/wipe.ts'
import type { Credentials } from './credential.ts'

interface CachedCredentials extends Credentials {
  readonly applicationId: number
  readonly mappingId: number
  /** As `performance.now()` counts. */
  readonly expiresAt: number
}

/** Bounds of what is kept, whichever is reached first. */
export interface CacheLimits {
  readonly entries: number
  readonly bytes: number
}

const defaultLimits: CacheLimits = { entries: 10_000, bytes: 16 * 1024 * 1024 }
const SWEEP_EVERY_MS = 60_000

/**
 * Looked-up credentials, kept in memory until they time out, the database changes, or they are purged; their values
 * are wiped then. The oldest go first when there are too many.
 */
export class CredentialCache {
  readonly #limits: CacheLimits
  readonly #entries = new Map<string, CachedCredentials>()
  #bytes = 0
  #version: number | null = null
  #sweeping: NodeJS.Timeout | undefined

  constructor(limits: CacheLimits = defaultLimits) {
    this.#limits = limits
  }

  get size(): number {
    return this.#entries.size
  }

  /** To be called with the database's version before anything is found or kept: what is older is purged. */
  heed(version: number): void {
    if (version === this.#version) return
    this.clear()
    this.#version = version
  }

  /**
   * @param key - names mapping and application
   * @returns what stays the cache's: not to be wiped, or kept, by the caller.
   */
  find(key: string, now: number): Credentials | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined || entry.expiresAt > now) return entry
    this.#remove(key, entry)
    return undefined
  }

  /** Takes the values over: it wipes them. What is larger than the cache is wiped at once. */
  keep(key: string, entry: CachedCredentials): void {
    const known = this.#entries.get(key)
    if (known !== undefined) this.#remove(key, known)
    this.#entries.set(key, entry)
    this.#bytes += sizeOf(entry)
    for (const [oldest, old] of this.#entries) {
      if (this.#entries.size <= this.#limits.entries && this.#bytes <= this.#limits.bytes) break
      this.#remove(oldest, old)
    }
    this.#sweepLater()
  }

  purgeApplication(applicationId: number): void {
    this.#removeWhere((entry) => entry.applicationId === applicationId)
  }

  purgeMapping(mappingId: number): void {
    this.#removeWhere((entry) => entry.mappingId === mappingId)
  }

  clear(): void {
    this.#removeWhere(() => true)
  }

  /** Nobody need ask for what has timed out: it is wiped all the same. */
  #sweepLater(): void {
    if (this.#sweeping !== undefined || this.#entries.size === 0) return
    this.#sweeping = setTimeout(() => {
      this.#sweeping = undefined
      const now = performance.now()
      this.#removeWhere((entry) => entry.expiresAt <= now)
      this.#sweepLater()
    }, SWEEP_EVERY_MS)
    this.#sweeping.unref()
  }

  #removeWhere(isToGo: (entry: CachedCredentials) => boolean): void {
    for (const [key, entry] of this.#entries) if (isToGo(entry)) this.#remove(key, entry)
    if (this.#entries.size > 0) return
    clearTimeout(this.#sweeping)
    this.#sweeping = undefined
  }

  #remove(key: string, entry: CachedCredentials): void {
    this.#entries.delete(key)
    this.#bytes -= sizeOf(entry)
    wipe(...entry.values)
  }
}

function sizeOf({ values }: Credentials): number {
  return values.reduce((sum, value) => sum + value.byteLength, 0)
}
