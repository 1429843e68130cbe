import { readFile, stat, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { people } from '../support/application-services.ts'
import { aManagePlace, applicationXml, mappingXml, steady } from './support/ssomanage-place.ts'

const CONFIG_STORE = `<application name="Ports"><field ordinal="0" label="Id"/><flags configStoreApp="yes"/></application>`

describe('ssomanage -listApps', () => {
  it('marks what is enabled, and leaves configuration stores out but for all', async () => {
    const place = await aManagePlace()
    await place.manage(['-createApps', await place.xml('a.xml', applicationXml('SAP'), CONFIG_STORE)])
    const few = await place.manage(['-listapps'])
    await expect(few.stdout).toMatchFileSnapshot('golden/ssomanage-list-apps.txt')
    expect((await place.manage(['-listapps', 'ALL'])).stdout).toContain('(D) Ports\n')
    const json = `${JSON.stringify(await place.json(['-listApps', 'all']), null, 2)}\n`
    await expect(steady(json, place)).toMatchFileSnapshot('golden/ssomanage-list-apps.json')
  })

  it('lists what the caller is something in, and says so when that is nothing', async () => {
    const place = await aManagePlace()
    await place.manage(['-createApps', await place.xml('a.xml', applicationXml('SAP'))])
    expect(await place.json(['-listApps'], { account: people.applicationAdministrator })).toMatchObject([
      { name: 'Payroll', role: 'application-administrator' },
    ])
    expect(await place.manage(['-listApps'], { account: people.erin })).toEqual({
      code: 0,
      stdout: '',
      stderr: 'There is no affiliate application to list.\n',
    })
  })
})

describe('ssomanage -displayApp', () => {
  it('shows an application to whoever is something in it', async () => {
    const place = await aManagePlace()
    const text = await place.manage(['-displayapp', 'PAYROLL'], { account: people.applicationUser })
    await expect(steady(text.stdout, place)).toMatchFileSnapshot('golden/ssomanage-display-app.txt')
    const json = `${JSON.stringify(await place.json(['-displayApp', 'Payroll']), null, 2)}\n`
    await expect(steady(json, place)).toMatchFileSnapshot('golden/ssomanage-display-app.json')
    expect(await place.manage(['-displayApp', 'Payroll'], { account: people.erin })).toMatchObject({
      code: 5,
    })
    expect(await place.manage(['-displayApp', 'SAP'])).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/^ERROR: 0xC0002A04 : .*\n\(ApplicationMissing, event 10756\)\n$/),
    })
  })
})

describe('ssomanage -createApps', () => {
  it('creates applications disabled, and says so', async () => {
    const place = await aManagePlace()
    const file = await place.xml(
      'a.xml',
      applicationXml('SAP').replace('</application>', '<flags enableApp="yes"/></application>'),
    )
    const dry = await place.manage(['-createapps', file, '-dry-run'])
    expect(dry.stdout).toBe(
      'created application SAP (line 2); it is disabled until -enableApp\n' +
        '1 created, 0 changed, 0 unchanged.\nNothing was changed.\n',
    )
    expect(await place.manage(['-displayApp', 'SAP'])).toMatchObject({ code: 3 })
    const run = await place.manage(['–createapps', file])
    expect(run).toMatchObject({
      code: 0,
      stdout: dry.stdout.replace('Nothing was changed.', 'The operation completed successfully.'),
    })
    expect(await place.json(['-displayApp', 'SAP'])).toMatchObject({ enabled: false })
  })

  it('refuses what is there: all of the file or nothing', async () => {
    const place = await aManagePlace()
    const file = await place.xml('a.xml', applicationXml('SAP'), applicationXml('payroll'))
    const dry = await place.manage(['-createApps', file, '--dry-run'])
    expect(dry).toMatchObject({ code: 1, stderr: '' })
    expect(dry.stdout).toMatch(
      /^refused application payroll \(line 3\): An application named Payroll already/m,
    )
    expect(dry.stdout).toContain('1 created, 0 changed, 0 unchanged, 1 refused.\n')
    expect(await place.manage(['-createApps', file])).toMatchObject({
      code: 4,
      stdout: '',
      stderr: expect.stringMatching(/^ERROR: 0xC0002A00 : [\s\S]*\(XmlRefused, event 10752, tracking id /),
    })
    expect(await place.manage(['-displayApp', 'SAP'])).toMatchObject({ code: 3 })
  })

  it('refuses a file that would change something else, too', async () => {
    const place = await aManagePlace()
    const file = await place.xml('a.xml', applicationXml('SAP'), mappingXml('ann', 'ANN', undefined, 'SAP'))
    expect(await place.manage(['-createApps', file])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('(mapping): only <application> is taken here'),
    })
  })

  it('takes an SSO Affiliate Administrator', async () => {
    const place = await aManagePlace()
    const file = await place.xml('a.xml', applicationXml('SAP'))
    const { applicationAdministrator, affiliateAdministrator } = people
    expect(await place.manage(['-createApps', file], { account: applicationAdministrator })).toMatchObject({
      code: 5,
      stderr: expect.stringMatching(/^ERROR: 0xC0002B02 : [\s\S]*\(XmlRefused, event 11010, /),
    })
    expect(await place.manage(['-createApps', file], { account: affiliateAdministrator })).toMatchObject({
      code: 0,
    })
  })

  it('tells line and column of what it cannot read', async () => {
    const place = await aManagePlace()
    await writeFile(place.file('bad.xml'), '<sso>\n  <application>\n</sso>')
    expect(await place.manage(['-createApps', place.file('bad.xml'), '--json'])).toMatchObject({
      code: 1,
      stderr: '',
    })
    expect((await place.manage(['-createApps', place.file('bad.xml')])).stderr).toMatch(
      /at line [23], column \d+/,
    )
  })
})

describe('ssomanage -updateApps', () => {
  it('changes what is there, prints what differs, and creates nothing', async () => {
    const place = await aManagePlace()
    const file = await place.xml(
      'u.xml',
      '<application name="Payroll"><contact>pay@corp.example</contact></application>',
    )
    expect((await place.manage(['-updateapps', file, '--dry-run'])).stdout).toContain(
      'changed application Payroll (line 2)\n    contact: payroll@corp.example -> pay@corp.example\n',
    )
    expect(
      await place.manage(['-updateApps', file], { account: people.applicationAdministrator }),
    ).toMatchObject({ code: 0 })
    expect(await place.json(['-displayApp', 'Payroll'])).toMatchObject({ contact: 'pay@corp.example' })
    const unknown = await place.xml('n.xml', applicationXml('SAP'))
    expect(await place.manage(['-updateApps', unknown])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('There is no application'),
    })
  })
})

