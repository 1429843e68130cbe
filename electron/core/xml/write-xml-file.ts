import { createHash, randomUUID } from 'node:crypto'
import { dirname } from 'node:path'
import { SsoError, systemErrorCode } from '../errors/sso-error.ts'
import { readFileState } from '../files/file-state.ts'
import type { FileSystem, WritableFile } from '../files/file-system.ts'
import { giveFreeName } from '../files/give-free-name.ts'
import { keptKindAt, keptKindInWords } from '../files/kept-file.ts'
import { nodeFileSystem } from '../files/node-file-system.ts'
import { openOrdinaryFile, unusualTarget } from '../files/ordinary-file.ts'
import { checkXml } from './parse.ts'
import { xmlLimits } from './xml-limits.ts'

/** Bytes that are written, or read back, at once. */
const AT_ONCE = 64 * 1024

/**
 * Writes an exported file (mode 0600) as its text comes, all of it or nothing. Before it gets its name it is read back
 * from the disk by what imports it.
 *
 * @param pieces - of the text; what they throw is thrown here
 * @param ifExists - whether a file of that name is replaced
 * @throws {@link SsoError} `XmlFileExists`, `XmlFileNotWritten`, `XmlFileAltered`, `XmlTooLarge`;
 * `TargetNotOrdinaryFile`, `TargetStillNeeded`, also if it could be replaced
 */
export async function writeXmlFile(
  path: string,
  pieces: AsyncIterable<string>,
  ifExists: 'refuse' | 'replace',
  files: FileSystem = nodeFileSystem,
): Promise<void> {
  const partial = `${path}.${randomUUID().slice(0, 8)}.tmp`
  try {
    await checkTarget(path, ifExists)
    const written = await writePieces(files, partial, pieces)
    await prove(path, partial, written)
    await checkTarget(path, ifExists)
    if (ifExists === 'replace') await files.rename(partial, path)
    else await giveFreeName(files, partial, path)
    await files.remove(partial)
    await files.syncDirectory(dirname(path))
  } catch (error) {
    await files.remove(partial).catch(() => undefined)
    throw toXmlError(error, path)
  }
}

/** Before and after the work: nobody waits for what would be refused. */
async function checkTarget(path: string, ifExists: 'refuse' | 'replace'): Promise<void> {
  const kind = await unusualTarget(path)
  if (kind !== null) throw SsoError.of('TargetNotOrdinaryFile', { path, kind })
  // An export is made again at any time, a backup or a key is not.
  const kept = await keptKindAt(path)
  if (kept !== null) throw SsoError.of('TargetStillNeeded', { path, kind: keptKindInWords[kept] })
  if (ifExists === 'refuse' && (await readFileState(path)) !== null)
    throw SsoError.of('XmlFileExists', { path })
}

/** @returns the digest of what is on the disk then. */
async function writePieces(
  files: FileSystem,
  partial: string,
  pieces: AsyncIterable<string>,
): Promise<string> {
  const file = await files.createExclusive(partial, 0o600)
  try {
    const digest = await writeTo(file, pieces)
    await file.sync()
    return digest
  } finally {
    await file.close()
  }
}

async function writeTo(file: WritableFile, pieces: AsyncIterable<string>): Promise<string> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const piece of inLargerPieces(pieces)) {
    const encoded = Buffer.from(piece)
    bytes += encoded.byteLength
    if (bytes > xmlLimits.bytes) throw SsoError.of('XmlTooLarge', { bytes, limit: xmlLimits.bytes })
    hash.update(encoded)
    await file.write(encoded)
  }
  return hash.digest('hex')
}

async function* inLargerPieces(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let gathered = ''
  for await (const piece of pieces) {
    gathered += piece
    if (gathered.length < AT_ONCE) continue
    yield gathered
    gathered = ''
  }
  yield gathered
}

/** What was written must be on the disk, and must be what an import reads. */
async function prove(path: string, partial: string, written: string): Promise<void> {
  const hash = createHash('sha256')
  for await (const bytes of readPieces(partial)) hash.update(bytes)
  if (hash.digest('hex') !== written) {
    const reason = 'what was read back from the disk is not what was written'
    throw SsoError.of('XmlFileAltered', { path, reason })
  }
  await checkXml(decoded(readPieces(partial))).catch((cause) => {
    if (!(cause instanceof SsoError)) throw cause
    const reason = `it could not be imported (${cause.message.replace(/\.$/, '')})`
    throw SsoError.of('XmlFileAltered', { path, reason }, { cause })
  })
}

/** Each piece is good until the next one is asked for. */
async function* readPieces(path: string): AsyncGenerator<Uint8Array> {
  const file = await openOrdinaryFile(path)
  try {
    const buffer = Buffer.alloc(AT_ONCE)
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, AT_ONCE)
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}

async function* decoded(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  for await (const bytes of pieces) yield decoder.decode(bytes, { stream: true })
  yield decoder.decode()
}

function toXmlError(error: unknown, path: string): unknown {
  if (error instanceof SsoError) return error
  const reason = systemErrorCode(error)
  if (reason === 'EEXIST') return SsoError.of('XmlFileExists', { path }, { cause: error })
  if (!/^(?:E[A-Z0-9]+|it is .*)$/.test(reason)) return error
  return SsoError.of('XmlFileNotWritten', { path, reason }, { cause: error })
}
