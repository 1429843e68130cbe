/*
 * A password is text, not bytes: the same text has several encodings, and which one is typed depends on the system.
 * The form that backups are made with is that of RFC 8265 (OpaqueString): any space is U+0020, then NFC. A byte order
 * mark, which editors put before text, is no part of it.
 */

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf]

/**
 * The form of a password that a backup's key is derived from, in bytes of their own that the caller wipes. What is not
 * UTF-8 comes back as it is.
 */
export function preparePassword(utf8: Uint8Array): Uint8Array {
  const bare = withoutMark(utf8)
  const text = decodeUnlessAscii(bare)
  return text === null ? Uint8Array.from(bare) : encode(toOneForm(text))
}

/** Whether a text has the password in it, whatever the forms, the widths and the case of either. */
export function containsPassword(text: string, utf8: Uint8Array): boolean {
  const password = fold(new TextDecoder().decode(withoutMark(utf8)))
  return password !== '' && fold(text).includes(password)
}

function fold(text: string): string {
  return toOneForm(text.normalize('NFKC')).toLowerCase().toUpperCase().normalize('NFKC')
}

function toOneForm(text: string): string {
  return text.replace(/\p{Zs}/gu, ' ').normalize('NFC')
}

/** Control and format characters but those of scripts and of emoji, separators of lines and paragraphs. */
const NOT_TYPED = /(?!\u200c|\u200d|[\u{e0020}-\u{e007f}])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

/** Whether it is UTF-8 of characters that somebody can type: none that is a control character or not seen. */
export function isTypeable(utf8: Uint8Array): boolean {
  const bare = withoutMark(utf8)
  if (bare.every((byte) => byte >= 0x20 && byte < 0x7f)) return true
  try {
    return !NOT_TYPED.test(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bare))
  } catch {
    return false
  }
}

/**
 * The passwords that a backup may have been made with by versions that took the bytes as they came, the prepared form
 * first; the caller wipes them. What was typed on one system as NFC, on another as NFD, or was read from a file with a
 * byte order mark, is among them.
 */
export function earlierForms(utf8: Uint8Array): Uint8Array[] {
  const bare = withoutMark(utf8)
  const text = decodeUnlessAscii(bare)
  const texts = text === null ? [] : [text, toOneForm(text)]
  const forms = texts.flatMap((one) => [encode(one.normalize('NFC')), encode(one.normalize('NFD'))])
  const unmarked = [preparePassword(utf8), Uint8Array.from(bare), ...forms]
  const marked = unmarked.map((one) => Uint8Array.from([...BYTE_ORDER_MARK, ...one]))
  return distinct([...unmarked, Uint8Array.from(utf8), ...marked])
}

function withoutMark(utf8: Uint8Array): Uint8Array {
  return BYTE_ORDER_MARK.every((byte, at) => utf8[at] === byte) ? utf8.subarray(BYTE_ORDER_MARK.length) : utf8
}

/** ASCII has one form, and need not become a string, which cannot be wiped; neither need what is not UTF-8. */
function decodeUnlessAscii(bytes: Uint8Array): string | null {
  if (bytes.every((byte) => byte < 0x80)) return null
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** Each once; the others are wiped. */
function distinct(forms: readonly Uint8Array[]): Uint8Array[] {
  const kept: Uint8Array[] = []
  for (const form of forms) {
    if (kept.some((one) => isSame(one, form))) form.fill(0)
    else kept.push(form)
  }
  return kept
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index])
}
