import { type BigIntStats, constants, type Stats } from 'node:fs'
import { type FileHandle, lstat, open, stat } from 'node:fs/promises'
import { systemErrorCode } from '../errors/sso-error.ts'

/**
 * Something that is not an ordinary file is where one should be: a pipe keeps its reader waiting, a device has no end,
 * and what is renamed over either takes its place.
 */
export class NotAnOrdinaryFile extends Error {
  /** In place of a system error's code where people are told the reason: `it is a pipe`. */
  readonly code: string
  /** `a pipe` */
  readonly kind: string

  constructor(kind: string) {
    super(`it is ${kind}`)
    this.name = 'NotAnOrdinaryFile'
    this.code = this.message
    this.kind = kind
  }
}

/** What a link is called that leads nowhere. */
const DANGLING_LINK = 'a link to what is not there'

/** What it is, with its article; `null` for an ordinary file. */
export function unusualKind(found: Stats | BigIntStats): string | null {
  if (found.isFile()) return null
  if (found.isDirectory()) return 'a folder'
  if (found.isFIFO()) return 'a pipe'
  if (found.isSocket()) return 'a socket'
  if (found.isSymbolicLink()) return 'a symbolic link'
  return 'a device'
}

/**
 * What is there already of that name, links not followed.
 *
 * @returns `null` for nothing or an ordinary file, else its kind with its article
 */
export async function unusualTarget(path: string): Promise<string | null> {
  try {
    return unusualKind(await lstat(path))
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null
    throw error
  }
}

/**
 * Opens an ordinary file, or a link to one, for reading. Never waits for somebody at the other end.
 *
 * @throws {@link NotAnOrdinaryFile}; system errors
 */
export async function openOrdinaryFile(path: string): Promise<FileHandle> {
  // Opening alone makes some devices act.
  refuseUnusual(await notByDanglingLink(path, stat(path)))
  // Windows has no such flag, and no pipes among its files.
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    refuseUnusual(await handle.stat())
    return handle
  } catch (error) {
    await handle.close()
    throw error
  }
}

/**
 * What `path` is asked for: a link whose file is not there now, as on a disk that is not mounted, says nothing of that
 * file, and is no absence.
 *
 * @throws {@link NotAnOrdinaryFile} for such a link; what `work` rejects with
 */
export async function notByDanglingLink<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error
    const link = await lstat(path)
    throw link.isSymbolicLink() ? new NotAnOrdinaryFile(DANGLING_LINK) : error
  }
}

function refuseUnusual(found: Stats): void {
  const kind = unusualKind(found)
  if (kind !== null) throw new NotAnOrdinaryFile(kind)
}

/**
 * Reads an ordinary file whole; of one that is longer than `maxBytes`, whatever its size is said to be, `maxBytes + 1`.
 *
 * @returns bytes that the caller wipes if they may hold a secret
 * @throws {@link NotAnOrdinaryFile}; system errors
 */
export async function readOrdinaryFile(path: string, maxBytes: number): Promise<Buffer> {
  const handle = await openOrdinaryFile(path)
  try {
    return await readBounded(handle, maxBytes)
  } finally {
    await handle.close()
  }
}

/** As {@link readOrdinaryFile}, of an open file. */
export async function readBounded(handle: FileHandle, maxBytes: number): Promise<Buffer> {
  const { size } = await handle.stat()
  let read: Buffer = Buffer.alloc(Math.min(size, maxBytes) + 1)
  let length = 0
  for (;;) {
    const { bytesRead } = await handle.read(read, length, read.length - length, length)
    length += bytesRead
    if (bytesRead === 0 || length > maxBytes) return read.subarray(0, length)
    if (length === read.length) read = enlarge(read, maxBytes + 1)
  }
}

/** Some file systems make up a file while it is read, and say that it is empty. */
function enlarge(full: Buffer, most: number): Buffer {
  const larger = Buffer.alloc(Math.min(most, full.length * 2 + 4096))
  full.copy(larger)
  full.fill(0)
  return larger
}
