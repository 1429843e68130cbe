import { setTimeout as delay } from 'node:timers/promises'
import { refuseIfCancelled } from '../errors/cancelled.ts'
import { SsoError } from '../errors/sso-error.ts'

/** Wrong passwords in a row that cost nothing. */
const FREE_TRIES = 5
const LONGEST_WAIT_MS = 30_000

/** Resolves after so many milliseconds; rejects, with whatever, once `signal` is aborted. */
export type Sleep = (milliseconds: number, signal?: AbortSignal) => Promise<void>

const sleepForReal: Sleep = (milliseconds, signal) =>
  delay(milliseconds, undefined, signal === undefined ? {} : { signal })

/**
 * Slows down the guessing of a password: after five wrong ones in a row each further try waits, first a second, then
 * twice as long each time, at most half a minute. Tries at the same time follow one another.
 */
export class PasswordThrottle {
  readonly #sleep: Sleep
  #wrong = 0
  #last: Promise<unknown> = Promise.resolve()

  constructor(sleep = sleepForReal) {
    this.#sleep = sleep
  }

  /**
   * Runs `open`, after the wait that is due.
   *
   * @param onWait - called when there is one, as it begins.
   * @throws {@link SsoError} `Cancelled` once `signal` is aborted while waiting; whatever `open` throws.
   */
  try<T>(open: () => Promise<T>, signal?: AbortSignal, onWait?: () => void): Promise<T> {
    const tried = this.#last.then(() => this.#waitAndTry(open, signal, onWait))
    this.#last = tried.catch(() => undefined)
    return tried
  }

  async #waitAndTry<T>(open: () => Promise<T>, signal?: AbortSignal, onWait?: () => void): Promise<T> {
    await this.#wait(signal, onWait)
    try {
      const opened = await open()
      this.#wrong = 0
      return opened
    } catch (error) {
      if (error instanceof SsoError && error.code === 'WrongPassword') this.#wrong += 1
      throw error
    }
  }

  async #wait(signal?: AbortSignal, onWait?: () => void): Promise<void> {
    const over = this.#wrong - FREE_TRIES
    if (over >= 0) {
      onWait?.()
      const milliseconds = Math.min(1_000 * 2 ** over, LONGEST_WAIT_MS)
      await this.#sleep(milliseconds, signal).catch((error) => {
        if (!signal?.aborted) throw error
      })
    }
    refuseIfCancelled(signal)
  }
}
