import { isUtf8 } from 'node:buffer'
import { SsoError } from '../errors/sso-error.ts'
import { encodingOf, notInEncoding, type XmlEncoding } from './xml-encoding.ts'
import { type Position, WHOLE_FILE, xmlInvalid } from './xml-error.ts'
import { xmlLimits } from './xml-limits.ts'

const CHUNK_BYTES = 64 * 1024
const BOM_BYTES = 3

/**
 * Turns a file into text, piece by piece, without its byte order mark.
 *
 * @throws {@link SsoError} `XmlTooLarge`, `XmlInvalid`
 */
export function* decodeXml(bytes: Uint8Array): Generator<string> {
  const { byteLength } = bytes
  if (byteLength > xmlLimits.bytes)
    throw SsoError.of('XmlTooLarge', { bytes: byteLength, limit: xmlLimits.bytes })
  const encoding = encodingOf(bytes)
  if (encoding.shown === 'utf-8' && !isUtf8(bytes)) throw undecodable(encoding, firstNotUtf8(bytes))
  const decode = encoding.decoder(true)
  try {
    for (let start = 0; start < byteLength; start += CHUNK_BYTES)
      yield decode(bytes.subarray(start, start + CHUNK_BYTES))
    yield decode()
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw undecodable(encoding, firstReplaced(encoding, bytes))
  }
}

function undecodable(encoding: XmlEncoding, at: Position): SsoError {
  return xmlInvalid(at, WHOLE_FILE, notInEncoding(encoding))
}

/** A replacement character that is not one in the bytes stands for what could not be decoded. */
function firstNotUtf8(bytes: Uint8Array): Position {
  const text = new TextDecoder().decode(bytes)
  let [at, counted, offset] = [-1, 0, bytes[0] === 0xef && bytes[1] === 0xbb ? BOM_BYTES : 0]
  for (;;) {
    at = text.indexOf('\uFFFD', at + 1)
    offset += Buffer.byteLength(text.slice(counted, at))
    counted = at
    if (!(bytes[offset] === 0xef && bytes[offset + 1] === 0xbf && bytes[offset + 2] === 0xbd)) break
  }
  return positionIn(text, at)
}

/** Encodings older than Unicode have no replacement character of their own. */
function firstReplaced(encoding: XmlEncoding, bytes: Uint8Array): Position {
  const text = encoding.decoder(false)(bytes)
  return positionIn(text, Math.max(0, text.indexOf('\uFFFD')))
}

function positionIn(text: string, at: number): Position {
  const before = text.slice(0, at).split(/\r\n?|\n/)
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
