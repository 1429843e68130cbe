/** How often is looked. SQLite answers from memory that processes share, in some microseconds. */
const LOOK_EVERY_MS = 1_000

/**
 * While changes go on, as those of a re-encryption do, listeners are told at the first look and at this many more only.
 */
const MOST_UNTOLD = 10

/** Notices that another process, or another thread of this one, has changed the SSO database. */
export class OutsideChanges {
  readonly #dataVersion: () => number
  readonly #everyMs: number
  readonly #listeners = new Set<() => void>()
  readonly #listenersToEach = new Set<() => void>()
  #timer: NodeJS.Timeout | undefined
  #seen: number | null = null
  /** Looks that found a change since listeners were last told. */
  #untold = 0
  #goingOn = false

  /** @param dataVersion - see {@link SsoDatabase.dataVersion} */
  constructor(dataVersion: () => number, everyMs = LOOK_EVERY_MS) {
    this.#dataVersion = dataVersion
    this.#everyMs = everyMs
  }

  /**
   * Calls `listener` when changes begin, once they have ended for a second, and whenever they have gone on for ten;
   * until {@link close}. Nothing is looked at before somebody listens, and no process is kept alive by it.
   */
  onChange(listener: () => void): void {
    this.#listeners.add(listener)
    this.#beginLooking()
  }

  /** Calls `listener` at every look that finds a change, until {@link close}: for what is cheap to read again. */
  onEachChange(listener: () => void): void {
    this.#listenersToEach.add(listener)
    this.#beginLooking()
  }

  close(): void {
    clearInterval(this.#timer)
    this.#listeners.clear()
    this.#listenersToEach.clear()
  }

  #beginLooking(): void {
    if (this.#timer !== undefined) return
    this.#look()
    this.#timer = setInterval(() => this.#look(), this.#everyMs).unref()
  }

  #look(): void {
    const version = this.#read()
    if (version === null) return
    const changed = this.#seen !== null && version !== this.#seen
    this.#seen = version
    if (changed) for (const listener of this.#listenersToEach) listener()
    const begins = changed && !this.#goingOn
    this.#goingOn = changed
    if (changed && !begins) this.#untold += 1
    const settled = !changed && this.#untold > 0
    if (!begins && !settled && this.#untold < MOST_UNTOLD) return
    this.#untold = 0
    for (const listener of this.#listeners) listener()
  }

  /** A database that cannot be read at this instant is looked at again. */
  #read(): number | null {
    try {
      return this.#dataVersion()
    } catch {
      return null
    }
  }
}
