import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseXml } from '../../../electron/core/xml/parse.ts'
import { refuseSyntaxFault } from '../../../electron/core/xml/syntax-fault.ts'

interface Details {
  readonly line: number
  readonly column: number
  readonly element: string
  readonly reason: string
}

/** `»` marks the place at which the text is to be refused. */
async function refusalOf(
  marked: string,
): Promise<{ details: Details; at: { line: number; column: number } }> {
  const text = marked.replace('¦', '')
  const before = marked.slice(0, marked.indexOf('¦')).split('\n')
  const error = await parseXml(Buffer.from(text)).then(
    () => null,
    (thrown) => thrown,
  )
  expect(error).toMatchObject({ code: 'XmlInvalid' })
  return { details: error.details, at: { line: before.length, column: (before.at(-1) ?? '').length + 1 } }
}

const inside = (content: string): string =>
  `<?xml version="1.0"?>\n<sso>\n  <application name="a">\n    ${content}\n  </application>\n</sso>\n`

describe('a fault is reported where it is:', () => {
  it.each<[string, string, string, RegExp]>([
    [
      'an element never closed',
      inside('¦<description>A\n    <contact>c</contact>'),
      'description',
      /not closed before <contact>/,
    ],
    ['flags never closed', inside('¦<flags enableApp="no">'), 'flags', /not closed before <\/application>/],
    [
      'fields never closed',
      inside('¦<field ordinal="0" label="l">\n    <field ordinal="1" label="m">'),
      'field',
      /not closed before <field>/,
    ],
    ['a DOCTYPE', '\n¦<!DOCTYPE sso SYSTEM "x.dtd">\n<sso/>', 'file', /^a DOCTYPE is not allowed$/],
    ['an empty file', '¦', 'file', /^the file is empty$/],
    ['a file of blanks', '¦ \n  \n', 'file', /^the file is empty$/],
    ['words', '\n  ¦hello\n', 'file', /no XML/],
    ['another format', '¦{"sso": {}}', 'file', /no XML/],
    ['a declaration alone', '¦<?xml version="1.0"?>\n\n', 'file', /no element/],
    ['a declaration that is not first', '\n¦<?xml version="1.0"?>\n<sso/>', 'file', /first of the file/],
    ['an encoding without a name', '<?xml version="1.0" ¦encoding=""?>\n<sso/>', 'file', /has no name/],
    ['a second root', '<sso>\n</sso>\n¦<sso/>', 'file', /second one/],
    ['a root never closed', '¦<sso>\n  <application name="a"/>\n', 'sso', /file ends/],
    [
      'an application never closed',
      '<sso>\n ¦<application name="a">\n <application name="b"/>\n</sso>',
      'application',
      /not closed before <application> at line 3, column 2/,
    ],
    [
      'a misspelt end',
      inside('¦<description>A</desciption>'),
      'description',
      /closed by <\/description>, and is by <\/desciption> at line 4/,
    ],
    ['an end in other letters', inside('¦<description>A</Description>'), 'description', /other letters/],
    [
      'a tag opened where it should be closed',
      inside('<appAdminAccount>D\\g¦<appAdminAccount>'),
      'appAdminAccount',
      /write <\/appAdminAccount>/,
    ],
    ['an end of nothing', '<sso/>\n¦</sso>', 'file', /closes nothing/],
    [
      'an & in a text',
      inside('<description>A ¦& B</description>\n<contact>x;</contact>'),
      'description',
      /&amp;/,
    ],
    ['an & before letters', inside('<description>R¦&D</description>'), 'description', /&amp;/],
    ['an & in a value', '<sso>\n<application name="A¦&B"/>\n</sso>', 'sso', /&amp;/],
    ['an entity of HTML', inside('<description>A¦&nbsp;B</description>'), 'description', /&amp;/],
    ['a < in a text', inside('<description>1 ¦< 2</description>'), 'description', /&lt;/],
    ['a < in a value', '<sso>\n<application name=¦"1<2"/>\n</sso>', 'sso', /&lt;/],
    [
      'a value never closed',
      '<sso>\n<application name=¦"a>\n<description>x</description>\n</application>\n</sso>',
      'sso',
      /no " at its end/,
    ],
    ['a value without quotes', '<sso>\n<application name=¦a/>\n</sso>', 'sso', /without quotes/],
    ['an attribute without a value', '<sso>\n<application ¦name/>\n</sso>', 'sso', /has no value/],
    ['an attribute twice', '<sso>\n<application name="a" ¦name="a"/>\n</sso>', 'sso', /second attribute/],
    [
      'attributes without a blank',
      inside('<field ordinal="0"¦label="a"/>'),
      'application',
      /blank is missing/,
    ],
    [
      'a no-break space between attributes',
      inside('<field ordinal="0"¦\u00A0label="a"/>'),
      'application',
      /./,
    ],
    [
      'typographic quotes',
      '<sso>\n<application name=¦“a”>\n</application>\n</sso>',
      'sso',
      /typographic quote \(“\)/,
    ],
    ['low quotes', '<sso>\n<application name=¦„a“/>\n</sso>', 'sso', /typographic quote \(„\)/],
    [
      'single typographic quotes',
      '<sso>\n<application name=¦‘a’/>\n</sso>',
      'sso',
      /typographic quote \(‘\)/,
    ],
    [
      'a typographic quote at the end',
      '<sso>\n<application name="a¦”>\n<description>b</description></application>\n</sso>',
      'sso',
      /typographic quote \(”\)/,
    ],
    [
      'a typographic quote before another attribute',
      inside('<field ordinal="0¦” label="a"/>'),
      'application',
      /typographic quote/,
    ],
    ['typographic quotes in the declaration', '<?xml version=¦“1.0”?>\n<sso/>', 'file', /typographic/],
    [
      'a comment never closed',
      '<sso>\n¦<!-- a - >\n<application name="a"/>\n</sso>',
      'sso',
      /comment that begins here/,
    ],
    ['a comment with a dash', '<sso>\n¦<!—-an existing group - >\n</sso>', 'sso', /comment begins with <!--/],
    ['two hyphens in a comment', '<sso>\n<!-- a ¦-- b -->\n</sso>', 'sso', /two hyphens/],
    [
      'a CDATA section never closed',
      inside('<description>¦<![CDATA[ a</description>'),
      'description',
      /CDATA/,
    ],
    [
      'a tag without its end',
      '<sso>\n¦<application name="a"\n<description>b</description></application></sso>',
      'application',
      /no > at its end/,
    ],
    [
      'a closing tag without its end',
      inside('<description>b¦</description\n<contact/>'),
      'description',
      /no > at its end/,
    ],
    ['a control character', inside('<description>b¦\u0001</description>'), 'description', /U\+0001/],
    ['half a tag at the end', '<sso>\n<application name="a"/>\n¦</ss', 'sso', /no > at its end/],
  ])('%s', async (_name, marked, element, reason) => {
    const { at, details } = await refusalOf(marked)
    expect(details).toMatchObject({ ...at, element })
    expect(details.reason).toMatch(reason)
  })
})

