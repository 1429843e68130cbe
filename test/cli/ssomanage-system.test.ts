import { describe, expect, it } from 'vitest'
import { people } from '../support/application-services.ts'
import { aManagePlace, applicationXml, mappingXml, roles, steady } from './support/ssomanage-place.ts'

const erin = people.erin

describe('ssomanage -displayDB', () => {
  it('shows what the original shows, to an SSO Administrator only', async () => {
    const place = await aManagePlace()
    const text = await place.manage(['–displaydb'])
    await expect(steady(text.stdout, place)).toMatchFileSnapshot('golden/ssomanage-display-db.txt')
    const json = JSON.stringify(await place.json(['-displayDB']), null, 2)
    await expect(`${steady(json, place)}\n`).toMatchFileSnapshot('golden/ssomanage-display-db.json')
    expect(await place.manage(['-displayDB'], { account: people.affiliateAdministrator })).toMatchObject({
      code: 5,
      stderr: expect.stringMatching(
        /^ERROR: 0xC0002B01 : .*\n\(AccessDeniedNotSsoAdministrator, event 11009/,
      ),
    })
  })

  it('has the short form of the original, too', async () => {
    const place = await aManagePlace()
    expect(await place.json(['-showDB'])).toMatchObject({ path: `${place.dataDirectory}/sso.db` })
  })
})

describe('ssomanage -updateDB', () => {
  it('changes what the file names; with --dry-run it only tells', async () => {
    const place = await aManagePlace()
    const file = await place.xml(
      'info.xml',
      '<globalInfo><ticketTimeout>5</ticketTimeout><credCacheTimeout>30</credCacheTimeout></globalInfo>',
    )
    const dry = await place.manage(['-updatedb', file, '--dry-run'])
    expect(dry).toMatchObject({ code: 0, stderr: '' })
    expect(dry.stdout).toBe(
      'changed globalInfo (line 2)\n    ticketTimeout: 2 -> 5\n    credCacheTimeout: 60 -> 30\n' +
        '0 created, 1 changed, 0 unchanged.\nNothing was changed.\n',
    )
    expect(await place.json(['-displayDB'])).toMatchObject({ ticketTimeout: 2 })
    expect(await place.json(['-updateDB', file])).toMatchObject({ dryRun: false, counts: { changed: 1 } })
    expect(await place.json(['-displayDB'])).toMatchObject({ ticketTimeout: 5, credentialCacheTimeout: 30 })
  })

  it.each([
    ['with an application', applicationXml('SAP'), 'application'],
    ['with a mapping', mappingXml('ann', 'ANN'), 'mapping'],
  ])('refuses a file %s, and changes nothing', async (_, element, name) => {
    const place = await aManagePlace()
    const file = await place.xml(
      'mixed.xml',
      '<globalInfo><ticketTimeout>5</ticketTimeout></globalInfo>',
      element,
    )
    const run = await place.manage(['-updateDB', file])
    expect(run).toMatchObject({ code: 1, stdout: '' })
    expect(run.stderr).toContain(`line 3, column 1 (${name}): only <globalInfo> is taken here`)
    expect(await place.json(['-displayDB'])).toMatchObject({ ticketTimeout: 2 })
  })

  it('exits with 3 when there is no such file, and with 1 when there is nothing in it', async () => {
    const place = await aManagePlace()
    expect(await place.manage(['-updateDB', place.file('none.xml')])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('XmlFileMissing'),
    })
    expect(await place.manage(['-updateDB', await place.xml('empty.xml')])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('it has no <globalInfo>'),
    })
    expect(await place.manage(['-updateDB', place.folder])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('XmlFileUnreadable'),
    })
  })
})

