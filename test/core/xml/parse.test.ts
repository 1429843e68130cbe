import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { unpackValues } from '../../../electron/core/crypto/credential-box.ts'
import { parseXml } from '../../../electron/core/xml/parse.ts'
import type { XmlDocument } from '../../../electron/core/xml/xml-model.ts'

const parseText = (text: string): Promise<XmlDocument> => parseXml(Buffer.from(text))
const parseFixture = async (name: string): Promise<XmlDocument> =>
  parseXml(await readFile(`test/fixtures/xml/${name}`))

/** The details of the refusal of a file. */
async function refusalOf(content: string | Uint8Array): Promise<unknown> {
  try {
    await parseXml(typeof content === 'string' ? Buffer.from(content) : content)
  } catch (error) {
    return { ...(error as { details: object }).details, code: (error as { code: string }).code }
  }
  throw new Error('the file was accepted')
}

const fields = [
  { label: 'User ID', masked: false, synchronized: false },
  { label: 'Password', masked: true, synchronized: false },
]

describe('a documented sample', async () => {
  it('of an application is read, appuserAccount for appUserAccount', async () => {
    const { applications } = await parseFixture('application.xml')
    expect(applications).toEqual([
      {
        at: { line: 2, column: 1 },
        name: 'SAP',
        properties: {
          type: 'individual',
          description: 'The SAP application',
          contact: 'someone@example.com',
          enabled: false,
          flags: {
            ticketsAllowed: false,
            validateTickets: true,
            allowLocalAccounts: false,
            timeoutTickets: true,
            adminAccountSame: false,
          },
          fields: [{ ...fields[0], label: 'User Id' }, fields[1]],
          administrators: [{ kind: null, name: 'domain\\AppAdminAccount', at: { line: 6, column: 1 } }],
          users: [{ kind: null, name: 'domain\\AppUserAccount', at: { line: 5, column: 1 } }],
        },
      },
    ])
  })

  it('with the dashes of a browser tree and an upper case root is read, its positions those of the file', async () => {
    const { applications } = await parseFixture('tree-dashes.xml')
    expect(applications).toMatchObject([
      { at: { line: 3, column: 3 }, name: 'SSOApp1', properties: { enabled: true, fields } },
    ])
    expect(applications[0]?.properties.type).toBeUndefined()
  })

  it('of a host group is one by its Windows account', async () => {
    const { applications } = await parseFixture('host-group.xml')
    expect(applications[0]?.properties).toMatchObject({
      type: 'host-group',
      users: [{ kind: 'user', name: 'DomainName\\WindowsUserAccount1' }],
    })
  })

  it('with globalnfo closed by globalInfo is read', async () => {
    const { globalInfo } = await parseFixture('misspelt-global-info.xml')
    expect(globalInfo).toEqual({
      at: { line: 2, column: 1 },
      numbers: { auditDeletedApps: 1000, auditDeletedMappings: 2000, auditCredentialLookups: 3000 },
    })
  })

  it('of the global information is read', async () => {
    const { globalInfo } = await parseFixture('global-info.xml')
    expect(globalInfo).toMatchObject({
      administrators: [{ kind: null, name: 'Domain\\Administrators' }],
      affiliateAdministrators: [{ kind: null, name: 'Domain\\Affiliates' }],
      secretServer: 'ComputerA',
      numbers: { ticketTimeout: 2, credCacheTimeout: 60 },
    })
  })

  it('of mappings is read', async () => {
    const { mappings } = await parseFixture('mappings.xml')
    expect(mappings).toEqual([
      {
        at: { line: 2, column: 1 },
        application: 'SAP',
        windowsAccount: 'domain\\WindowsUserName',
        externalUser: 'App1UserName',
        credential: null,
      },
      expect.objectContaining({ at: { line: 8, column: 1 }, application: 'SSOApp1' }),
    ])
  })
})

