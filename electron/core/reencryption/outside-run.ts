import { RateMeter } from './rate-meter.ts'
import type { ReencryptionRow } from './reencryption.repository.ts'

/** A run writes every page within this time, or stands still. */
export const STILL_AFTER_MS = 5_000

/** What is seen of the run of another process, in the row that it writes. */
export class OutsideRun {
  readonly #now: () => number
  readonly #rate: RateMeter
  #seen: { readonly key: string; readonly rows: number } | null = null
  /** When it was first looked at, or last seen to move. */
  #since = 0
  #moved = false

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
    this.#rate = new RateMeter(now)
  }

  /** Notes where the run stands now. */
  look({ damaged, done, msid, startedAt }: ReencryptionRow): void {
    const rows = done + damaged
    const key = `${msid} ${startedAt}`
    if (this.#seen?.key !== key) {
      this.#begin()
    } else if (rows !== this.#seen.rows) {
      this.#rate.add(Math.max(0, rows - this.#seen.rows))
      this.#since = this.#now()
      this.#moved = true
    }
    this.#seen = { key, rows }
  }

  /** Whether it was seen to move within the last {@link STILL_AFTER_MS}. */
  get isMoving(): boolean {
    return this.#moved && this.#now() - this.#since < STILL_AFTER_MS
  }

  /** Whether it was looked at for {@link STILL_AFTER_MS} and did not move. */
  get isStill(): boolean {
    return this.#seen !== null && this.#now() - this.#since >= STILL_AFTER_MS
  }

  /** @returns `null` while it does not move. */
  perSecond(): number | null {
    return this.isMoving ? this.#rate.perSecond() : null
  }

  /** What was seen is no longer looked at. */
  forget(): void {
    this.#seen = null
    this.#moved = false
  }

  #begin(): void {
    this.#since = this.#now()
    this.#moved = false
    this.#rate.begin()
  }
}
