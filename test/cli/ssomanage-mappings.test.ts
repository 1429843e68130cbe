import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { people } from '../support/application-services.ts'
import { getPassword } from '../support/credential-system.ts'
import { aManagePlace, type ManagePlace, mappingXml, steady } from './support/ssomanage-place.ts'

const { applicationAdministrator, applicationUser, erin } = people

/** A place with the mappings ann (enabled, with credentials) and bob (disabled) in Payroll. */
async function withMappings(): Promise<ManagePlace> {
  const place = await aManagePlace()
  const file = await place.xml('m.xml', mappingXml('ann', 'ANN', 'hunter2'), mappingXml('bob', 'BOB'))
  expect(await place.manage(['-createMappings', file])).toMatchObject({ code: 0 })
  return place
}

async function passwordOf(place: ManagePlace, account: string): Promise<string> {
  const system = await place.open()
  return getPassword(system, { account }).finally(() => system.close())
}

describe('ssomanage -createMappings', () => {
  it('creates them, enabled with their credentials and disabled without', async () => {
    const place = await withMappings()
    expect(await passwordOf(place, 'CORP\\ann')).toBe('hunter2')
    expect(await place.json(['-listMappings', 'Payroll'])).toMatchObject([
      { windowsAccount: 'CORP\\ann', enabled: true },
      { windowsAccount: 'CORP\\bob', enabled: false },
    ])
  })

  it('tells with --dry-run what it would do, and shows no credential', async () => {
    const place = await withMappings()
    const file = await place.xml('n.xml', mappingXml('ann', 'ANN', 'correct horse'), mappingXml('cy', 'CY'))
    const { stdout } = await place.manage(['-createmappings', file, '--dry-run'])
    expect(stdout).toBe(
      'changed mapping CORP\\ann (ANN) in Payroll (line 2)\n    credential\n' +
        'created mapping CORP\\cy (CY) in Payroll (line 3)\n' +
        '1 created, 1 changed, 0 unchanged.\nNothing was changed.\n',
    )
    expect(await place.json(['-listMappings', 'CORP\\cy'])).toEqual([])
  })

  it('does nothing when one is refused', async () => {
    const place = await withMappings()
    const file = await place.xml('n.xml', mappingXml('cy', 'CY'), mappingXml('dee', 'ANN'))
    const run = await place.manage(['-createMappings', file])
    expect(run).toMatchObject({ code: 4, stdout: '', stderr: expect.stringContaining('line 3') })
    expect(await place.json(['-listMappings', 'CORP\\cy'])).toEqual([])
    expect(await place.manage(['-createMappings', file], { account: erin })).toMatchObject({ code: 5 })
  })
})

describe('ssomanage -listMappings', () => {
  it('lists those of an application, of an account, or of an account in an application', async () => {
    const place = await withMappings()
    const all = await place.manage(['–listmappings', 'payroll'])
    await expect(all.stdout).toMatchFileSnapshot('golden/ssomanage-list-mappings.txt')
    const json = `${JSON.stringify(await place.json(['-listMappings', 'Payroll']), null, 2)}\n`
    await expect(steady(json, place)).toMatchFileSnapshot('golden/ssomanage-list-mappings.json')
    const ann = '(E) CORP\\ann : Payroll : ANN\n'
    expect((await place.manage(['-listmappings', 'corp\\ANN'])).stdout).toBe(ann)
    expect((await place.manage(['-listmappings', 'CORP\\ann', 'Payroll'])).stdout).toBe(ann)
    expect(await place.manage(['-listMappings', 'ann', '--account'])).toMatchObject({
      code: 0,
      stdout: '',
      stderr: 'There is no mapping to list.\n',
    })
  })

  it('lists what the caller may see', async () => {
    const place = await withMappings()
    await place.manage(['-createMappings', await place.xml('u.xml', mappingXml('ursula', 'URS'))])
    const own = await place.json(['-listMappings', 'Payroll'], { account: applicationUser })
    expect(own).toMatchObject([{ windowsAccount: 'CORP\\ursula' }])
    expect(
      await place.json(['-listMappings', 'Payroll'], { account: applicationAdministrator }),
    ).toHaveLength(3)
    expect(await place.manage(['-listMappings', 'Payroll'], { account: erin })).toMatchObject({ code: 5 })
    expect(await place.manage(['-listMappings', 'SAP'])).toMatchObject({ code: 3 })
  })

  it('refuses --account beside two words, and no word at all', async () => {
    const place = await aManagePlace()
    expect(await place.manage(['-listMappings', 'a', 'b', '--account'])).toMatchObject({ code: 2 })
    expect(await place.manage(['-listMappings'])).toMatchObject({ code: 2 })
  })
})

