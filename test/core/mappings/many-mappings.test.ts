import { describe, expect, it } from 'vitest'
import { createMappings, planMappings } from '../../../electron/core/mappings/create-mappings.ts'
import { deleteMappings, switchMappings } from '../../../electron/core/mappings/manage-mappings.ts'
import { requireApplication } from '../../../electron/core/records/find-application.ts'
import { nobodyAsked } from '../../support/any-name.ts'
import { anApplication, openApplicationServices, people } from '../../support/application-services.ts'

const caller = { account: people.ssoAdministrator, local: nobodyAsked, server: 'sso01' }

async function withRows(count: number) {
  const services = await openApplicationServices()
  await services.as(people.ssoAdministrator).applications.create(anApplication())
  const rows = Array.from({ length: count }, (_, index) => ({
    windowsAccount: `CORP\\user${index}`,
    externalUser: `U${index}`,
  }))
  return { ...services, rows }
}

describe('many mappings', () => {
  it('are created, enabled and deleted in seconds, within one transaction', async () => {
    const { database, rows } = await withRows(100_000)
    const started = performance.now()
    await database.transaction(async (within) => {
      const application = await requireApplication(within, 'Payroll')
      await createMappings(within, caller, application, rows)
      await switchMappings(within, caller.account, application, rows, true)
      await switchMappings(within, caller.account, application, rows, false)
      await deleteMappings(within, caller.account, application, rows.slice(0, 50_000))
    })
    // Far more than it takes: what must not come back is work per row.
    expect(performance.now() - started).toBeLessThan(20_000)
    const { left } = await database.tables
      .selectFrom('mapping')
      .select((eb) => eb.fn.countAll<number>().as('left'))
      .executeTakeFirstOrThrow()
    expect(left).toBe(50_000)
    expect(await database.tables.selectFrom('deleted_mapping').select('id').execute()).toHaveLength(1000)
  }, 60_000)

  it('name each row that is refused, as if those before it were there', async () => {
    const { database, rows } = await withRows(2_500)
    const planned = await database.transaction(async (within) => {
      const application = await requireApplication(within, 'Payroll')
      await createMappings(within, caller, application, rows)
      return planMappings(within, caller, application, [
        { windowsAccount: 'CORP\\new', externalUser: 'N' },
        { windowsAccount: 'CORP\\user2499', externalUser: 'M' },
        { windowsAccount: 'corp\\NEW', externalUser: 'O' },
        { windowsAccount: 'local', externalUser: 'P' },
        { windowsAccount: 'CORP\\last', externalUser: 'N' },
      ])
    })
    expect(planned.accepted).toEqual([{ windowsAccount: 'CORP\\new', externalUser: 'N' }])
    expect(planned.refused.map(({ error, index }) => [index, error.code])).toEqual([
      [1, 'MappingExistsForWindowsAccount'],
      [2, 'MappingExistsForWindowsAccount'],
      [3, 'MappingOnlyForDomainUsers'],
      [4, 'MappingExistsForExternalUser'],
    ])
  })
})