const mappingWith = (more: string): string =>
  `<sso><mapping><windowsUserId>u</windowsUserId><externalApplication>a</externalApplication><externalUserId>e</externalUserId>${more}</mapping></sso>`

describe('reading', async () => {
  it.each(['yes', 'on', 'true', '1', 'YES', 'On'])('takes %s for yes', async (flag) => {
    const { applications } = await parseText(
      `<sso><application name="a"><flags allowTickets="${flag}"/></application></sso>`,
    )
    expect(applications[0]?.properties.flags).toEqual({ ticketsAllowed: true })
  })

  it.each(['no', 'off', 'false', '0', 'No'])('takes %s for no', async (flag) => {
    const { applications } = await parseText(
      `<sso><application name="a"><flags enableApp="${flag}"/></application></sso>`,
    )
    expect(applications[0]?.properties.enabled).toBe(false)
  })

  it('keeps every character of a credential', async () => {
    const { mappings } = await parseText(
      mappingWith(
        '<credential><field>-</field><field> p&amp;&#x20AC;<![CDATA[ <x>]]> </field><field/></credential>',
      ),
    )
    const credential = mappings[0]?.credential
    const values = unpackValues(credential?.packed ?? new Uint8Array())?.map((value) =>
      Buffer.from(value).toString(),
    )
    expect({ values, count: credential?.count }).toEqual({ values: ['-', ' p&€ <x> ', ''], count: 3 })
  })

  it('takes namespaces declared by tools, comments and processing instructions', async () => {
    const { applications } = await parseText(
      '<?xml version="1.0"?><!-- a --><?b c?><sso xmlns:xsi="http://x" xml:space="default"><!-- - <d> --><application name="A"/></sso>',
    )
    expect(applications).toMatchObject([{ name: 'A', properties: {} }])
  })

  it.each<[string, Uint8Array]>([
    [
      'UTF-8 with a byte order mark',
      Buffer.from('\uFEFF<?xml version="1.0"?><sso><application name="é"/></sso>'),
    ],
    ['UTF-16', Buffer.from('\uFEFF<sso><application name="é"/></sso>', 'utf16le')],
    [
      'UTF-16 without a mark',
      Buffer.from('<?xml version="1.0" encoding="utf-16"?><sso><application name="é"/></sso>', 'utf16le'),
    ],
    ['big-endian UTF-16', Buffer.from('\uFEFF<sso><application name="é"/></sso>', 'utf16le').swap16()],
    [
      'UTF-8 declared as UTF-16',
      Buffer.from('<?xml version="1.0" encoding="utf-16"?><sso><application name="é"/></sso>'),
    ],
    [
      'Windows-1252',
      Buffer.from(
        '<?xml version="1.0" encoding="Windows-1252"?><sso><application name="é"/></sso>',
        'latin1',
      ),
    ],
  ])('takes %s', async (_name, bytes) => {
    expect((await parseXml(bytes)).applications).toMatchObject([{ name: 'é' }])
  })

  it.each([1, 2, 3, 7, 64 * 1024 - 20, 64 * 1024 - 5, 64 * 1024])(
    'keeps positions across pieces (%s)',
    async (padding) => {
      const text = `<sso>${' '.repeat(padding)}\r\n<globalnfo\r\n>\r\n  <ticketTimeout>5</ticketTimeout></globalInfo>\r<mapping\n></mapping></sso>`
      expect(await refusalOf(text)).toEqual({
        code: 'XmlInvalid',
        line: 5,
        column: 1,
        element: 'mapping',
        reason: '<windowsUserId> is missing in it',
      })
    },
  )
})

