import { isSystemError, SsoError } from './errors/sso-error.ts'

/** How often is looked whether there is something to catch up with. */
const LOOK_EVERY_MS = 5_000

/**
 * What could not be done when it was due, because of a database that could not be written to, is done as soon as it
 * can: at once, and from then on every some seconds, until this is closed. No process is kept alive by it.
 */
export class CatchUp {
  readonly #work: () => Promise<void>
  readonly #onFault: (error: unknown) => void
  readonly #everyMs: number
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> = Promise.resolve()
  #isRunning = false

  /**
   * @param work - does what there is to do, without waiting for others; its {@link SsoError}s and system errors mean
   * that it is tried again
   * @param onFault - is told of other errors, which are bugs
   */
  constructor(work: () => Promise<void>, onFault: (error: unknown) => void, everyMs = LOOK_EVERY_MS) {
    this.#work = work
    this.#onFault = onFault
    this.#everyMs = everyMs
  }

  /** Resolves when it was tried for the first time. Never rejects. */
  async begin(): Promise<void> {
    this.#timer = setInterval(() => this.now(), this.#everyMs).unref()
    await this.now()
  }

  /** Tries now, unless that is under way. Never rejects. */
  now(): Promise<void> {
    if (this.#isRunning) return this.#running
    this.#isRunning = true
    this.#running = this.#try().finally(() => {
      this.#isRunning = false
    })
    return this.#running
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#running
  }

  async #try(): Promise<void> {
    try {
      await this.#work()
    } catch (error) {
      if (error instanceof SsoError || isSystemError(error)) return
      // A bug would be met again at every look.
      clearInterval(this.#timer)
      this.#onFault(error)
    }
  }
}