describe('ssomanage', () => {
  it('disables, deletes only then, and enables an application', async () => {
    const place = await aManagePlace()
    expect(await place.manage(['-deleteApp', 'Payroll'])).toMatchObject({ code: 4 })
    expect((await place.manage(['-disableapp', 'payroll'])).stdout).toBe(
      'The application Payroll is disabled.\nThe operation completed successfully.\n',
    )
    expect(await place.json(['-enableApp', 'Payroll'])).toEqual({ application: 'Payroll', enabled: true })
    await place.manage(['-disableApp', 'Payroll'])
    const { applicationAdministrator } = people
    expect(
      await place.manage(['-deleteApp', 'Payroll'], { account: applicationAdministrator }),
    ).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('AccessDeniedNotAffiliateAdministrator'),
    })
    expect(await place.json(['-deleteApp', 'Payroll'])).toEqual({ application: 'Payroll' })
    expect(await place.json(['-listApps'])).toEqual([])
  })

  it('lets an Application User neither enable nor disable one', async () => {
    const place = await aManagePlace()
    const account = people.applicationUser
    expect(await place.manage(['-disableApp', 'Payroll'], { account })).toMatchObject({ code: 5 })
    expect(await place.manage(['-enableApp', 'Payroll'], { account })).toMatchObject({ code: 5 })
    expect(await place.manage(['-purgeCache', 'Payroll'], { account })).toMatchObject({ code: 5 })
  })

  it('purges the cache of an application', async () => {
    const place = await aManagePlace()
    const { applicationAdministrator } = people
    expect(
      await place.manage(['–purgecache', 'Payroll'], { account: applicationAdministrator }),
    ).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('completed successfully'),
    })
    expect(await place.json(['-purgeCache', 'Payroll'])).toEqual({ application: 'Payroll' })
    expect(await place.manage(['-purgeCache', 'SAP'])).toMatchObject({ code: 3 })
  })
})

describe('ssomanage -exportApps', () => {
  it('writes what -createApps makes the same of', async () => {
    const place = await aManagePlace()
    const file = place.file('exported.xml')
    expect(await place.json(['-exportApps', file])).toEqual({ file, xml: null })
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600)
    const before = await place.json(['-displayApp', 'Payroll'])
    await place.manage(['-disableApp', 'Payroll'])
    await place.manage(['-deleteApp', 'Payroll'])
    expect(await place.manage(['-createApps', file])).toMatchObject({ code: 0 })
    expect(await place.json(['-displayApp', 'Payroll'])).toMatchObject({
      ...(before as object),
      id: expect.any(Number),
      createdAt: expect.any(String),
      enabled: false,
    })
  })

  it('replaces no file but with --force, and prints without one', async () => {
    const place = await aManagePlace()
    await writeFile(place.file('e.xml'), 'precious')
    expect(await place.manage(['-exportApps', place.file('e.xml')])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('XmlFileExists'),
    })
    expect(await readFile(place.file('e.xml'), 'utf8')).toBe('precious')
    expect(await place.manage(['-exportApps', place.file('e.xml'), '--force'])).toMatchObject({ code: 0 })
    const printed = await place.manage(['-exportApps', '--application', 'payroll'])
    expect(printed.stdout).toBe(await readFile(place.file('e.xml'), 'utf8'))
    expect(await place.manage(['-exportApps', place.file('no/such.xml')])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('XmlFileNotWritten'),
    })
  })
})