describe('refusing', async () => {
  it.each<[string, string, object]>([
    [
      'an unknown element',
      '<sso>\n  <aplication/></sso>',
      {
        line: 2,
        column: 3,
        element: 'aplication',
        reason: 'it is not known in <sso> (expected: <globalInfo>, <application>, <mapping>)',
      },
    ],
    [
      'an unknown root',
      '<a/>',
      { line: 1, column: 1, element: 'a', reason: 'it cannot be the root (expected: <sso>)' },
    ],
    [
      'an unknown attribute',
      '<sso><application nam="a"/></sso>',
      { line: 1, column: 6, element: 'application', reason: 'it has no attribute nam (expected: name)' },
    ],
    [
      'an attribute twice in two cases',
      '<sso><application name="a" NAME="b"/></sso>',
      { element: 'application', reason: 'the attribute name is there twice' },
    ],
    [
      'an element twice',
      '<sso><application name="a"><contact/>\n<contact/></application></sso>',
      { line: 2, column: 1, element: 'contact', reason: 'it is there twice' },
    ],
    [
      'global information twice',
      '<sso><globalInfo/><globalInfo/></sso>',
      { column: 19, element: 'globalInfo', reason: 'it is there twice' },
    ],
    [
      'a flag of another kind',
      '<sso><application name="a"><flags enableApp="maybe"/></application></sso>',
      { column: 28, element: 'flags', reason: 'its attribute enableApp is neither yes nor no' },
    ],
    [
      'a number of another kind',
      '<sso><globalInfo><ticketTimeout>2.5</ticketTimeout></globalInfo></sso>',
      { column: 18, element: 'ticketTimeout', reason: 'it is not a whole number' },
    ],
    [
      'text between elements',
      '<sso>\n  <application name="a">\n   stray </application></sso>',
      { line: 3, column: 4, element: 'application' },
    ],
    ['text after the root', '<sso/>\n x', { line: 2, column: 2, element: 'file' }],
    ['text instead of elements', 'sso', { line: 1, element: 'file' }],
    [
      'a value that is missing',
      '<sso><mapping><windowsUserId>u</windowsUserId></mapping></sso>',
      { column: 6, element: 'mapping', reason: '<externalApplication> is missing in it' },
    ],
    [
      'a value that is empty',
      '<sso><mapping><windowsUserId> </windowsUserId></mapping></sso>',
      { column: 15, element: 'windowsUserId', reason: 'it is empty' },
    ],
    [
      'a gap in the ordinals',
      '<sso><application name="a"><field ordinal="1" label="b"/></application></sso>',
      { element: 'field' },
    ],
    [
      'an ordinal twice',
      '<sso><application name="a"><field ordinal="0" label="b"/><field ordinal="0" label="c"/></application></sso>',
      { column: 58, element: 'field' },
    ],
    [
      'two types at once',
      '<sso><application name="a"><flags groupApp="1" configStoreApp="1"/></application></sso>',
      { element: 'flags' },
    ],
    [
      'a tag that is not closed',
      '<sso>\n<mapping>',
      { line: 2, column: 1, element: 'mapping', reason: 'it is not closed before the file ends' },
    ],
    [
      'a tag that closes another',
      '<sso>\n<mapping></sso>',
      { line: 2, column: 1, reason: 'it is not closed before </sso> at line 2, column 10' },
    ],
    [
      'an element that closes too early',
      '<sso><mapping>\n<windowsUserId>u</mapping></sso>',
      {
        line: 2,
        column: 1,
        element: 'windowsUserId',
        reason: 'it is not closed before </mapping> at line 2, column 17',
      },
    ],
    ['two roots', '<sso/><sso/>', { line: 1, column: 7, element: 'file' }],
    ['an empty file', '', { line: 1, column: 1, element: 'file', reason: 'the file is empty' }],
  ])('%s names its place', async (_name, text, details) => {
    expect(await refusalOf(text)).toMatchObject({ code: 'XmlInvalid', ...details })
  })

  it('never shows a credential', async () => {
    const broken = mappingWith('<credential><field>s3cret</field><fiield>s3cret</fiield></credential>')
    const beside = mappingWith('<credential>s3cret</credential>')
    const entity = mappingWith('<credential><field>s3cret&s3cret;</field></credential>')
    for (const text of [broken, beside, entity])
      expect(JSON.stringify(await refusalOf(text))).not.toContain('s3cret')
  })
})

