import { SsoError, systemErrorCode } from '../errors/sso-error.ts'
import { openOrdinaryFile, readBounded } from '../files/ordinary-file.ts'
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
