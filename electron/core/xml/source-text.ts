import type { Position } from './xml-error.ts'

const OPENED_WRONG = '<globalnfo'
const CLOSED_RIGHT = '</globalInfo>'
/** As long as the right one, so that positions stay true. */
const CLOSED_WRONG = '</globalnfo >'

/**
 * Text on its way to the parser: line ends made one kind, the documentation's `<globalnfo>…</globalInfo>` made to
 * match, and the line starts of the last two pieces remembered.
 */
export class SourceText {
  #rest = ''
  #opensWrong = false
  #fed = 0
  #earlierStarts: readonly number[] = []
  #starts: readonly number[] = [0]
  /** Lines begun so far. */
  #lines = 1

  /** @returns what can be parsed now: an element's name is never cut in two. */
  next(piece: string): string {
    return this.#take(this.#rest + piece, false)
  }

  /** @returns what is left. */
  end(): string {
    return this.#take(this.#rest, true)
  }

  /** @param offset - into all that was returned so far */
  position(offset: number): Position {
    const isEarlier = offset < (this.#starts[0] ?? 0)
    const starts = isEarlier ? this.#earlierStarts : this.#starts
    const before = this.#lines - this.#starts.length - (isEarlier ? starts.length : 0)
    const index = lastAtMost(starts, offset)
    return { line: before + index + 1, column: Math.max(1, offset - (starts[index] ?? 0) + 1) }
  }

  #take(text: string, isLast: boolean): string {
    const cut = isLast ? text.length : endOfWhole(text)
    this.#rest = text.slice(cut)
    const repaired = this.#repair(text.slice(0, cut).replace(/\r\n?/g, '\n'))
    this.#noteLines(repaired)
    this.#fed += repaired.length
    return repaired
  }

  #repair(text: string): string {
    this.#opensWrong ||= text.includes(OPENED_WRONG)
    return this.#opensWrong ? text.replaceAll(CLOSED_RIGHT, CLOSED_WRONG) : text
  }

  #noteLines(text: string): void {
    const starts: number[] = []
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1))
      starts.push(this.#fed + at + 1)
    if (starts.length === 0) return
    this.#earlierStarts = this.#starts
    this.#starts = starts
    this.#lines += starts.length
  }
}

/** A tag's beginning, or a carriage return, may go on in the next piece. */
function endOfWhole(text: string): number {
  const tag = text.lastIndexOf('<')
  if (tag !== -1 && text.length - tag <= CLOSED_RIGHT.length) return tag
  return text.endsWith('\r') ? text.length - 1 : text.length
}

/** @returns the index of the last of `sorted` that is `value` at most, or 0. */
function lastAtMost(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((sorted[middle] ?? 0) <= value) low = middle
    else high = middle - 1
  }
  return low
}