describe('one mapping', () => {
  it('is enabled, disabled, and deleted only then', async () => {
    const place = await withMappings()
    const account = applicationAdministrator
    expect(await place.manage(['-deletemapping', 'CORP\\ann', 'Payroll'], { account })).toMatchObject({
      code: 4,
    })
    expect(await place.json(['-disableMapping', 'CORP\\ann', 'Payroll'], { account })).toEqual({
      account: 'CORP\\ann',
      application: 'Payroll',
    })
    expect((await place.manage(['-enablemapping', 'CORP\\bob', 'Payroll'])).stdout).toBe(
      'The mapping of CORP\\bob in Payroll is enabled.\nThe operation completed successfully.\n',
    )
    expect(await place.manage(['-deleteMapping', 'CORP\\ann', 'Payroll'])).toMatchObject({ code: 0 })
    expect(await place.json(['-listMappings', 'Payroll'])).toMatchObject([
      { windowsAccount: 'CORP\\bob', enabled: true },
    ])
    expect(await place.manage(['-deleteMapping', 'CORP\\ann', 'Payroll'])).toMatchObject({ code: 3 })
  })

  it.each(['-enableMapping', '-disableMapping', '-deleteMapping'])(
    'of somebody else is none of the business of an Application User: %s',
    async (verb) => {
      const place = await withMappings()
      const run = await place.manage([verb, 'CORP\\bob', 'Payroll'], { account: applicationUser })
      expect(run).toMatchObject({ code: 5, stderr: expect.stringContaining('AccessDeniedMappingOfAnother') })
    },
  )

  it('of a Host Group application is named by its external user', async () => {
    const place = await aManagePlace()
    const host = `<application name="Host"><windowsAccount>CORP\\svc</windowsAccount><field ordinal="0" label="User"/><field ordinal="1" label="Password" masked="yes"/></application>`
    await place.manage(['-createApps', await place.xml('h.xml', host)])
    const file = await place.xml('hm.xml', mappingXml('svc', 'OPER1', undefined, 'Host'))
    expect(await place.manage(['-createMappings', file])).toMatchObject({ code: 0 })
    expect(await place.manage(['-enableMapping', 'OPER1', 'Host'])).toMatchObject({ code: 0 })
    expect((await place.manage(['-listMappings', 'Host'])).stdout).toBe('(E) CORP\\svc : Host : OPER1\n')
    await place.manage(['-setCredentials', 'OPER2', 'Host', '--password-stdin'], { input: 'hunter2\n' })
    expect((await place.manage(['-listMappings', 'Host'])).stdout).toContain('(E) CORP\\svc : Host : OPER2\n')
  })
})

