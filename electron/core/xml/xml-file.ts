import { randomUUID } from 'node:crypto'
import { link, open, rename, rm } from 'node:fs/promises'
import { openOrdinaryFile, readBounded, unusualTarget } from '../files/ordinary-file.ts'
import { keptKindAt, keptKindInWords } from '../master-secret/kept-file.ts'
import { SsoError, systemErrorCode } from '../sso-error.ts'
import { xmlLimits } from './xml-limits.ts'

/**
 * Reads a file that is to be imported.
 *
 * @returns bytes that the caller wipes: they may hold credentials.
 * @throws {@link SsoError} `XmlFileMissing`, `XmlFileUnreadable`, `XmlTooLarge`
 */
export async function readXmlFile(path: string): Promise<Uint8Array> {
  try {
    const file = await openOrdinaryFile(path)
    try {
      const { size } = await file.stat()
      const limit = xmlLimits.bytes
      if (size > limit) throw SsoError.of('XmlTooLarge', { bytes: size, limit })
      return await readBounded(file, limit)
    } finally {
      await file.close()
    }
  } catch (error) {
    if (error instanceof SsoError) throw error
    const reason = systemErrorCode(error)
    throw reason === 'ENOENT'
      ? SsoError.of('XmlFileMissing', { path })
      : SsoError.of('XmlFileUnreadable', { path, reason })
  }
}

/**
 * Writes an exported file (mode 0600), all of it or nothing.
 *
 * @param ifExists - whether a file of that name is replaced
 * @throws {@link SsoError} `XmlFileExists`, `XmlFileNotWritten`; `TargetNotOrdinaryFile`,
 * `TargetStillNeeded`, also if it could be replaced
 */
export async function writeXmlFile(
  path: string,
  text: string,
  ifExists: 'refuse' | 'replace',
): Promise<void> {
  const written = `${path}.${randomUUID()}.tmp`
  try {
    await refuseUnusualTarget(path)
    await refuseKeptFile(path)
    const file = await open(written, 'wx', 0o600)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    // Unlike a rename, a link replaces nothing.
    if (ifExists === 'replace') await rename(written, path)
    else await link(written, path)
  } catch (error) {
    if (error instanceof SsoError) throw error
    const reason = systemErrorCode(error)
    throw reason === 'EEXIST'
      ? SsoError.of('XmlFileExists', { path })
      : SsoError.of('XmlFileNotWritten', { path, reason })
  } finally {
    await rm(written, { force: true })
  }
}

async function refuseUnusualTarget(path: string): Promise<void> {
  const kind = await unusualTarget(path)
  if (kind !== null) throw SsoError.of('TargetNotOrdinaryFile', { path, kind })
}

/** An export is made again at any time, a backup or a key is not. */
async function refuseKeptFile(path: string): Promise<void> {
  const kind = await keptKindAt(path)
  if (kind !== null) throw SsoError.of('TargetStillNeeded', { path, kind: keptKindInWords[kind] })
}
