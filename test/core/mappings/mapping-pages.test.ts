import { describe, expect, it } from 'vitest'
import type { OsAccount } from '../../../electron/core/access/os-account.ts'
import type { MappingService } from '../../../electron/core/mappings/mapping.service.ts'
import type { Mapping, MappingFilter } from '../../../electron/core/records/mapping.ts'
import { anApplication, openApplicationServices, people } from '../../support/application-services.ts'

async function collect(mappings: MappingService, filter: MappingFilter, size: number) {
  const pages: (readonly Mapping[])[] = []
  for await (const page of mappings.pages(filter, size)) pages.push(page)
  return pages
}

/** Seven people in Payroll, seven external users of one account in Host. */
async function withMappings() {
  const { as } = await openApplicationServices()
  const { applications, mappings } = as(people.ssoAdministrator)
  await applications.create(anApplication())
  const users = [{ kind: 'user', name: 'CORP\\svc' }] as const
  await applications.create(anApplication({ name: 'Host', type: 'host-group', users }))
  const names = ['dee', 'ann', 'gus', 'bob', 'ursula', 'cy', 'eve']
  await mappings.create(
    'Payroll',
    names.map((name) => ({ windowsAccount: `CORP\\${name}`, externalUser: name.toUpperCase() })),
  )
  await mappings.create(
    'Host',
    names.map((name) => ({ externalUser: name })),
  )
  return { as: (account: OsAccount) => as(account).mappings, all: mappings }
}

describe('pages of mappings', () => {
  it.each([1, 2, 3, 7, 8])('of %i hold what the list holds, in its order', async (size) => {
    const { all } = await withMappings()
    for (const application of ['Payroll', 'host']) {
      const pages = await collect(all, { application }, size)
      expect(pages.flat()).toEqual(await all.list({ application }))
      expect(pages.every((page) => page.length > 0 && page.length <= size)).toBe(true)
    }
  })

  it('hold what the caller may see', async () => {
    const { as } = await withMappings()
    const own = await collect(as(people.applicationUser), { application: 'Payroll' }, 2)
    expect(own.flat()).toMatchObject([{ windowsAccount: 'CORP\\ursula' }])
    await expect(collect(as(people.erin), { application: 'Payroll' }, 2)).rejects.toMatchObject({
      code: 'AccessDeniedNotApplicationUser',
    })
  })

  it('hold those of an account, in an application or in all', async () => {
    const { all } = await withMappings()
    for (const filter of [
      { windowsAccount: 'corp\\ANN' },
      { windowsAccount: 'corp\\SVC', application: 'Host' },
    ]) {
      const pages = await collect(all, filter, 3)
      expect(pages.flat()).toEqual(await all.list(filter))
      expect(pages.flat().length).toBeGreaterThan(0)
    }
  })

  it('go on where they were when mappings are deleted meanwhile', async () => {
    const { all } = await withMappings()
    const pages = all.pages({ application: 'Payroll' }, 2)
    expect((await pages.next()).value).toMatchObject([{ externalUser: 'ANN' }, { externalUser: 'BOB' }])
    await all.delete('Payroll', [{ account: 'CORP\\ann' }])
    expect((await pages.next()).value).toMatchObject([{ externalUser: 'CY' }, { externalUser: 'DEE' }])
  })
})
