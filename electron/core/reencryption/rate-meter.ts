/** Over how long a rate is taken: steady to look at, and quick to follow. */
const WINDOW_MS = 3_000

/** Rows per second over the last seconds. */
export class RateMeter {
  readonly #now: () => number
  #samples: { readonly at: number; readonly rows: number }[] = []
  #rows = 0

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  begin(): void {
    this.#rows = 0
    this.#samples = [{ at: this.#now(), rows: 0 }]
  }

  add(rows: number): void {
    const at = this.#now()
    this.#rows += rows
    this.#samples.push({ at, rows: this.#rows })
    while (this.#samples.length > 2 && at - (this.#samples[1]?.at ?? at) > WINDOW_MS) this.#samples.shift()
  }

  /** @returns `null` until there is something to tell it by. */
  perSecond(): number | null {
    const [first] = this.#samples
    const last = this.#samples.at(-1)
    if (first === undefined || last === undefined || last.at <= first.at) return null
    return ((last.rows - first.rows) * 1000) / (last.at - first.at)
  }
}