describe('ssomanage', () => {
  it('disables and enables the SSO system', async () => {
    const place = await aManagePlace()
    expect((await place.manage(['-disablesso'])).stdout).toBe(
      'The SSO system is disabled.\nThe operation completed successfully.\n',
    )
    expect(await place.json(['-displayDB'])).toMatchObject({ enabled: false })
    expect(await place.json(['-enableSSO'])).toEqual({ enabled: true })
    expect(await place.json(['-displayDB'])).toMatchObject({ enabled: true })
  })

  it('enables and disables host-initiated SSO, and nothing else', async () => {
    const place = await aManagePlace()
    expect((await place.manage(['–enable', 'HISSO'])).stdout).toContain('Host-initiated SSO is enabled.\n')
    expect(await place.json(['-displayDB'])).toMatchObject({ hostInitiatedSso: true })
    expect(await place.json(['-disable', 'hisso'])).toEqual({ hostInitiatedSso: false })
    expect(await place.manage(['-enable', 'winsso'])).toMatchObject({ code: 2 })
  })

  it.each([
    [['yes', 'no'], true, false],
    [['ON', 'off'], true, false],
    [['Off', 'Yes'], false, true],
  ])('takes tickets as the original does: %j', async (words, ticketsAllowed, validateTickets) => {
    const place = await aManagePlace()
    const said = { ticketsAllowed, validateTickets }
    expect(await place.json(['-tickets', ...words])).toEqual(said)
    expect(await place.json(['-displayDB'])).toMatchObject(said)
  })

  it.each([[['maybe', 'no']], [['yes']], [['yes', 'ja']]])('refuses -tickets %j', async (words) => {
    const place = await aManagePlace()
    expect(await place.manage(['-tickets', ...words])).toMatchObject({ code: 2, stdout: '' })
  })

  it.each([[['-enableSSO']], [['-disableSSO']], [['-enable', 'hisso']], [['-tickets', 'yes', 'no']]])(
    'lets nobody but an SSO Administrator do %j',
    async (argv) => {
      const place = await aManagePlace()
      for (const [role, account] of Object.entries(roles)) {
        const { code } = await place.manage(argv, { account })
        expect([role, code]).toEqual([role, role === 'an SSO Administrator' ? 0 : 5])
      }
    },
  )
})

describe('the servers', () => {
  it('are shown, added and removed', async () => {
    const place = await aManagePlace()
    expect(await place.json(['-addServer', 'SSO02'])).toEqual({ server: 'sso02' })
    expect(await place.json(['-listServers'])).toMatchObject([
      { name: 'sso01', isMasterSecretServer: true, isThisServer: true },
      { name: 'sso02', isMasterSecretServer: false, lastSeenAt: null, msids: null },
    ])
    expect(steady((await place.manage(['-listservers'])).stdout, place)).toMatch(
      /^sso01: master secret server, this computer, version \S+\nsso02: not seen yet\n$/,
    )
    expect(await place.manage(['-addServer', 'sso02'])).toMatchObject({ code: 4 })
    expect((await place.manage(['-removeServer', 'sso02'])).stdout).toContain('The server sso02 is removed.')
    expect(await place.manage(['-removeServer', 'sso02'])).toMatchObject({ code: 3 })
    expect(await place.manage(['-listServers'], { account: erin })).toMatchObject({ code: 5 })
    expect(await place.manage(['-addServer', 'sso03'], { account: erin })).toMatchObject({ code: 5 })
  })

  it('are this one: -showServer tells where, to anybody', async () => {
    const place = await aManagePlace()
    expect(await place.json(['-showServer'], { account: erin })).toEqual({
      ssoServer: 'sso01',
      dataDirectory: place.dataDirectory,
      masterSecretServer: 'sso01',
    })
  })

  it.each(['-server', '–serverall'])(
    'other than this one are not chosen with %s: it says what to do',
    async (verb) => {
      const place = await aManagePlace()
      const run = await place.manage([verb, 'sso02'])
      expect(run).toMatchObject({ code: 2, stdout: '' })
      expect(run.stderr).toMatch(
        /^ERROR: ssomanage -server\w*: .*this computer.*--data-dir or SSO_DATA_DIR\.\n$/,
      )
    },
  )
})
