import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { visibleText } from '../../../shared/visible-text.ts'

/** How long results are written before signals, and whatever else waits for its turn, are let in. */
const LONGEST_TURN_MS = 10

/** Results that could not be written where they were to go. */
export class OutputError extends Error {
  /** The system's code, such as `ENOSPC`. */
  readonly reason: string

  constructor(cause: Error) {
    super(cause.message, { cause })
    this.name = 'OutputError'
    this.reason = 'code' in cause ? String(cause.code) : cause.message
  }
}

/** A stream for results that waits for its reader, and knows when the reader has gone (`… | head`). */
export class Output {
  readonly #stream: Writable
  #failure: Error | null = null
  #begun = false
  #turnBegan = performance.now()

  constructor(stream: Writable) {
    this.#stream = stream
    stream.on('error', (error) => {
      this.#failure = error
    })
  }

  /** Whether anything has been written yet. */
  get hasBegun(): boolean {
    return this.#begun
  }

  /** Whether the reader has gone, which is no failure: nothing more is wanted. */
  get isUnwanted(): boolean {
    return this.#failure !== null && 'code' in this.#failure && this.#failure.code === 'EPIPE'
  }

  /**
   * Writes lines for people. Whatever is in a line, it stays one line, and nothing of it is obeyed by the terminal.
   * Resolves when more can be written.
   *
   * @throws as {@link write}
   */
  async writeLines(lines: readonly string[]): Promise<void> {
    await this.write(lines.map((line) => `${visibleText(line)}\n`).join(''))
  }

  /**
   * Writes text that is safe as it is: JSON, completion scripts. Resolves when more can be written.
   *
   * @throws {@link OutputError} if the stream failed otherwise than by its reader.
   */
  async write(text: string): Promise<void> {
    this.#begun = true
    if (this.#failure === null && !this.#stream.write(text)) {
      await once(this.#stream, 'drain').catch(() => undefined)
    }
    // Files and pipes take all at once, and the database answers at once: nothing else would have a turn.
    if (performance.now() - this.#turnBegan > LONGEST_TURN_MS) {
      await new Promise((done) => setImmediate(done))
      this.#turnBegan = performance.now()
    }
    if (this.#failure !== null && !this.isUnwanted) throw new OutputError(this.#failure)
  }

  /** Resolves when all has been taken. @throws as {@link write} */
  async flush(): Promise<void> {
    if (this.#failure === null) await new Promise<void>((done) => this.#stream.write('', () => done()))
    if (this.#failure !== null && !this.isUnwanted) throw new OutputError(this.#failure)
  }
}
