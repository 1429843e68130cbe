import { SsoError } from '../core/errors/sso-error.ts'

/** An operation under way in one window. */
export interface WindowRun {
  readonly signal: AbortSignal
  /** To be called where stopping would come too late; {@link WindowRuns.cancel} says so from then on. */
  readonly passCancelling: () => void
}

interface Running {
  readonly cancel: AbortController
  pastCancelling: boolean
}

/** Operations that each window may have one of at a time, and may cancel. */
export class WindowRuns {
  readonly #running = new Map<number, Running>()
  readonly #what: string

  /** @param what - the operation, to say that "this window is … already". */
  constructor(what: string) {
    this.#what = what
  }

  /** @throws {@link SsoError} `SecretStoreBusy` while the window has one under way; whatever `work` throws. */
  async start<T>(windowId: number, work: (run: WindowRun) => Promise<T>): Promise<T> {
    if (this.#running.has(windowId)) {
      throw SsoError.of('SecretStoreBusy', { holder: `this window is ${this.#what} already` })
    }
    const running: Running = { cancel: new AbortController(), pastCancelling: false }
    this.#running.set(windowId, running)
    try {
      return await work({
        signal: running.cancel.signal,
        passCancelling() {
          running.pastCancelling = true
        },
      })
    } finally {
      this.#running.delete(windowId)
    }
  }

  /** @returns `cancelled` false when there was nothing to cancel any more. */
  cancel(windowId: number): { readonly cancelled: boolean } {
    const found = this.#running.get(windowId)
    if (found === undefined || found.pastCancelling) return { cancelled: false }
    found.cancel.abort()
    return { cancelled: true }
  }

  /** Stops what a closed window had asked for. */
  windowClosed(windowId: number): void {
    this.#running.get(windowId)?.cancel.abort()
  }
}
