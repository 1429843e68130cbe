import { describe, expect, it } from 'vitest'
import { anApplication, openApplicationServices, people } from '../../support/application-services.ts'

type Role = keyof typeof people

import { user, withApplication } from '../../support/payroll.ts'

describe('roles in an application', () => {
  const system: Role[] = ['ssoAdministrator', 'affiliateAdministrator']
  const roles = Object.keys(people) as Role[]

  it.each(roles)('let %s create and delete one only with a system role', async (role) => {
    const services = await openApplicationServices()
    const { applications } = services.as(people[role])
    const denied = {
      code: 'AccessDeniedNotAffiliateAdministrator',
      details: {
        account: people[role].name,
        accepted: 'group CORP\\SSO Admins, group CORP\\Affiliate Admins',
      },
    }
    const allowed = system.includes(role)
    const create = applications.create(anApplication())
    if (allowed) await expect(create).resolves.toMatchObject({ name: 'Payroll' })
    else await expect(create).rejects.toMatchObject(denied)
    if (!allowed) await services.as(people.ssoAdministrator).applications.create(anApplication())
    const remove = applications.delete('Payroll')
    if (allowed) await expect(remove).resolves.toBeUndefined()
    else await expect(remove).rejects.toMatchObject(denied)
  })

  it.each(roles)('let %s update it only when it administers it', async (role) => {
    const { applications } = (await withApplication()).as(people[role])
    const update = applications.update('Payroll', { description: 'New', enabled: true })
    if ([...system, 'applicationAdministrator'].includes(role))
      await expect(update).resolves.toMatchObject({ description: 'New', enabled: true })
    else
      await expect(update).rejects.toMatchObject({
        code: 'AccessDeniedNotApplicationAdministrator',
        details: {
          account: people[role].name,
          application: 'Payroll',
          accepted: 'group CORP\\SSO Admins, group CORP\\Affiliate Admins, group CORP\\HR Admins',
        },
      })
  })

  it.each(roles)('let %s change its administrators only with a system role', async (role) => {
    const { applications } = (await withApplication()).as(people[role])
    const administrators = [user('CORP\\new')]
    const update = applications.update('Payroll', { administrators })
    if (system.includes(role)) await expect(update).resolves.toMatchObject({ administrators })
    else
      await expect(update).rejects.toMatchObject({
        code:
          role === 'applicationAdministrator'
            ? 'AccessDeniedApplicationAdministratorsChange'
            : 'AccessDeniedNotApplicationAdministrator',
      })
  })

  it.each(['affiliateAdministrator', 'applicationAdministrator'] as const)(
    'let %s not change ticket options',
    async (role) => {
      const services = await withApplication()
      const { applications } = services.as(people[role])
      const denied = {
        code: 'AccessDeniedTicketFlags',
        details: {
          account: people[role].name,
          accepted: 'group CORP\\SSO Admins',
          application: 'Payroll',
        },
      }
      for (const changes of [{ flags: { timeoutTickets: false } }, { ticketTimeout: 5 }])
        await expect(applications.update('Payroll', changes)).rejects.toMatchObject(denied)
      const same = { flags: { timeoutTickets: true, disableCredentialCache: true }, ticketTimeout: null }
      await expect(applications.update('Payroll', same)).resolves.toMatchObject({
        flags: { disableCredentialCache: true },
      })
    },
  )

  it('let an SSO Administrator change ticket options as far as the system goes', async () => {
    const { as, database } = await withApplication()
    const { applications } = as(people.ssoAdministrator)
    await database.tables
      .updateTable('global_info')
      .set({ tickets_allowed: 1, validate_tickets: 0 })
      .execute()
    const flags = { ticketsAllowed: true, validateTickets: false, timeoutTickets: false }
    expect(await applications.update('Payroll', { flags, ticketTimeout: 9 })).toMatchObject({
      flags,
      ticketTimeout: 9,
    })
    await database.tables
      .updateTable('global_info')
      .set({ tickets_allowed: 0, validate_tickets: 1 })
      .execute()
    expect(await applications.update('Payroll', { description: 'still' })).toMatchObject({ flags })
    await applications.update('Payroll', { flags: { ticketsAllowed: false, validateTickets: true } })
    await expect(applications.update('Payroll', { flags: { ticketsAllowed: true } })).rejects.toMatchObject({
      code: 'SystemForbidsTickets',
    })
  })

  it.each<[Role, string | undefined]>([
    ['ssoAdministrator', 'application-administrator'],
    ['affiliateAdministrator', 'application-administrator'],
    ['applicationAdministrator', 'application-administrator'],
    ['applicationUser', 'application-user'],
    ['erin', undefined],
  ])('show %s the applications it is something in: %s', async (role, expected) => {
    const { applications } = (await withApplication()).as(people[role])
    const listed = await applications.list()
    expect(listed.map((one) => one.role)).toEqual(expected === undefined ? [] : [expected])
    const described = applications.describe('Payroll')
    if (expected !== undefined) await expect(described).resolves.toMatchObject({ name: 'Payroll' })
    else await expect(described).rejects.toMatchObject({ code: 'AccessDeniedNotApplicationUser' })
  })

  it('are the Affiliate Administrators’ when the application says so', async () => {
    const services = await withApplication({ flags: { adminAccountSame: true }, administrators: [] })
    await services.database.tables
      .insertInto('application_account')
      .values({
        application_id: 1,
        role: 'application-administrator',
        position: 0,
        kind: 'group',
        name: 'CORP\\HR Admins',
      })
      .execute()
    const refused = services.as(people.applicationAdministrator).applications
    await expect(refused.update('Payroll', { contact: 'x' })).rejects.toMatchObject({
      code: 'AccessDeniedNotApplicationAdministrator',
    })
    expect(await refused.list()).toEqual([])
    const allowed = services.as(people.affiliateAdministrator).applications
    await expect(allowed.update('Payroll', { contact: 'x' })).resolves.toMatchObject({ contact: 'x' })
  })
})
