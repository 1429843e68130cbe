import { isUtf8 } from 'node:buffer'
import { SsoError } from '../sso-error.ts'
import { type Position, WHOLE_FILE, xmlInvalid } from './xml-error.ts'
import { xmlLimits } from './xml-limits.ts'

const CHUNK_BYTES = 64 * 1024
const BOM_BYTES = 3

/** As declared, lower case, to the decoder's name. UTF-16 is known by its bytes, whatever is declared. */
const decoders: Readonly<Record<string, string>> = {
  'utf-8': 'utf-8',
  'us-ascii': 'utf-8',
  'utf-16': 'utf-8',
  'iso-8859-1': 'windows-1252',
  'windows-1252': 'windows-1252',
}

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
  if (encoding === 'utf-8' && !isUtf8(bytes)) throw notUtf8(bytes)
  const decoder = new TextDecoder(encoding)
  for (let start = 0; start < byteLength; start += CHUNK_BYTES)
    yield decoder.decode(bytes.subarray(start, start + CHUNK_BYTES), { stream: true })
  yield decoder.decode()
}

function encodingOf(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  if (first === 0x3c && second === 0) return 'utf-16le'
  if (first === 0 && second === 0x3c) return 'utf-16be'
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1')
  const declared = /^[^<]*<\?xml[^>]*\sencoding\s*=\s*["']([^"']*)["']/.exec(head)?.[1] ?? 'utf-8'
  const decoder = decoders[declared.toLowerCase()]
  if (decoder !== undefined) return decoder
  throw xmlInvalid({ line: 1, column: 1 }, WHOLE_FILE, 'its encoding is not supported; save it as UTF-8')
}

function notUtf8(bytes: Uint8Array): SsoError {
  const at = firstInvalid(bytes)
  return xmlInvalid(at, WHOLE_FILE, 'the text there is not UTF-8; save the file as UTF-8')
}

/** A replacement character that is not one in the bytes stands for what could not be decoded. */
function firstInvalid(bytes: Uint8Array): Position {
  const text = new TextDecoder().decode(bytes)
  let [at, counted, offset] = [-1, 0, bytes[0] === 0xef && bytes[1] === 0xbb ? BOM_BYTES : 0]
  for (;;) {
    at = text.indexOf('\uFFFD', at + 1)
    offset += Buffer.byteLength(text.slice(counted, at))
    counted = at
    if (!(bytes[offset] === 0xef && bytes[offset + 1] === 0xbf && bytes[offset + 2] === 0xbd)) break
  }
  const before = text.slice(0, at).split(/\r\n?|\n/)
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