describe('a refusal', () => {
  it('says that a typographic quote is in a value where the file can be read all the same', async () => {
    const { details } = await refusalOf(inside('¦<field ordinal="0” label=“User ID" masked="no"/>'))
    expect(details).toMatchObject({ line: 4, column: 5, reason: expect.stringContaining('typographic') })
  })

  it.each([
    '<field>s3cret<s3cret></field>',
    '<field>s3cret&s3cret;</field>',
    '<field>a</s3cret></field>',
    '<field>s3cret < s3cret</field>',
    '<field s3cret=“s3cret”/>',
    '<field s3cret/>',
    '<field s3cret s3cret="a" s3cret="b"/>',
    '<s3cret',
  ])('shows no part of a credential: %s', async (credential) => {
    const { details } = await refusalOf(
      `<sso><mapping><credential>${credential}</credential></mapping></sso>`,
    )
    expect(details.reason).not.toContain('s3cret')
  })
})

const bit = fc.constantFrom(
  '<',
  '>',
  '</',
  '/>',
  '<a>',
  '</a>',
  '<b c="d"/>',
  '"',
  "'",
  '“',
  '&',
  '&amp;',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<?',
  '?>',
  '=',
  ' ',
  '\n',
  'x',
  '—',
)

it('the search for a fault ends, and refuses nothing otherwise, whatever the text', () => {
  fc.assert(
    fc.property(fc.array(bit, { maxLength: 60 }), (bits) => {
      try {
        refuseSyntaxFault(bits.join(''))
      } catch (error) {
        expect(error).toMatchObject({ code: 'XmlInvalid' })
      }
    }),
    { numRuns: 2000 },
  )
})
