import { createReadStream, fstatSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { wipe } from '../core/crypto/wipe.ts'
import type { CliIo } from './io.ts'
import type { PasswordSource } from './password-options.ts'
import { UsageError } from './usage-error.ts'

/** More than any password (1,024 bytes) or value of a credential takes. */
const MOST_BYTES_A_LINE = 16_384

const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d

/**
 * The first `count` lines of the chosen source, without their line endings; `null` if none was chosen.
 *
 * @throws {@link UsageError} if several were chosen, if it cannot be read or others can read it, or if there are
 * fewer lines
 */
export async function readLines(
  io: CliIo,
  source: PasswordSource,
  count: number,
): Promise<Uint8Array[] | null> {
  const { passwordFd, passwordFile, passwordStdin } = source
  const chosen = [passwordStdin || undefined, passwordFile, passwordFd].filter((one) => one !== undefined)
  if (chosen.length > 1)
    throw new UsageError('Choose one of --password-stdin, --password-file, --password-fd.')
  if (chosen.length === 0) return null
  const stream = passwordFile !== undefined ? await openFile(passwordFile) : streamOf(io, passwordFd)
  const lines = await firstLines(stream, count).catch((error) => {
    throw new UsageError(`The password cannot be read (${codeOf(error)}).`)
  })
  if (lines.length < count) {
    wipe(...lines)
    throw new UsageError(`${count} lines are needed, one for each value; there were ${lines.length}.`)
  }
  return lines
}

type ByteStream = AsyncIterable<Uint8Array | string>

function streamOf(io: CliIo, fd: string | undefined): ByteStream {
  if (fd === undefined || fd === '0') return io.stdin
  if (!/^[1-9]\d{0,5}$/.test(fd)) throw new UsageError('--password-fd takes the number of an open file.')
  try {
    fstatSync(Number(fd))
  } catch {
    throw new UsageError(`File descriptor ${fd} is not open.`)
  }
  return createReadStream('', { fd: Number(fd), autoClose: false })
}

async function openFile(path: string): Promise<ByteStream> {
  const file = await open(path).catch((error) => {
    throw new UsageError(`${path} cannot be read (${codeOf(error)}).`)
  })
  const { mode } = await file.stat()
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    await file.close()
    throw new UsageError(`Other accounts can read ${path}. Close it to them: chmod 600 ${path}`)
  }
  return file.createReadStream()
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}

/** The last line need not end; an empty source has one empty line. Reads no further than the last line wanted. */
async function firstLines(stream: ByteStream, count: number): Promise<Uint8Array[]> {
  const read = new Uint8Array(count * MOST_BYTES_A_LINE)
  let length = 0
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk
    const taken = bytes.subarray(0, read.length - length)
    read.set(taken, length)
    length += taken.length
    wipe(bytes)
    if (length === read.length || lineEnds(read.subarray(0, length)).length >= count) break
  }
  const lines = split(read.subarray(0, length)).slice(0, count).map(withoutReturn)
  wipe(read)
  return lines
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
