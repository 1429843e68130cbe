import { Worker } from 'node:worker_threads'

/** How long a prepared worker waits before it is given up; longer than a password takes to think of. */
export const SPARE_MS = 10 * 60_000

/** At most one worker that is loaded and has nothing to do yet. It keeps no process from ending. */
export class SpareWorker {
  readonly #script: URL
  readonly #milliseconds: number
  #worker: Worker | null = null
  #expiry: NodeJS.Timeout | undefined

  constructor(script: URL, milliseconds = SPARE_MS) {
    this.#script = script
    this.#milliseconds = milliseconds
  }

  /** Loads the script, for a {@link take} that is likely to come soon. */
  prepare(): void {
    clearTimeout(this.#expiry)
    this.#expiry = setTimeout(() => void this.#forget()?.terminate(), this.#milliseconds).unref()
    if (this.#worker !== null) return
    const worker = new Worker(this.#script)
    // One that fails is not there when it is wanted; whoever starts the next one hears of it.
    worker.once('error', () => this.#forget())
    worker.unref()
    this.#worker = worker
  }

  /** The worker, which is the caller's from now on, loaded already or not. */
  take(): Worker {
    const worker = this.#forget() ?? new Worker(this.#script)
    worker.removeAllListeners('error')
    worker.ref()
    return worker
  }

  #forget(): Worker | null {
    const worker = this.#worker
    this.#worker = null
    clearTimeout(this.#expiry)
    return worker
  }
}
