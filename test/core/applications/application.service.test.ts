import { describe, expect, it } from 'vitest'
import { createMappings } from '../../../electron/core/mappings/create-mappings.ts'
import type { ApplicationChanges, NewApplication } from '../../../electron/core/records/application.ts'
import type { ErrorCode } from '../../../shared/errors.ts'
import { nobodyAsked } from '../../support/any-name.ts'
import {
  anApplication,
  openApplicationServices,
  passwordField,
  people,
  userIdField,
} from '../../support/application-services.ts'
import { group, user, withApplication } from '../../support/payroll.ts'

describe('application', () => {
  it('is created disabled, with the defaults of the original', async () => {
    const services = await openApplicationServices()
    const { applications } = services.as(people.affiliateAdministrator)
    const created = await applications.create(anApplication())
    expect(created).toMatchObject({
      name: 'Payroll',
      enabled: false,
      ticketTimeout: null,
      flags: {
        ticketsAllowed: false,
        validateTickets: true,
        timeoutTickets: true,
        windowsInitiatedSso: true,
      },
    })
    expect(await applications.describe('PAYROLL')).toEqual({ ...created, mappings: 0 })
    expect(await services.newEvents()).toEqual([10535])
  })

  it('keeps the order of its users and fields', async () => {
    const services = await openApplicationServices()
    const { applications } = services.as(people.ssoAdministrator)
    const users = ['CORP\\Zebras', 'CORP\\Ants', 'CORP\\Mice'].map(group)
    const fields = [userIdField, { ...passwordField, label: 'Zone' }, { ...userIdField, label: 'Area' }]
    await applications.create(anApplication({ type: 'group', users, fields }))
    expect(await applications.describe('Payroll')).toMatchObject({ users, fields })
    const reordered = [...users].reverse()
    await applications.update('Payroll', { users: reordered })
    expect((await applications.describe('Payroll')).users).toEqual(reordered)
  })

  it.each<[string, Partial<NewApplication>, ErrorCode]>([
    ['its name is empty', { name: '' }, 'ApplicationNameInvalid'],
    ['its name has a space', { name: 'Pay roll' }, 'ApplicationNameInvalid'],
    ['it is to be enabled at once', { enabled: true }, 'ApplicationCreatedEnabled'],
    ['it has no field', { fields: [] }, 'ApplicationFieldsMissing'],
    ['its first field is masked', { fields: [passwordField] }, 'ApplicationFieldsInvalid'],
    [
      'two of its fields are synchronised',
      { fields: [{ ...userIdField, synchronized: true }, passwordField] },
      'ApplicationFieldsInvalid',
    ],
    ['a label is empty', { fields: [{ ...userIdField, label: ' ' }] }, 'ApplicationFieldsInvalid'],
    [
      'two labels are the same but for case',
      { fields: [userIdField, { ...userIdField, label: 'user id' }] },
      'ApplicationFieldsInvalid',
    ],
    ['Everyone is to use it', { users: [group('Everyone')] }, 'BuiltInAccountRefused'],
    ['a built-in group is to use it', { users: [group('BUILTIN\\Users')] }, 'BuiltInAccountRefused'],
    [
      'a service account is to administer it',
      { administrators: [user('nt authority\\SYSTEM')] },
      'BuiltInAccountRefused',
    ],
    ['an account has no name', { users: [user(' ')] }, 'ApplicationUserInvalid'],
    ['a user is named twice', { users: [user('CORP\\a'), user('corp\\A')] }, 'ApplicationUserInvalid'],
    [
      'an administrator is named twice',
      { administrators: [user('CORP\\a'), user('CORP\\a')] },
      'ApplicationAdministratorInvalid',
    ],
    [
      'it has administrators beside the Affiliate Administrators',
      { flags: { adminAccountSame: true } },
      'ApplicationAdministratorInvalid',
    ],
    ['a Host Group has no user', { type: 'host-group', users: [] }, 'HostGroupNeedsOneUser'],
    [
      'a Host Group has two users',
      { type: 'host-group', users: [user('CORP\\a'), user('CORP\\b')] },
      'HostGroupNeedsOneUser',
    ],
    ['a Host Group has a group', { type: 'host-group', users: [group('CORP\\g')] }, 'HostGroupNeedsOneUser'],
    ['its ticket time-out is 0', { ticketTimeout: 0 }, 'ApplicationTicketTimeoutInvalid'],
    ['its ticket time-out is over a year', { ticketTimeout: 525_601 }, 'ApplicationTicketTimeoutInvalid'],
    ['its ticket time-out is no whole number', { ticketTimeout: 1.5 }, 'ApplicationTicketTimeoutInvalid'],
    ['the system allows no tickets', { flags: { ticketsAllowed: true } }, 'SystemForbidsTickets'],
    ['the system validates tickets', { flags: { validateTickets: false } }, 'SystemRequiresTicketValidation'],
  ])('is not created when %s', async (_title, overrides, code) => {
    const services = await openApplicationServices()
    const { applications } = services.as(people.ssoAdministrator)
    const refused = await applications.create(anApplication(overrides)).catch((error) => error)
    expect(refused).toMatchObject({ code, trackingId: expect.any(String) })
    expect(await applications.list()).toEqual([])
    expect(await services.newEvents()).toEqual([10536])
  })

  it.each([1, 525_600])('may have a ticket time-out of %i minutes', async (ticketTimeout) => {
    const services = await openApplicationServices()
    const { applications } = services.as(people.ssoAdministrator)
    expect(await applications.create(anApplication({ ticketTimeout }))).toMatchObject({ ticketTimeout })
  })

  it('is not created when another has its name, whatever the case', async () => {
    const services = await withApplication()
    const { applications } = services.as(people.ssoAdministrator)
    await expect(applications.create(anApplication({ name: 'pAYROLL' }))).rejects.toMatchObject({
      code: 'ApplicationExists',
      details: { application: 'Payroll' },
    })
  })

  it('is found, and its name taken, whatever the case of letters beyond ASCII', async () => {
    const services = await withApplication({ name: 'Löhne' })
    const { applications } = services.as(people.ssoAdministrator)
    await expect(applications.create(anApplication({ name: 'LÖHNE' }))).rejects.toMatchObject({
      code: 'ApplicationExists',
    })
    expect(await applications.describe('lÖhne')).toMatchObject({ name: 'Löhne' })
  })

  it.each<[string, ApplicationChanges]>([
    ['name', { name: 'Other' }],
    ['type', { type: 'group' }],
    ['list of fields', { fields: [userIdField] }],
    ['choice of administrators', { flags: { adminAccountSame: true } }],
  ])('does not change its %s', async (property, changes) => {
    const services = await withApplication()
    const { applications } = services.as(people.ssoAdministrator)
    const before = await applications.describe('Payroll')
    await expect(applications.update('Payroll', changes)).rejects.toMatchObject({
      code: 'ApplicationImmutable',
      details: { application: 'Payroll', property },
    })
    expect(await applications.describe('Payroll')).toEqual(before)
  })

  it('may be updated with what is fixed when that stays the same', async () => {
    const services = await withApplication()
    const { applications } = services.as(people.ssoAdministrator)
    const updated = await applications.update('payroll', { ...anApplication(), description: 'New' })
    expect(updated).toMatchObject({ name: 'Payroll', description: 'New', contact: 'payroll@corp.example' })
  })

  it('writes the events of the original when it changes', async () => {
    const services = await withApplication()
    const { applications } = services.as(people.ssoAdministrator)
    await applications.enable('Payroll')
    await applications.enable('Payroll')
    await applications.update('Payroll', { users: [user('CORP\\a')], administrators: [user('CORP\\b')] })
    await applications.disable('Payroll')
    await applications.delete('Payroll')
    const happened = [10535, 10580, 10535, 10535, 10578, 10579, 10535, 10581, 10535]
    expect(await services.newEvents()).toEqual(happened)
  })

  it('is missing when there is none of that name', async () => {
    const { applications } = (await openApplicationServices()).as(people.ssoAdministrator)
    const missing = { code: 'ApplicationMissing', details: { application: 'Nothing' } }
    await expect(applications.describe('Nothing')).rejects.toMatchObject(missing)
    await expect(applications.update('Nothing', {})).rejects.toMatchObject(missing)
    await expect(applications.delete('Nothing')).rejects.toMatchObject(missing)
  })
})

