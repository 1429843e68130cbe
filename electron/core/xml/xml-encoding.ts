import { isUtf8 } from 'node:buffer'
import { WHOLE_FILE, xmlInvalid } from './xml-error.ts'

/** What a file's bytes are read as. */
export interface XmlEncoding {
  /** As it is called in a message. */
  readonly shown: string
  /**
   * A decoder for the file from its first byte on.
   *
   * @param fatal - whether it throws a `TypeError` at what is not in the encoding, in whose place U+FFFD stands
   * otherwise
   */
  readonly decoder: (fatal: boolean) => Decoder
}

/** Takes piece after piece, and nothing when the last one was taken. */
type Decoder = (piece?: Uint8Array) => string

/** Bytes in which an XML declaration has said all it has to say. */
const HEAD_BYTES = 1024

const UTF8_REMEDY = 'save it as UTF-8 and write encoding="utf-8" in its first line'

/** Their bytes are ASCII, but not what ASCII makes of them. */
const SEVEN_BITS = /^(?:(?:x-)?(?:unicode-[\d-]+)?utf-?7|cs(?:unicode.*utf7|iso2022)|hz|iso-2022)/

/** The first bytes of UTF-32, in either order, which begin as those of UTF-16 do. */
const UTF32_MARKS = [
  [0xff, 0xfe, 0, 0],
  [0, 0, 0xfe, 0xff],
]

/**
 * Tells a file's encoding: by its byte order mark, by how UTF-16 begins, else by its XML declaration, else UTF-8. An
 * encoding that the runtime cannot decode is no obstacle to a file that is UTF-8 all the same: it was saved anew, and
 * its declaration left as it was.
 *
 * @throws {@link SsoError} `XmlInvalid` naming an encoding that cannot be decoded
 */
export function encodingOf(bytes: Uint8Array): XmlEncoding {
  const byBytes = markedEncoding(bytes)
  if (byBytes !== null) return named(byBytes)
  const declared = declaredEncoding(bytes)
  const label = declared.toLowerCase()
  // Whatever is called UTF-16 was known by its bytes, if it is; and ASCII is part of UTF-8.
  if (isUtf16(label) || /^(?:us-)?ascii$/.test(label)) return named('utf-8')
  if (isDecoded(label)) return named(label)
  if (!SEVEN_BITS.test(label) && isUtf8(bytes)) return named('utf-8')
  const reason = `its encoding, ${declared.slice(0, 40)}, cannot be read; ${UTF8_REMEDY}`
  throw xmlInvalid({ line: 1, column: 1 }, WHOLE_FILE, reason)
}

/** What to do about text that is not in the encoding it is said to be in. */
export function notInEncoding({ shown }: XmlEncoding): string {
  return shown === 'utf-8'
    ? `the text there is not UTF-8; name its encoding in its first line (encoding="windows-1252"), or ${UTF8_REMEDY}`
    : `the text there is not ${shown}, which the file says it is; ${UTF8_REMEDY}`
}

function markedEncoding(bytes: Uint8Array): string | null {
  const [first, second, third] = bytes
  if (UTF32_MARKS.some((mark) => mark.every((byte, at) => bytes[at] === byte)))
    throw xmlInvalid({ line: 1, column: 1 }, WHOLE_FILE, `it is UTF-32, which cannot be read; ${UTF8_REMEDY}`)
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  if (first === 0x3c && second === 0) return 'utf-16le'
  if (first === 0 && second === 0x3c) return 'utf-16be'
  return null
}

function declaredEncoding(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, HEAD_BYTES)).toString('latin1')
  return /^[^<]*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']/.exec(head)?.[1]?.trim() || 'utf-8'
}

function named(label: string): XmlEncoding {
  if (new TextDecoder(label).encoding === 'windows-1252')
    return { shown: label, decoder: () => decodeWindows1252 }
  const decoder = (fatal: boolean): Decoder => {
    const runtimes = new TextDecoder(label, { fatal })
    return (piece) => runtimes.decode(piece, { stream: piece !== undefined })
  }
  return { shown: label, decoder }
}

/** Of 0x80 to 0x9F; a control character where Windows-1252 has none of its own. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8DŽ\x8F\x90‘’“”•–—˜™š›œ\x9DžŸ'

/** Not the runtime's: some versions of Node (22.13, 23.5) take it for ISO 8859-1, without the euro and the quotes. */
function decodeWindows1252(piece?: Uint8Array): string {
  if (piece === undefined) return ''
  const { buffer, byteLength, byteOffset } = piece
  const latin = Buffer.from(buffer, byteOffset, byteLength).toString('latin1')
  return latin.replace(/[\x80-\x9f]/g, (one) => WINDOWS_1252[one.charCodeAt(0) - 0x80] ?? one)
}

function isUtf16(label: string): boolean {
  return isDecoded(label) && new TextDecoder(label).encoding.startsWith('utf-16')
}

function isDecoded(label: string): boolean {
  try {
    new TextDecoder(label)
    return true
  } catch {
    // A RangeError, as the standard has it (https://encoding.spec.whatwg.org/#interface-textdecoder).
    return false
  }
}
