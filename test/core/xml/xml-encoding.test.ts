import { describe, expect, it } from 'vitest'
import { parseXml } from '../../../electron/core/xml/parse.ts'

const xml = (declaration: string, name: string): string =>
  `<?xml version="1.0"${declaration}?>\n<sso><application name="${name}"/></sso>`
const said = (encoding: string): string => ` encoding="${encoding}"`

const nameIn = async (bytes: Uint8Array): Promise<string | undefined> =>
  (await parseXml(bytes)).applications[0]?.name

async function refusalOf(bytes: Uint8Array): Promise<{ line: number; column: number; reason: string }> {
  const error = await parseXml(bytes).then(
    () => null,
    (thrown) => thrown,
  )
  expect(error).toMatchObject({ code: 'XmlInvalid' })
  return error.details
}

/** A file whose name attribute is these bytes. */
const withBytes = (encoding: string, ...name: number[]): Uint8Array => {
  const [before = '', after = ''] = xml(said(encoding), '|').split('|')
  return Buffer.concat([Buffer.from(before, 'latin1'), Uint8Array.from(name), Buffer.from(after, 'latin1')])
}

describe('a file in an encoding older than Unicode', () => {
  it.each<[string, string, number[]]>([
    ['windows-1250', 'Łódź', [0xa3, 0xf3, 0x64, 0x9f]],
    ['Windows-1251', 'Жук', [0xc6, 0xf3, 0xea]],
    ['windows-1252', '€–ž', [0x80, 0x96, 0x9e]],
    ['ISO-8859-1', 'ÿ', [0xff]],
    ['iso-8859-2', 'ą', [0xb1]],
    ['iso-8859-15', '€', [0xa4]],
    ['koi8-r', 'жук', [0xd6, 0xd5, 0xcb]],
    ['shift_jis', '日本', [0x93, 0xfa, 0x96, 0x7b]],
    ['gb2312', '中', [0xd6, 0xd0]],
    ['big5', '中', [0xa4, 0xa4]],
    ['euc-kr', '한', [0xc7, 0xd1]],
    ['ibm866', 'Ж', [0x86]],
  ])('%s is decoded', async (encoding, name, bytes) => {
    expect(await nameIn(withBytes(encoding, ...bytes))).toBe(name)
  })

  it('is decoded across pieces', async () => {
    const [before = '', after = ''] = xml(said('shift_jis'), '|').split('|')
    for (const filling of [65_000, 65_001])
      expect(
        await nameIn(
          Buffer.concat([
            Buffer.from(`${before.replace('<sso>', `${' '.repeat(filling)}<sso>`)}`),
            Buffer.concat(Array.from({ length: 1000 }, () => Buffer.from([0x93, 0xfa]))),
            Buffer.from(after),
          ]),
        ),
      ).toBe('日'.repeat(1000))
  })

  it('that is not in it is refused where it is not', async () => {
    const details = await refusalOf(withBytes('shift_jis', 0x41, 0x81, 0x20))
    expect(details).toMatchObject({ line: 2, column: 26, reason: expect.stringContaining('shift_jis') })
  })
})

describe('a byte order mark', () => {
  it.each(['windows-1250', 'ibm850', 'utf-16', 'utf-7', 'nosuchthing'])(
    'of UTF-8 outranks the declaration of %s',
    async (encoding) => {
      expect(await nameIn(Buffer.from(`\uFEFF${xml(said(encoding), 'Łódź')}`))).toBe('Łódź')
    },
  )

  it('of UTF-16 outranks the declaration', async () => {
    expect(await nameIn(Buffer.from(`\uFEFF${xml(said('windows-1250'), 'Łódź')}`, 'utf16le'))).toBe('Łódź')
  })

  it('of UTF-32 is named', async () => {
    const bytes = Buffer.from([0xff, 0xfe, 0, 0, 0x3c, 0, 0, 0])
    expect((await refusalOf(bytes)).reason).toContain('UTF-32')
  })
})

describe('an encoding that the runtime does not decode', () => {
  it('is named, with what to do', async () => {
    const details = await refusalOf(withBytes('IBM850', 0x82))
    expect(details.reason).toBe(
      'its encoding, IBM850, cannot be read; save it as UTF-8 and write encoding="utf-8" in its first line',
    )
  })

  it('is no obstacle once the file was saved as UTF-8, its declaration left as it was', async () => {
    expect(await nameIn(Buffer.from(xml(said('IBM850'), 'é')))).toBe('é')
  })
})

it('text that is not UTF-8 and says nothing is refused with both remedies', async () => {
  const details = await refusalOf(Buffer.from(xml('', 'é'), 'latin1'))
  expect(details).toMatchObject({ line: 2, column: 25 })
  expect(details.reason).toContain('encoding="windows-1252"')
})

it('half of a surrogate pair in UTF-16 is refused', async () => {
  await refusalOf(Buffer.from(`\uFEFF${xml('', '\uD83D')}`, 'utf16le'))
})
