import { isUtf8 } from 'node:buffer'
import { closeSync, constants, createReadStream, fstatSync, openSync, type Stats, statSync } from 'node:fs'
import { Socket } from 'node:net'
import { addAbortSignal, type Readable } from 'node:stream'
import { wipe } from '../../core/crypto/wipe.ts'
import { type CliIo, writeMessage } from '../terminal/io.ts'
import { NotAnswered, UsageError } from '../terminal/usage-error.ts'
import { type FirstLines, firstLines } from './first-lines.ts'
import type { PasswordSource } from './password-options.ts'

const SPACE = 0x20
const TAB = 0x09

/** Where lines come from. */
interface LineSource {
  /** As it is told: `password.txt`, `Standard input`. */
  readonly name: string
  readonly stream: Readable
  /** Whether all of it is there, so that what follows the lines can be looked at without waiting. */
  readonly isFile: boolean
}

/**
 * The first `count` lines of the chosen source, without their line endings and without a byte order mark; `null` if
 * none was chosen. Says on standard error what whoever made the source may not have meant: further lines, blanks at a
 * line's end, and what is not UTF-8 text.
 *
 * @param signal - ends the waiting for a pipe
 * @param mustBeText - refuses what is not UTF-8 text, which would become other text; an old backup's password may be
 * other bytes
 * @throws {@link UsageError} if several were chosen, if it cannot be read or others can read it, if it is empty, has
 * fewer lines, or one that is too long; {@link NotAnswered} once `signal` is aborted
 */
export async function readLines(
  io: CliIo,
  source: PasswordSource,
  count: number,
  signal: AbortSignal,
  mustBeText: boolean,
): Promise<Uint8Array[] | null> {
  const { passwordFd, passwordFile, passwordStdin } = source
  const chosen = [passwordStdin || undefined, passwordFile, passwordFd].filter((one) => one !== undefined)
  if (chosen.length > 1) throw new UsageError('Use one of --password-stdin, --password-file, --password-fd.')
  if (chosen.length === 0) return null
  const found = passwordFile !== undefined ? openFile(passwordFile) : streamOf(io, passwordFd)
  const read = await readFrom(found, count, signal)
  try {
    refuseUnfit(found.name, read, count)
    if (mustBeText && !areText(read.lines))
      throw new UsageError(`${found.name} is not UTF-8 text. Save it as UTF-8, and try again.`)
  } catch (error) {
    wipe(...read.lines)
    throw error
  }
  for (const remark of remarksOn(found.name, read)) writeMessage(io, remark)
  return [...read.lines]
}

async function readFrom(
  { isFile, name, stream }: LineSource,
  count: number,
  signal: AbortSignal,
): Promise<FirstLines> {
  try {
    return await firstLines(addAbortSignal(signal, stream), count, isFile)
  } catch (error) {
    if (signal.aborted) throw new NotAnswered()
    throw new UsageError(`${name} cannot be read (${codeOf(error)}).`)
  }
}

function refuseUnfit(name: string, { isEmpty, lines, tooLong }: FirstLines, count: number): void {
  if (isEmpty) throw new UsageError(`${name} is empty.`)
  if (tooLong) throw new UsageError(`A line of ${name} is longer than any password or value may be.`)
  if (lines.length < count)
    throw new UsageError(`${count} lines are needed, one for each value; there were ${lines.length}.`)
}

/** Bytes of zero are what UTF-16 looks like. */
function areText(lines: readonly Uint8Array[]): boolean {
  return lines.every((line) => isUtf8(line) && !line.includes(0))
}

function remarksOn(name: string, { hasMore, lines }: FirstLines): string[] {
  const only = lines.length === 1
  const used = only ? 'only the first is used' : `only the first ${lines.length} are used`
  if (!areText(lines)) return [`NOTE: ${name} is not UTF-8 text, which it is read as. Save it as UTF-8.`]
  return [
    ...(hasMore ? [`NOTE: ${name} has further lines; ${used}.`] : []),
    ...lines.flatMap((line, at) =>
      isBlank(line[0]) || isBlank(line.at(-1))
        ? [
            `NOTE: ${only ? 'The line' : `Line ${at + 1}`} of ${name} begins or ends with a blank, which counts.`,
          ]
        : [],
    ),
  ]
}

const isBlank = (byte: number | undefined): boolean => byte === SPACE || byte === TAB

function streamOf(io: CliIo, fd: string | undefined): LineSource {
  if (fd === undefined || fd === '0') return { name: 'Standard input', stream: io.stdin, isFile: false }
  if (!/^[1-9]\d{0,5}$/.test(fd)) throw new UsageError('--password-fd takes the number of an open file.')
  const name = `File descriptor ${fd}`
  const number = Number(fd)
  const found = statOf(number)
  if (found === null) throw new UsageError(`${name} is not open.`)
  refuseDevice(name, found)
  if (found.isFIFO() || found.isSocket()) return { name, stream: pipe(number), isFile: false }
  return { name, stream: createReadStream('', { fd: number, autoClose: false }), isFile: true }
}

function statOf(fd: number): Stats | null {
  try {
    return fstatSync(fd)
  } catch {
    return null
  }
}

/** Unlike a file's, its reading can be given up. */
function pipe(fd: number): Readable {
  return new Socket({ fd, readable: true, writable: false })
}

function openFile(path: string): LineSource {
  const fd = openWithoutWaiting(path)
  try {
    const found = fstatSync(fd)
    refuseDevice(path, found)
    refuseReadableByOthers(path, found)
    if (found.isFIFO()) return { name: path, stream: pipe(fd), isFile: false }
    return { name: path, stream: createReadStream('', { fd }), isFile: true }
  } catch (error) {
    closeSync(fd)
    throw error
  }
}

function openWithoutWaiting(path: string): number {
  try {
    // Opening alone makes some devices act, and waits for a pipe's other end unless told not to.
    refuseDevice(path, statSync(path))
    return openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${path} cannot be read (${codeOf(error)}).`)
  }
}

function refuseDevice(name: string, found: Stats): void {
  if (found.isFile() || found.isFIFO() || found.isSocket()) return
  const kind = found.isDirectory() ? 'a folder' : 'a device'
  throw new UsageError(`${name} is ${kind}, not a file or a pipe.`)
}

function refuseReadableByOthers(path: string, { mode }: Stats): void {
  if (process.platform === 'win32' || (mode & 0o077) === 0) return
  throw new UsageError(`Other accounts can read ${path}. Close it to them: chmod 600 ${path}`)
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}