describe('deleting an application', () => {
  it('is refused when it is enabled', async () => {
    const { applications } = (await withApplication()).as(people.ssoAdministrator)
    await applications.enable('Payroll')
    await expect(applications.delete('Payroll')).rejects.toMatchObject({ code: 'ApplicationMustBeDisabled' })
    expect(await applications.list()).toHaveLength(1)
  })

  it('takes its mappings, credentials and accounts with it', async () => {
    const { as, database } = await withApplication()
    const { applications, mappings } = as(people.ssoAdministrator)
    await mappings.create('Payroll', [{ windowsAccount: 'CORP\\ursula', externalUser: 'u1' }])
    await database.tables
      .insertInto('credential')
      .values({ mapping_id: 1, secret_id: 1, sealed: Uint8Array.of(1) })
      .execute()
    await applications.delete('Payroll')
    for (const table of ['application', 'field', 'application_account', 'mapping', 'credential'] as const)
      expect(await database.tables.selectFrom(table).selectAll().execute(), table).toEqual([])
  })

  it('notes as many of the last ones as the system keeps', async () => {
    const { as, database } = await openApplicationServices()
    const { applications } = as(people.affiliateAdministrator)
    await database.tables.updateTable('global_info').set({ audit_deleted_applications: 2 }).execute()
    for (const name of ['A', 'B', 'C']) {
      await applications.create(anApplication({ name }))
      await applications.delete(name)
    }
    const deleted = () =>
      database.tables.selectFrom('deleted_application').select(['application', 'account']).execute()
    expect(await deleted()).toEqual([
      { application: 'B', account: 'CORP\\fay' },
      { application: 'C', account: 'CORP\\fay' },
    ])
    await database.tables.updateTable('global_info').set({ audit_deleted_applications: 0 }).execute()
    await applications.create(anApplication())
    await applications.delete('Payroll')
    expect(await deleted()).toEqual([])
  })
})

