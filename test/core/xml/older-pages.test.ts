import { describe, expect, it } from 'vitest'
import { parseXml } from '../../../electron/core/xml/parse.ts'
import type { XmlApplication } from '../../../electron/core/xml/xml-model.ts'

async function applicationOf(content: string, attributes = ''): Promise<XmlApplication['properties']> {
  const text = `<SSO ${attributes}><application name="a">${content}</application></SSO>`
  const { applications } = await parseXml(Buffer.from(text))
  return applications[0]?.properties ?? {}
}

const refusalOf = (content: string, attributes = ''): Promise<unknown> =>
  applicationOf(content, attributes).then(
    () => null,
    ({ code, details }) => ({ code, ...details }),
  )

const group = (name: string) => ({ kind: null, name })

describe('names of older pages', () => {
  it('of accounts are those of today', async () => {
    expect(
      await applicationOf(
        '<userGroup>ibi\\Domain Users</userGroup><appUserAccount>D\\more</appUserAccount><appAdminGroup>ibi\\YourID</appAdminGroup>',
      ),
    ).toMatchObject({
      users: [group('ibi\\Domain Users'), group('D\\more')],
      administrators: [group('ibi\\YourID')],
    })
  })

  it('of flags are those of today', async () => {
    const flags =
      '<flags allowLocalGroups="yes" ticketTimeout="yes" adminGroupSame="no" enableApp="yes" hostInitiatedSSO="yes"/>'
    expect(await applicationOf(flags)).toMatchObject({
      enabled: true,
      flags: {
        allowLocalAccounts: true,
        timeoutTickets: true,
        adminAccountSame: false,
        hostInitiatedSso: true,
      },
    })
  })

  it('of the ticket time-out are a number where one is given', async () => {
    const { flags, ticketTimeout } = await applicationOf('<flags ticketTimeout="5"/>')
    expect({ flags, ticketTimeout }).toEqual({ flags: {}, ticketTimeout: 5 })
  })

  it.each(['ticketTimeout="yes" timeoutTickets="no"', 'ticketTimeout="5" appTicketTimeOut="6"'])(
    'may not contradict those of today: %s',
    async (flags) => {
      expect(await refusalOf(`<flags ${flags}/>`)).toMatchObject({
        code: 'XmlInvalid',
        element: 'flags',
        reason: expect.stringContaining('contradicts'),
      })
    },
  )

  it('beside those of today in one tag are refused', async () => {
    expect(await refusalOf('<flags allowLocalGroups="yes" allowLocalAccounts="yes"/>')).toMatchObject({
      reason: expect.stringContaining('twice'),
    })
  })

  it('are not offered', async () => {
    const { reason } = (await refusalOf('<apUserAccount>D\\g</apUserAccount>')) as { reason: string }
    expect(reason).toMatch(
      /expected: <description>, <contact>, <appUserAccount>, <appAdminAccount>, <windows/,
    )
  })
})

describe('several elements of flags', () => {
  it('are taken as one', async () => {
    expect(
      await applicationOf(
        '<flags groupApp="yes"/><flags allowTickets="no" groupApp="on"/><flags enableApp="no"/>',
      ),
    ).toMatchObject({ type: 'group', enabled: false, flags: { ticketsAllowed: false } })
  })

  it('that contradict one another are refused at the later one', async () => {
    expect(await refusalOf('<flags allowTickets="no"/>\n<flags allowTickets="yes"/>')).toMatchObject({
      line: 2,
      column: 1,
      reason: 'its attribute allowTickets contradicts another one before it',
    })
  })
})

describe('attributes of other vocabularies', () => {
  it.each([
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="sso.xsd"',
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:sso sso.xsd"',
    'xmlns="urn:sso" xmlns:xsd="http://www.w3.org/2001/XMLSchema"',
    'xsi:noNamespaceSchemaLocation="sso.xsd"',
    'xmlns:mc="urn:tool" mc:ignorable="yes" xml:lang="en"',
  ])('on the root are ignored: %s', async (attributes) => {
    expect(await applicationOf('<contact>c</contact>', attributes)).toEqual({ contact: 'c' })
  })

  it('are ignored on every element', async () => {
    expect(
      await applicationOf(
        '<contact xsi:type="xsd:string">c</contact><flags xsi:nil="false" enableApp="yes"/><field xmlns:t="urn:t" t:id="1" ordinal="0" label="l"/>',
      ),
    ).toMatchObject({ contact: 'c', enabled: true, fields: [{ label: 'l' }] })
  })

  it('are refused if their prefix is declared nowhere', async () => {
    expect(await refusalOf('<flags sso:allowTickets="yes"/>')).toMatchObject({
      element: 'flags',
      reason: expect.stringContaining('sso:allowTickets'),
    })
  })
})
