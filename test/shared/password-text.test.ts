import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { containsPassword, earlierForms, isTypeable, preparePassword } from '../../shared/password-text.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (bytes: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)

describe('the form that a key is derived from', () => {
  it.each([
    ['composed', 'Schlüssel', 'Schlu\u0308ssel'],
    ['spaced', 'open sesame', 'open\u00a0sesame'],
    ['spaced widely', 'open sesame', 'open\u3000sesame'],
    ['marked', 'open sesame', '\ufeffopen sesame'],
    ['of one system and another', '한국어 암호', '한국어 암호'.normalize('NFD')],
    ['of compatible characters', 'Ångström', 'Ångström'],
  ])('is the same when it is %s', (_, one, other) => {
    expect(text(preparePassword(utf8(other)))).toBe(text(preparePassword(utf8(one))))
    expect(text(preparePassword(utf8(one)))).toBe(one.normalize('NFC'))
  })

  it('keeps what makes passwords differ: case, width, blanks at the ends', () => {
    for (const password of ['Secret', 'secret', 'ｓecret', ' secret', 'secret ', 'se\ufeffcret'])
      expect(text(preparePassword(utf8(password)))).toBe(password)
  })

  it('is the bytes themselves of what is not UTF-8, in bytes of its own', () => {
    const bytes = Uint8Array.from([0xff, 0xfe, 0x41, 0])
    expect(preparePassword(bytes)).toEqual(bytes)
    preparePassword(bytes).fill(0)
    expect(bytes[2]).toBe(0x41)
  })

  it('is its own form', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (password) => {
        const once = preparePassword(utf8(password))
        // A second mark is no mark but a character.
        if (!text(once).startsWith('\ufeff')) expect(preparePassword(once)).toEqual(once)
      }),
    )
  })
})

describe('the forms of earlier versions', () => {
  it('are the one of ASCII, and it with a byte order mark', () => {
    expect(earlierForms(utf8('open sesame')).map(text)).toEqual(['open sesame', '\ufeffopen sesame'])
  })

  it('have the prepared one first, the bytes as they came and those of other systems', () => {
    const typed = 'ge\u00a0heim\u00fc'
    const forms = earlierForms(utf8(typed)).map(text)
    expect(forms[0]).toBe('ge heimü')
    for (const form of [typed, typed.normalize('NFD'), 'ge heimü'.normalize('NFD')]) {
      expect(forms).toContain(form)
      expect(forms).toContain(`\ufeff${form}`)
    }
    expect(new Set(forms).size).toBe(forms.length)
    expect(forms).toHaveLength(8)
  })

  it('have what was typed among them, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (typed) => {
        const forms = earlierForms(typed)
        expect(forms.some((form) => Buffer.compare(form, typed) === 0)).toBe(true)
        expect(forms.length).toBeLessThanOrEqual(16)
      }),
    )
  })
})

describe('what can be typed', () => {
  it.each(['plain text', 'Straße 名前 🧀', '👨\u200d👩\u200d👧', '\ufeffmarked'])('is %j', (password) => {
    expect(isTypeable(utf8(password))).toBe(true)
  })

  it.each(['tab\there', 'nul\0', 'line\nend', 'inv\u200bisible', 'c1\u0085', 'turned\u202e'])(
    'is not %j',
    (password) => {
      expect(isTypeable(utf8(password))).toBe(false)
    },
  )

  it('is not what is no UTF-8', () => {
    expect(isTypeable(Uint8Array.from([0xff, 0xfe, 0x70, 0, 0x77, 0]))).toBe(false)
  })
})

describe('a reminder', () => {
  it.each([
    ['it is Schlüssel!', 'Schlu\u0308ssel'],
    ['it is Schlu\u0308ssel!', 'Schlüssel'],
    ['it is SCHLÜSSEL!', 'schlüssel'],
    ['it is STRASSE 12', 'straße 12'],
    ['the ΟΔΟΣ', 'οδος'],
    ['open\u00a0sesame', 'open sesame'],
    ['ｏｐｅｎ sesame', 'open sesame'],
    ['open sesame', '\ufeffopen sesame'],
  ])('%j gives away %j', (reminder, password) => {
    expect(containsPassword(reminder, utf8(password))).toBe(true)
  })

  it('does not give away another, or an empty one', () => {
    expect(containsPassword('open sesame', utf8('open sesames'))).toBe(false)
    expect(containsPassword('open sesame', utf8(''))).toBe(false)
  })
})