describe('ssomanage -deleteMappings', () => {
  it('deletes all that the file names, or nothing', async () => {
    const place = await withMappings()
    const file = await place.xml('d.xml', mappingXml('bob', 'BOB'), mappingXml('ANN', 'ANN'))
    const dry = await place.manage(['-deletemappings', file, '--dry-run'])
    expect(dry.code).toBe(1)
    expect(dry.stdout).toMatch(
      /^deleted mapping CORP\\bob \(BOB\) in Payroll \(line 2\)\nrefused mapping .* \(line 3\): The mapping .* is enabled/,
    )
    expect(await place.manage(['-deleteMappings', file])).toMatchObject({
      code: 4,
      stderr: expect.stringMatching(/is enabled .*line 3[\s\S]*XmlRefused/),
    })
    expect(await place.json(['-listMappings', 'Payroll'])).toHaveLength(2)
    expect(await place.json(['-deleteMappings', file, '--force'])).toMatchObject({
      dryRun: false,
      counts: { deleted: 2, refused: 0 },
    })
    expect(await place.json(['-listMappings', 'Payroll'])).toEqual([])
  })

  it('takes the file that -exportMappings writes', async () => {
    const place = await withMappings()
    const file = place.file('exported.xml')
    expect(await place.json(['-exportMappings', 'Payroll', file])).toEqual({ file, xml: null })
    expect(await readFile(file, 'utf8')).not.toContain('hunter2')
    expect((await place.manage(['-exportmappings', 'Payroll'])).stdout).toBe(await readFile(file, 'utf8'))
    expect(await place.manage(['-deleteMappings', file, '--force'])).toMatchObject({ code: 0 })
    expect((await place.manage(['-createMappings', file])).stdout).toContain('2 created')
  })
})

describe('ssomanage -setCredentials', () => {
  const set = (place: ManagePlace, account: string, input: string) =>
    place.manage(['-setcredentials', account, 'Payroll', '--password-stdin'], { input })

  it('creates and enables the mapping if there is none', async () => {
    const place = await aManagePlace()
    expect((await set(place, 'CORP\\cy', 'CY\nhunter2\n')).stdout).toBe(
      'The credentials of CORP\\cy in Payroll are set, and the mapping is enabled.\nThe operation completed successfully.\n',
    )
    expect(await passwordOf(place, 'CORP\\cy')).toBe('hunter2')
    expect((await place.manage(['-listMappings', 'Payroll'])).stdout).toBe('(E) CORP\\cy : Payroll : CY\n')
  })

  it('keeps the external user when it is left empty, and asks for one where there is no mapping', async () => {
    const place = await withMappings()
    expect(await set(place, 'CORP\\bob', '\nopen sesame\n')).toMatchObject({ code: 0 })
    expect(await passwordOf(place, 'CORP\\bob')).toBe('open sesame')
    expect((await place.manage(['-listMappings', 'CORP\\bob'])).stdout).toBe(
      '(E) CORP\\bob : Payroll : BOB\n',
    )
    expect(await set(place, 'CORP\\cy', '\nopen sesame\n')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('MappingMissing'),
    })
  })

  it('never waits, repeats a value or takes one as an argument', async () => {
    const place = await withMappings()
    expect(await place.manage(['-setCredentials', 'CORP\\ann', 'Payroll'])).toMatchObject({
      code: 2,
      stdout: '',
    })
    expect(await set(place, 'CORP\\ann', 'hunter3\n')).toMatchObject({ code: 2 })
    const argument = await place.manage(['-setCredentials', 'CORP\\ann', 'Payroll', 'hunter3'])
    expect(argument).toMatchObject({ code: 2, stderr: expect.not.stringContaining('hunter3') })
    expect(await passwordOf(place, 'CORP\\ann')).toBe('hunter2')
  })

  it('lets an Application User set its own only', async () => {
    const place = await withMappings()
    const options = { account: applicationUser, input: 'URS\nhunter2\n' }
    const own = ['-setCredentials', 'CORP\\ursula', 'Payroll', '--password-stdin', '--json']
    expect(await place.manage(own, options)).toMatchObject({ code: 0 })
    const other = ['-setCredentials', 'CORP\\ann', 'Payroll', '--password-stdin']
    expect(await place.manage(other, options)).toMatchObject({ code: 5 })
  })
})