describe('the users of an application', () => {
  it.each(['group', 'host-group'] as const)(
    'cannot lose one that is mapped in a %s application',
    async (type) => {
      const users = [user('CORP\\svc')]
      const services = await withApplication({ type, users })
      const { applications, mappings } = services.as(people.ssoAdministrator)
      await mappings.create('Payroll', [{ windowsAccount: 'CORP\\svc', externalUser: 'ext' }])
      expect(await applications.describe('Payroll')).toMatchObject({ mappings: 1 })
      await expect(applications.update('Payroll', { users: [user('CORP\\new')] })).rejects.toMatchObject({
        code: 'ApplicationAccountHasMappings',
        details: { account: 'CORP\\svc', application: 'Payroll', mappings: 1 },
      })
      await mappings.delete('Payroll', [{ windowsAccount: 'CORP\\svc', externalUser: 'ext' }])
      await applications.update('Payroll', { users: [user('CORP\\new')] })
      expect((await applications.describe('Payroll')).users).toEqual([user('CORP\\new')])
    },
  )
})

describe('a configuration store', () => {
  it('gets its one mapping at creation, enabled, and keeps it', async () => {
    const services = await withApplication({ name: 'Settings', type: 'config-store' })
    const { mappings } = services.as(people.ssoAdministrator)
    const listed = await mappings.list({ application: 'Settings' })
    expect(listed).toMatchObject([{ windowsAccount: '', externalUser: 'Settings', enabled: true }])
    const fixed = { code: 'ConfigStoreMappingFixed' }
    await expect(
      mappings.create('Settings', [{ windowsAccount: 'CORP\\a', externalUser: 'a' }]),
    ).rejects.toMatchObject(fixed)
    await expect(mappings.disable('Settings', [{ account: '' }])).rejects.toMatchObject(fixed)
    await expect(mappings.delete('Settings', [{ account: '' }])).rejects.toMatchObject(fixed)
  })
})

describe('an operation within a transaction of the caller’s', () => {
  it('leaves nothing when the transaction fails', async () => {
    const { as, database } = await withApplication()
    const application = await as(people.ssoAdministrator).applications.describe('Payroll')
    const caller = { account: people.ssoAdministrator, local: nobodyAsked, server: 'sso01' }
    const rows = [{ windowsAccount: 'CORP\\a', externalUser: 'a' }]
    const failing = database.transaction(async (within) => {
      await createMappings(within, caller, application, rows)
      throw new Error('the next row is wrong')
    })
    await expect(failing).rejects.toThrow('the next row is wrong')
    expect(await as(people.ssoAdministrator).mappings.list({ application: 'Payroll' })).toEqual([])
  })
})
