import { describe, expect, it } from 'vitest'
import type { ApplicationType } from '../../../electron/core/database/schema.ts'
import type { ApplicationFlag } from '../../../electron/core/records/application.ts'
import { anApplication, openApplicationServices, people } from '../../support/application-services.ts'

const meaningless: readonly (readonly [ApplicationType, ApplicationFlag])[] = [
  ['group', 'hostInitiatedSso'],
  ['config-store', 'ticketsAllowed'],
  ['config-store', 'hostInitiatedSso'],
  ['config-store', 'validatePassword'],
  ['config-store', 'usersCannotCreateMappings'],
]

describe('an option that has no meaning in an application of its type', () => {
  it.each(meaningless)('is refused when a %s application is created with %s', async (type, flag) => {
    const { as } = await openApplicationServices()
    const { applications } = as(people.ssoAdministrator)
    const users = type === 'config-store' ? [] : [{ kind: 'group' as const, name: 'CORP\\HR Users' }]
    const requested = anApplication({ type, users, flags: { [flag]: true } })
    await expect(applications.create(requested)).rejects.toMatchObject({
      code: 'ApplicationFlagsInvalid',
      details: { flag, type },
    })
  })

  it('is refused when an application is updated', async () => {
    const { as } = await openApplicationServices()
    const { applications } = as(people.ssoAdministrator)
    await applications.create(anApplication({ type: 'group' }))
    const change = applications.update('Payroll', { flags: { hostInitiatedSso: true } })
    await expect(change).rejects.toMatchObject({ code: 'ApplicationFlagsInvalid' })
    expect(await applications.describe('Payroll')).toMatchObject({ flags: { hostInitiatedSso: false } })
  })
})

describe('deleting an application', () => {
  it('notes its last mappings among the deleted ones, as many as the system keeps', async () => {
    const { as, database } = await openApplicationServices()
    const { applications, mappings } = as(people.ssoAdministrator)
    await database.tables.updateTable('global_info').set({ audit_deleted_mappings: 2 }).execute()
    await applications.create(anApplication())
    const accounts = ['anna', 'bert', 'cleo'].map((name) => ({
      windowsAccount: `CORP\\${name}`,
      externalUser: name,
    }))
    await mappings.create('Payroll', accounts)
    await applications.delete('Payroll')
    const deleted = await database.tables
      .selectFrom('deleted_mapping')
      .select(['application', 'account', 'external_user'])
      .execute()
    expect(deleted).toEqual([
      { application: 'Payroll', account: people.ssoAdministrator.name, external_user: 'bert' },
      { application: 'Payroll', account: people.ssoAdministrator.name, external_user: 'cleo' },
    ])
  })
})
