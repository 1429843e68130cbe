import { SsoError } from '../core/errors/sso-error.ts'

/** Work that is under way. */
export interface Run {
  readonly signal: AbortSignal
  /** To be called where stopping would come too late; {@link LongWork.cancel} says so from then on. */
  readonly passCancelling: () => void
}

/**
 * Work that the page waits for and may cancel, one at a time. A second run while the first is under way: if the work
 * may change the system, the second is refused; if it only reads, the first is cancelled, because the page asks again
 * only when it has forgotten the first.
 */
export class LongWork {
  /** What it is, to say that "this window is … already"; `null` for work that only reads. */
  readonly #change: string | null
  #running: { readonly cancel: AbortController; pastCancelling: boolean } | null = null

  private constructor(change: string | null) {
    this.#change = change
  }

  /** @param what - as in "this window is … already". */
  static changing(what: string): LongWork {
    return new LongWork(what)
  }

  static reading(): LongWork {
    return new LongWork(null)
  }

  /** @throws {@link SsoError} `SecretStoreBusy` for a second change; whatever `work` throws. */
  async run<T>(work: (run: Run) => Promise<T>): Promise<T> {
    if (this.#running !== null && this.#change !== null) {
      throw SsoError.of('SecretStoreBusy', { holder: `this window is ${this.#change} already` })
    }
    this.stop()
    const running = { cancel: new AbortController(), pastCancelling: false }
    this.#running = running
    try {
      return await work({
        signal: running.cancel.signal,
        passCancelling() {
          running.pastCancelling = true
        },
      })
    } finally {
      if (this.#running === running) this.#running = null
    }
  }

  /** @returns `cancelled` false when there was nothing to cancel any more. */
  cancel(): { readonly cancelled: boolean } {
    if (this.#running === null || this.#running.pastCancelling) return { cancelled: false }
    this.#running.cancel.abort()
    return { cancelled: true }
  }

  /** Nobody waits for it any more. */
  stop(): void {
    this.#running?.cancel.abort()
  }
}

/** The long work that a console may have under way, one of each kind. */
export function longWorks() {
  return {
    generating: LongWork.changing('generating a master secret'),
    backup: LongWork.changing('making or verifying a backup'),
    restore: LongWork.changing('restoring a master secret'),
    credentialCheck: LongWork.reading(),
    rehearsal: LongWork.reading(),
    logVerification: LongWork.reading(),
  }
}

export type LongWorks = ReturnType<typeof longWorks>
