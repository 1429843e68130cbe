import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasHiddenCharacters, visibleJson, visibleText } from '../../shared/visible-text.ts'

test.each([
  ['an escape sequence', '\x1b]52;c;aGk=\x07', '\\x1b]52;c;aGk=\\x07'],
  ['a C1 introducer', '\x9b31m', '\\x9b31m'],
  ['a delete', 'a\x7f', 'a\\x7f'],
  ['line ends and tabs', 'a\r\nb\tc', 'a\\x0d\\x0ab\\x09c'],
  ['a next line', 'a\x85b', 'a\\x85b'],
  ['separators', 'a\u2028b\u2029c', 'a\\u2028b\\u2029c'],
  ['an override', '\u202egnp.exe', '\\u202egnp.exe'],
  ['isolates', '\u2066a\u2069', '\\u2066a\\u2069'],
  ['marks', '\u200e\u200f\u061c', '\\u200e\\u200f\\u061c'],
  ['what is not seen', '\u200b\u2060\ufeff\u00ad', '\\u200b\\u2060\\ufeff\\xad'],
  ['tags', '\u{e0041}', '\\u{e0041}'],
  ['half a pair', 'a\ud800b', 'a\\ud800b'],
])('makes %s visible', (_, text, shown) => {
  expect(visibleText(text)).toBe(shown)
  expect(hasHiddenCharacters(text)).toBe(true)
})

test.each(['', 'CORP\\ursula', 'Straße, 東京, مرحبا', 'نمی\u200cخواهم', '👩\u200d💻', 'e\u0301', 'a\u00a0b'])(
  'leaves %j as it is',
  (text) => {
    expect(visibleText(text)).toBe(text)
    expect(hasHiddenCharacters(text)).toBe(false)
  },
)

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
)

test('makes one line of any text, of which nothing is hidden', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const shown = visibleText(text)
      expect(hasHiddenCharacters(shown)).toBe(false)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      expect(shown).not.toMatch(/[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/)
      expect(visibleText(shown)).toBe(shown)
    }),
  )
})

test('writes JSON that reads as the same value, and of which nothing is hidden but its line ends', () => {
  fc.assert(
    fc.property(fc.dictionary(anyText, anyText), fc.constantFrom(0, 2), (value, indent) => {
      const text = visibleJson(value, indent)
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      for (const line of text.split('\n')) expect(hasHiddenCharacters(line)).toBe(false)
    }),
  )
  expect(visibleJson({ '\u202ea': '\x9b\u{e0041}\n' })).toBe('{"\\u202ea":"\\u009b\\udb40\\udc41\\n"}')
})
