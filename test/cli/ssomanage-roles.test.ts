import { describe, expect, it } from 'vitest'
import { aManagePlace, type ManagePlace, mappingXml, roles } from './support/ssomanage-place.ts'

type Codes = readonly [sso: number, affiliate: number, administrator: number, user: number, erin: number]

/** What each role is answered: 0 done, 5 access denied, 4 allowed but for what is in the way, 1 a dry run refused. */
const answers: readonly (readonly [string, Codes])[] = [
  ['-displayDB', [0, 5, 5, 5, 5]],
  ['-showDB', [0, 5, 5, 5, 5]],
  ['-updateDB info.xml', [0, 5, 5, 5, 5]],
  ['-listApps', [0, 0, 0, 0, 0]],
  ['-displayApp Payroll', [0, 0, 0, 0, 5]],
  ['-createApps new.xml --dry-run', [0, 0, 1, 1, 1]],
  ['-updateApps contact.xml', [0, 0, 0, 5, 5]],
  ['-updateApps tickets.xml', [0, 5, 5, 5, 5]],
  ['-enableApp Payroll', [0, 0, 0, 5, 5]],
  ['-deleteApp Payroll', [4, 4, 5, 5, 5]],
  ['-purgeCache Payroll', [0, 0, 0, 5, 5]],
  ['-exportMappings Payroll', [0, 0, 0, 0, 5]],
  ['-listMappings Payroll', [0, 0, 0, 0, 5]],
  ['-createMappings more.xml --dry-run', [0, 0, 0, 1, 1]],
  ['-enableMapping CORP\\bob Payroll', [0, 0, 0, 5, 5]],
  ['-disableMapping CORP\\bob Payroll', [0, 0, 0, 5, 5]],
  ['-deleteMappings mappings.xml --dry-run', [0, 0, 0, 1, 1]],
  ['-setCredentials CORP\\bob Payroll --password-stdin', [0, 0, 0, 5, 5]],
  ['-listServers', [0, 0, 5, 5, 5]],
  ['-removeServer sso01', [4, 5, 5, 5, 5]],
  ['-showServer', [0, 0, 0, 0, 0]],
]

async function aPlaceWithFiles(): Promise<ManagePlace> {
  const place = await aManagePlace()
  await place.xml('info.xml', '<globalInfo><ticketTimeout>3</ticketTimeout></globalInfo>')
  await place.xml('new.xml', '<application name="SAP"><field ordinal="0" label="User"/></application>')
  await place.xml('contact.xml', '<application name="Payroll"><contact>c</contact></application>')
  await place.xml('tickets.xml', '<application name="Payroll"><flags timeoutTickets="no"/></application>')
  await place.xml('more.xml', mappingXml('dee', 'DEE'))
  const mappings = await place.xml('mappings.xml', mappingXml('bob', 'BOB'))
  expect(await place.manage(['-createMappings', mappings])).toMatchObject({ code: 0 })
  return place
}

describe('each role', () => {
  it.each(answers)('is let do, or denied, %s', async (line, codes) => {
    const place = await aPlaceWithFiles()
    const argv = line.split(' ').map((word) => (word.endsWith('.xml') ? place.file(word) : word))
    const given: [string, number][] = []
    // Those without rights first: what an administrator did would be in nobody's way but theirs.
    for (const [role, account] of Object.entries(roles).reverse()) {
      const { code } = await place.manage(argv, { account, input: '\nhunter2\n' })
      given.unshift([role, code])
    }
    expect(given).toEqual(Object.keys(roles).map((role, at) => [role, codes[at]]))
  })
})
