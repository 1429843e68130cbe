/**
 * Counts the characters (Unicode code points) of well-formed UTF-8 without decoding it, so that a password
 * need not become a string to be measured: every byte but a continuation byte (RFC 3629) begins one.
 */
export function countCharacters(utf8: Uint8Array): number {
  let count = 0
  for (const byte of utf8) if ((byte & 0xc0) !== 0x80) count += 1
  return count
}
