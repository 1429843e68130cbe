/*
 * Text of other people (a backup's reminder, a description, a file name) next to our own: characters that a terminal
 * obeys, that turn the direction of a line or that are not seen at all are made visible before it is shown.
 */

/**
 * Control and format characters, line and paragraph separators, halves of surrogate pairs; not the joiners that scripts
 * need.
 */
const HIDDEN = /(?!\u200c|\u200d|[\u0600-\u0605\u06dd\u070f\u08e2])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u
/** Each character that {@link visibleText} writes out. */
export const EVERY_HIDDEN = new RegExp(HIDDEN, 'gu')

/** Whether a text has characters that {@link visibleText} writes out. */
export function hasHiddenCharacters(text: string): boolean {
  return HIDDEN.test(text)
}

/**
 * One line in which every character is seen: `\x1b` in place of an escape, `\x0a` in place of a line feed, `\u202e` in
 * place of what turns the direction of writing. What has no such characters comes back as it is.
 */
export function visibleText(text: string): string {
  return text.replace(EVERY_HIDDEN, (character) => {
    const point = character.codePointAt(0) ?? 0
    const digits = point.toString(16)
    if (point > 0xffff) return `\\u{${digits}}`
    return point > 0xff ? `\\u${digits.padStart(4, '0')}` : `\\x${digits.padStart(2, '0')}`
  })
}

/** JSON text of which a terminal shows every character; it reads as the same value as `JSON.stringify`'s. */
export function visibleJson(
  value: unknown,
  indent = 0,
  replacer: ((name: string, value: unknown) => unknown) | null = null,
): string {
  // Line feeds of the layout are outside strings, where none is left: inside, JSON has escaped them.
  return JSON.stringify(value, replacer ?? undefined, indent)
    .split('\n')
    .map((line) => line.replace(EVERY_HIDDEN, escapeUnits))
    .join('\n')
}

function escapeUnits(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at))
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')
}
