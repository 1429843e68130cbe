import { visibleText } from '../../../shared/visible-text.ts'
import { wipe } from '../../core/crypto/wipe.ts'
import type { CliIo } from './io.ts'
import { NotAnswered } from './usage-error.ts'

const INTERRUPT = 0x03
const END = 0x04
const BACKSPACE = 0x08
const LINE_FEED = 0x0a
const RETURN = 0x0d
const KILL_LINE = 0x15
const ESCAPE = 0x1b
const DELETE = 0x7f

/** More than any password or value takes; what goes on is not taken. */
const MOST_BYTES = 16_384

/** What follows an escape for arrow keys and the like, which are no text. */
const KEY = /^(?:\[[0-9;?]*[ -/]*[@-~]|O.)/

/**
 * What is typed on a terminal, a line for each question. It is never text, which could not be wiped; and what was typed
 * ahead, before a question was asked, is its answer.
 */
export class TypedLines {
  readonly #io: CliIo
  readonly #signal: AbortSignal
  /** Not answered with yet. */
  #ahead = Buffer.alloc(0)
  #letGo: NodeJS.Immediate | undefined

  constructor(io: CliIo, signal: AbortSignal) {
    this.#io = io
    this.#signal = signal
  }

  /** Whether there is a terminal to ask on. */
  get isThere(): boolean {
    return this.#io.stdin.isTTY === true
  }

  /**
   * Asks on standard error.
   *
   * @param shown - whether what is typed is seen; then the terminal's own editing is in force
   * @returns bytes that the caller wipes
   * @throws {@link NotAnswered} if it is left with Ctrl+C, Ctrl+D or the terminal's end
   */
  async ask(question: string, shown: boolean): Promise<Uint8Array> {
    const { stderr } = this.#io
    if (this.#letGo !== undefined) clearImmediate(this.#letGo)
    // Whoever sees the question may type at once.
    this.#setRaw(!shown)
    stderr.write(visibleText(question))
    const typedAhead = this.#ahead.length > 0
    const line = new Line()
    try {
      while (!this.#take(line)) await this.#more()
    } catch (error) {
      wipe(line.take())
      stderr.write('\n')
      throw error
    } finally {
      // Not at once: what is typed between two questions is not to be shown either.
      this.#letGo = setImmediate(() => this.#setRaw(false))
    }
    const answer = line.take()
    if (shown && typedAhead) stderr.write(visibleText(new TextDecoder().decode(answer)))
    // Where it is shown as it is typed, the terminal has shown the end of the line, too.
    if (!shown || typedAhead) stderr.write('\n')
    return answer
  }

  /** Adds what there is. @returns whether the line has ended. @throws {@link NotAnswered} */
  #take(line: Line): boolean {
    while (this.#ahead.length > 0) {
      const byte = this.#drop(1)
      if (byte === ESCAPE)
        this.#drop(KEY.exec(this.#ahead.subarray(0, 32).toString('latin1'))?.[0].length ?? 0)
      if (byte === RETURN && this.#ahead[0] === LINE_FEED) this.#drop(1)
      if (byte === RETURN || byte === LINE_FEED) return true
      if (byte === INTERRUPT || (byte === END && line.isEmpty)) throw new NotAnswered()
      line.add(byte)
    }
    return false
  }

  /** @returns the first of the bytes that are dropped, and wiped */
  #drop(count: number): number {
    const [first = 0] = this.#ahead
    this.#ahead.fill(0, 0, count)
    this.#ahead = this.#ahead.subarray(count)
    return first
  }

  /** Resolves when more was typed. @throws {@link NotAnswered} */
  #more(): Promise<void> {
    const { stdin } = this.#io
    if (this.#signal.aborted || stdin.readableEnded || stdin.destroyed)
      return Promise.reject(new NotAnswered())
    return new Promise((typed, fail) => {
      const settle = (work: () => void) => (): void => {
        stdin.pause()
        for (const [event, listener] of listeners) stdin.off(event, listener)
        this.#signal.removeEventListener('abort', interrupted)
        work()
      }
      const interrupted = settle(() => fail(new NotAnswered()))
      const data = (chunk: Buffer | string): void =>
        settle(() => {
          this.#ahead = Buffer.concat([this.#ahead, Buffer.from(chunk)])
          if (typeof chunk !== 'string') wipe(chunk)
          typed()
        })()
      const listeners = [
        ['data', data],
        ['end', interrupted],
        ['close', interrupted],
        ['error', interrupted],
      ] as const
      for (const [event, listener] of listeners) stdin.on(event, listener)
      this.#signal.addEventListener('abort', interrupted)
      stdin.resume()
    })
  }

  #setRaw(raw: boolean): void {
    const { stdin } = this.#io
    if ('setRawMode' in stdin && typeof stdin.setRawMode === 'function') stdin.setRawMode(raw)
  }
}

/** The bytes of one line as it is edited. */
class Line {
  readonly #bytes = new Uint8Array(MOST_BYTES)
  #length = 0

  get isEmpty(): boolean {
    return this.#length === 0
  }

  add(byte: number): void {
    if (byte === BACKSPACE || byte === DELETE) this.#rubOut()
    else if (byte === KILL_LINE) this.#length = 0
    else if (byte >= 0x20 && this.#length < MOST_BYTES) {
      this.#bytes[this.#length] = byte
      this.#length += 1
    }
  }

  /** One character, which may be several bytes (RFC 3629). */
  #rubOut(): void {
    while (this.#length > 0) {
      this.#length -= 1
      if (((this.#bytes[this.#length] ?? 0) & 0xc0) !== 0x80) return
    }
  }

  /** Its bytes, which the caller wipes; nothing is left here. */
  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.#length)
    wipe(this.#bytes)
    this.#length = 0
    return taken
  }
}