describe('a hostile file', async () => {
  it('with entities that grow is refused', async () => {
    const text = '<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>\n<sso>&b;</sso>'
    expect(await refusalOf(text)).toMatchObject({ line: 1, reason: 'a DOCTYPE is not allowed' })
  })

  it.each(['<!DOCTYPE sso SYSTEM "file:///etc/passwd"><sso/>', '<!DOCTYPE sso><sso/>'])(
    '%s is refused',
    async (text) => {
      expect(await refusalOf(text)).toMatchObject({ reason: 'a DOCTYPE is not allowed' })
    },
  )

  it.each(['&lol;', '&constructor;', '&__proto__;'])('that uses the entity %s is refused', async (entity) => {
    expect(await refusalOf(`<sso><application name="${entity}"/></sso>`)).toMatchObject({
      column: 25,
      reason: expect.stringContaining('written &amp;'),
    })
  })

  it.each(['&#0;', '&#xD800;', '&#x110000;'])(
    'that refers to the character %s is refused',
    async (reference) => {
      expect(await refusalOf(`<sso><application name="${reference}"/></sso>`)).toMatchObject({
        code: 'XmlInvalid',
      })
    },
  )

  it('that nests deeply is refused where it does', async () => {
    const text = `<sso>${'<mapping>'.repeat(100_000)}`
    expect(await refusalOf(text)).toMatchObject({ column: 6, element: 'mapping' })
  })

  it('with a huge attribute is refused', async () => {
    const text = `<sso><application name="${'a'.repeat(5_000_000)}"/></sso>`
    expect(await refusalOf(text)).toMatchObject({
      element: 'application',
      reason: 'the attribute name is too long',
    })
  })

  it('with a huge text, in one piece or many, is refused', async () => {
    const whole = `<sso><application name="a"><contact>${'a'.repeat(5_000_000)}</contact></application></sso>`
    const many = `<sso><application name="a"><contact>${'a<!-- -->'.repeat(70_000)}</contact></application></sso>`
    for (const text of [whole, many])
      expect(await refusalOf(text)).toMatchObject({ element: 'contact', reason: 'its text is too long' })
  })

  it('with a huge name is refused in few words', async () => {
    const refusal = await refusalOf(`<sso><${'a'.repeat(1_000_000)}/></sso>`)
    expect(JSON.stringify(refusal).length).toBeLessThan(500)
  })

  it('with more elements in one than there is use for is refused', async () => {
    const text = `<sso><application name="a">${'<appUserAccount>a</appUserAccount>'.repeat(1001)}</application></sso>`
    expect(await refusalOf(text)).toMatchObject({ reason: '<application> holds too many elements' })
  })

  it('of more than 400 MiB is refused', async () => {
    const bytes = new Uint8Array(400 * 1024 * 1024 + 1)
    expect(await refusalOf(bytes)).toMatchObject({ code: 'XmlTooLarge', limit: 419_430_400 })
  })

  it('that is not UTF-8 is refused where it is not', async () => {
    const bytes = Buffer.concat([
      Buffer.from('\uFEFF<sso>\n<!-- \uFFFDé -->\r\n é'),
      Uint8Array.of(0xe9, 0x20),
    ])
    expect(await refusalOf(bytes)).toMatchObject({ code: 'XmlInvalid', line: 3, column: 3, element: 'file' })
  })

  it.each(['utf-7', 'hz-gb-2312', 'UNICODE-1-1-UTF-7'])('in %s is refused by its name', async (encoding) => {
    expect(await refusalOf(`<?xml version="1.0" encoding="${encoding}"?><sso/>`)).toMatchObject({
      line: 1,
      column: 1,
      reason: expect.stringContaining(encoding),
    })
  })
})
