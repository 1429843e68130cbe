import type { Strength, StrengthAnswer, StrengthQuestion, StrengthWorker } from '../host/strength.ts'

/** Rating a long password takes longer than a frame, so it runs in a thread of its own. */
export function startStrengthWorker(): StrengthWorker {
  const worker = new Worker(new URL('./strength-worker.ts', import.meta.url), { type: 'module' })
  worker.addEventListener('error', (event) => reportError(new Error(`strength worker: ${event.message}`)))
  return {
    ask: (question) => worker.postMessage(question),
    onAnswer: (listener) =>
      worker.addEventListener('message', (event: MessageEvent<StrengthAnswer>) => listener(event.data)),
    stop: () => worker.terminate(),
  }
}

/** Milliseconds without a keystroke before a password is rated. */
const pause = 150

/**
 * Rates what is typed: after a pause, one password at a time, skipping those overtaken while the worker was
 * busy. An answer to anything but the last password is dropped. Keeps no password longer than it must.
 */
export class StrengthEstimator {
  readonly #start: () => StrengthWorker
  readonly #tell: (strength: Strength | null) => void
  #worker: StrengthWorker | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #waiting: StrengthQuestion | null = null
  #asked = false
  #latest = 0

  /** @param tell - hears each rating, and `null` as soon as there is no password to rate. */
  constructor(start: () => StrengthWorker, tell: (strength: Strength | null) => void) {
    this.#start = start
    this.#tell = tell
  }

  estimate(password: string): void {
    this.#latest += 1
    clearTimeout(this.#timer)
    this.#waiting = password === '' ? null : { id: this.#latest, password }
    if (this.#waiting === null) this.#tell(null)
    else this.#timer = setTimeout(() => this.#askNext(), pause)
  }

  /** Ends the thread, which takes every password it has seen with it; the next estimate starts another. */
  stop(): void {
    this.#latest += 1
    clearTimeout(this.#timer)
    this.#waiting = null
    this.#asked = false
    this.#worker?.stop()
    this.#worker = null
  }

  #askNext(): void {
    if (this.#asked || this.#waiting === null) return
    this.#worker ??= this.#startWorker()
    this.#worker.ask(this.#waiting)
    this.#waiting = null
    this.#asked = true
  }

  #startWorker(): StrengthWorker {
    const worker = this.#start()
    worker.onAnswer((answer) => {
      if (worker !== this.#worker) return
      this.#asked = false
      if (answer.id === this.#latest) this.#tell(answer.strength)
      this.#askNext()
    })
    return worker
  }
}
