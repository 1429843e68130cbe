import type { Readable } from 'node:stream'
import { wipe } from '../../core/crypto/wipe.ts'

/** More than any password (1,024 bytes) or value of a credential takes. */
const MOST_BYTES_A_LINE = 16_384

const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf]

/** What a source began with. */
export interface FirstLines {
  /** As many as were wanted, or fewer; the caller wipes them. */
  readonly lines: readonly Uint8Array[]
  /** Whether more than line ends is known to follow. */
  readonly hasMore: boolean
  /** Whether there was not even a line end. */
  readonly isEmpty: boolean
  readonly tooLong: boolean
}

/**
 * Reads the first `count` lines, without their line endings and without a byte order mark. The last line need not end.
 *
 * @param looksOn - whether to read on until it is known whether more follows; else no further than the last line wanted
 */
export async function firstLines(stream: Readable, count: number, looksOn: boolean): Promise<FirstLines> {
  // One more than is looked at, by which it is known that there is more.
  const read = new Uint8Array(BYTE_ORDER_MARK.length + count * MOST_BYTES_A_LINE + 1)
  let length = 0
  for await (const chunk of stream) {
    const bytes: Uint8Array = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk
    const taken = bytes.subarray(0, read.length - length)
    read.set(taken, length)
    length += taken.length
    wipe(bytes)
    if (length === read.length || isEnough(read.subarray(0, length), count, looksOn)) break
  }
  const found = describe(withoutMark(read.subarray(0, length)), count)
  wipe(read)
  return found
}

function isEnough(read: Uint8Array, count: number, looksOn: boolean): boolean {
  const end = lineEnds(read)[count - 1]
  return end !== undefined && (!looksOn || hasText(read.subarray(end)))
}

function describe(read: Uint8Array, count: number): FirstLines {
  const found = split(read)
  const end = lineEnds(read)[count - 1]
  const lines = found.slice(0, count).map(withoutReturn)
  return {
    lines,
    hasMore: end !== undefined && hasText(read.subarray(end)),
    isEmpty: read.length === 0,
    tooLong:
      lines.some((line) => line.length > MOST_BYTES_A_LINE) ||
      (read.length > count * MOST_BYTES_A_LINE && end === undefined),
  }
}

/** Editors put one before text; nobody types it. */
function withoutMark(read: Uint8Array): Uint8Array {
  return BYTE_ORDER_MARK.every((byte, at) => read[at] === byte) ? read.subarray(BYTE_ORDER_MARK.length) : read
}

function hasText(bytes: Uint8Array): boolean {
  return bytes.some((byte) => byte !== LINE_FEED && byte !== CARRIAGE_RETURN)
}

function lineEnds(bytes: Uint8Array): readonly number[] {
  return [...bytes.keys()].filter((at) => bytes[at] === LINE_FEED)
}

function split(bytes: Uint8Array): Uint8Array[] {
  const ends = lineEnds(bytes)
  const lines = ends.map((end, at) => bytes.subarray((ends[at - 1] ?? -1) + 1, end))
  const rest = bytes.subarray((ends.at(-1) ?? -1) + 1)
  return rest.length === 0 && lines.length > 0 ? lines : [...lines, rest]
}

function withoutReturn(line: Uint8Array): Uint8Array {
  return Uint8Array.from(line.at(-1) === CARRIAGE_RETURN ? line.subarray(0, -1) : line)
}
