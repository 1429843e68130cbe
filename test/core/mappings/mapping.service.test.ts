import { describe, expect, it } from 'vitest'
import type { OsAccount } from '../../../electron/core/access/os-account.ts'
import type { NewApplication } from '../../../electron/core/records/application.ts'
import type { MappingRef, NewMapping } from '../../../electron/core/records/mapping.ts'
import type { ErrorCode } from '../../../shared/errors.ts'
import {
  type ApplicationServices,
  anApplication,
  openApplicationServices,
  people,
} from '../../support/application-services.ts'

const user = (name: string) => ({ kind: 'user', name }) as const
const group = (name: string) => ({ kind: 'group', name }) as const

const groupApplication = { type: 'group', users: [group('CORP\\HR Users'), group('CORP\\Temps')] } as const
const hostGroup = { type: 'host-group', users: [user('CORP\\Svc')] } as const

async function withApplication(overrides: Partial<NewApplication> = {}): Promise<ApplicationServices> {
  const services = await openApplicationServices()
  await services.as(people.ssoAdministrator).applications.create(anApplication(overrides))
  await services.newEvents()
  return services
}

/** An application with these mappings, and the service as its administrator calls it. */
async function withMappings(overrides: Partial<NewApplication>, rows: readonly NewMapping[]) {
  const services = await withApplication(overrides)
  const { mappings } = services.as(people.applicationAdministrator)
  await mappings.create('Payroll', rows)
  return { ...services, mappings }
}

const alice = { windowsAccount: 'CORP\\alice', externalUser: 'A1' }
const bob = { windowsAccount: 'CORP\\bob', externalUser: 'B1' }

describe('mapping', () => {
  it('is created disabled, then enabled, disabled and deleted, each with an event', async () => {
    const { as, newEvents } = await withApplication()
    const { mappings } = as(people.applicationAdministrator)
    await mappings.create('payroll', [alice])
    const listed = async () => (await mappings.list({ application: 'Payroll' })).map((one) => one.enabled)
    expect(await listed()).toEqual([false])
    await mappings.enable('Payroll', [{ account: 'corp\\ALICE' }])
    expect(await listed()).toEqual([true])
    await mappings.disable('Payroll', [{ account: 'CORP\\alice' }])
    expect(await listed()).toEqual([false])
    await mappings.delete('Payroll', [{ account: 'CORP\\alice' }])
    expect(await listed()).toEqual([])
    expect(await newEvents()).toEqual([10535, 10535, 10535, 10535])
  })

  it('stores a Windows account in one spelling', async () => {
    const { mappings } = await withMappings({}, [{ windowsAccount: 'corp\\Alice', externalUser: 'A1' }])
    expect(await mappings.list({ application: 'Payroll' })).toMatchObject([
      { application: 'Payroll', windowsAccount: 'CORP\\alice', externalUser: 'A1' },
    ])
  })

  it.each<[string, Partial<NewApplication>, NewMapping, ErrorCode]>([
    ['its account is empty', {}, { ...alice, windowsAccount: '' }, 'WindowsAccountInvalid'],
    ['its account is left out', {}, { externalUser: 'A1' }, 'WindowsAccountInvalid'],
    ['its account has no user', {}, { ...alice, windowsAccount: 'CORP\\' }, 'WindowsAccountInvalid'],
    ['its account has no domain', {}, { ...alice, windowsAccount: '\\alice' }, 'WindowsAccountInvalid'],
    ['its account has two backslashes', {}, { ...alice, windowsAccount: 'A\\b\\c' }, 'WindowsAccountInvalid'],
    ['its account has a line break', {}, { ...alice, windowsAccount: 'A\\b\nc' }, 'WindowsAccountInvalid'],
    [
      'its domain has 16 characters',
      {},
      { ...alice, windowsAccount: `${'D'.repeat(16)}\\a` },
      'WindowsAccountInvalid',
    ],
    ['its external user is empty', {}, { ...alice, externalUser: ' ' }, 'ExternalUserInvalid'],
    ['its external user has a tab', {}, { ...alice, externalUser: 'a\tb' }, 'ExternalUserInvalid'],
    ['its account is local', {}, { ...alice, windowsAccount: 'alice' }, 'MappingOnlyForDomainUsers'],
    [
      'its account is of this computer',
      {},
      { ...alice, windowsAccount: 'SSO01\\alice' },
      'MappingOnlyForDomainUsers',
    ],
    [
      'its group is local',
      { type: 'group', users: [group('staff')] },
      { ...alice, windowsAccount: 'staff' },
      'MappingOnlyForDomainAccounts',
    ],
    [
      'its account is a built-in one',
      { flags: { allowLocalAccounts: true } },
      { ...alice, windowsAccount: 'NT AUTHORITY\\SYSTEM' },
      'BuiltInAccountRefused',
    ],
    ['its group is none of the users', groupApplication, alice, 'MappingNotForApplicationUser'],
    ['its account is not the one of the Host Group', hostGroup, alice, 'MappingNotForApplicationUser'],
  ])('is not created when %s', async (_title, overrides, row, code) => {
    const { as, newEvents } = await withApplication(overrides)
    const { mappings } = as(people.ssoAdministrator)
    const refused = await mappings.create('Payroll', [row]).catch((error) => error)
    expect(refused).toMatchObject({ code, trackingId: expect.any(String) })
    expect(await mappings.list({ application: 'Payroll' })).toEqual([])
    expect(await newEvents()).toEqual([10536])
  })

  it('may have a domain of 15 characters, and a local account where they are allowed', async () => {
    const overrides = { flags: { allowLocalAccounts: true } }
    const { mappings } = await withMappings(overrides, [
      { windowsAccount: `${'D'.repeat(15)}\\a`, externalUser: '1' },
      { windowsAccount: 'SSO01\\a', externalUser: '2' },
      { windowsAccount: 'a', externalUser: '3' },
    ])
    expect(await mappings.list({ application: 'Payroll' })).toHaveLength(3)
  })

  it.each<[string, NewMapping, ErrorCode]>([
    ['it is there', { ...alice, windowsAccount: 'CORP\\ALICE' }, 'MappingExists'],
    ['its Windows account has one', { ...alice, externalUser: 'A2' }, 'MappingExistsForWindowsAccount'],
    ['its external user has one', { ...bob, externalUser: 'A1' }, 'MappingExistsForExternalUser'],
  ])('is not created in an Individual application when %s', async (_title, row, code) => {
    const { mappings } = await withMappings({}, [alice])
    await expect(mappings.create('Payroll', [row])).rejects.toMatchObject({ code })
    await expect(mappings.create('Payroll', [bob, row])).rejects.toMatchObject({ code: expect.any(String) })
    expect(await mappings.list({ application: 'Payroll' })).toMatchObject([alice])
  })

  it('is one for each group in a Group application', async () => {
    const { mappings } = await withMappings(groupApplication, [
      { windowsAccount: 'corp\\hr users', externalUser: 'shared' },
      { windowsAccount: 'CORP\\Temps', externalUser: 'shared' },
    ])
    const second = [{ windowsAccount: 'CORP\\Temps', externalUser: 'other' }]
    await expect(mappings.create('Payroll', second)).rejects.toMatchObject({
      code: 'MappingExistsForWindowsAccount',
    })
    expect(await mappings.list({ application: 'Payroll' })).toMatchObject([
      { windowsAccount: 'CORP\\HR Users' },
      { windowsAccount: 'CORP\\Temps' },
    ])
    await mappings.enable('Payroll', [{ account: 'corp\\hr USERS' }])
    expect((await mappings.list({ application: 'Payroll' })).map((one) => one.enabled)).toEqual([true, false])
  })

  it('is one for each external user in a Host Group application, all of the one account', async () => {
    const { mappings } = await withMappings(hostGroup, [
      { externalUser: 'H1' },
      { windowsAccount: 'corp\\svc', externalUser: 'H2' },
    ])
    await expect(mappings.create('Payroll', [{ externalUser: 'H2' }])).rejects.toMatchObject({
      code: 'MappingExists',
    })
    expect(await mappings.list({ application: 'Payroll', windowsAccount: 'CORP\\Svc' })).toMatchObject([
      { windowsAccount: 'CORP\\Svc', externalUser: 'H1' },
      { windowsAccount: 'CORP\\Svc', externalUser: 'H2' },
    ])
    await mappings.delete('Payroll', [{ account: 'H1' }])
    await mappings.delete('Payroll', [{ windowsAccount: 'CORP\\svc', externalUser: 'H2' }])
    expect(await mappings.list({ application: 'Payroll' })).toEqual([])
  })

  it.each<[string, MappingRef]>([
    ['its account', { account: 'CORP\\nobody' }],
    ['its external user', { ...alice, externalUser: 'a1' }],
    ['its Windows account', { ...alice, windowsAccount: 'CORP\\bob' }],
  ])('is missing when there is none with %s', async (_title, ref) => {
    const { mappings } = await withMappings({}, [alice])
    const missing = { code: 'MappingMissing', details: { application: 'Payroll' } }
    await expect(mappings.enable('Payroll', [ref])).rejects.toMatchObject(missing)
    await expect(mappings.disable('Payroll', [ref])).rejects.toMatchObject(missing)
    await expect(mappings.delete('Payroll', [ref])).rejects.toMatchObject(missing)
  })

  it('is missing with its application', async () => {
    const { mappings } = (await openApplicationServices()).as(people.ssoAdministrator)
    const missing = { code: 'ApplicationMissing' }
    await expect(mappings.create('Nothing', [alice])).rejects.toMatchObject(missing)
    await expect(mappings.list({ application: 'Nothing' })).rejects.toMatchObject(missing)
  })
})

describe('deleting mappings', () => {
  it('is refused for all when one is enabled', async () => {
    const { mappings } = await withMappings({}, [alice, bob])
    await mappings.enable('Payroll', [{ account: 'CORP\\bob' }])
    await expect(
      mappings.delete('Payroll', [{ account: 'CORP\\alice' }, { account: 'CORP\\bob' }]),
    ).rejects.toMatchObject({
      code: 'MappingMustBeDisabled',
      details: { account: 'CORP\\bob', application: 'Payroll' },
    })
    expect(await mappings.list({ application: 'Payroll' })).toHaveLength(2)
  })

  it('takes their credentials with them and notes as many of the last ones as the system keeps', async () => {
    const { database, mappings } = await withMappings({}, [
      alice,
      bob,
      { windowsAccount: 'CORP\\cy', externalUser: 'C1' },
    ])
    await database.tables.updateTable('global_info').set({ audit_deleted_mappings: 2 }).execute()
    await database.tables
      .insertInto('credential')
      .values({ mapping_id: 1, secret_id: 1, sealed: Uint8Array.of(1) })
      .execute()
    await mappings.delete('Payroll', [{ account: 'CORP\\alice' }])
    await mappings.delete('Payroll', [{ account: 'CORP\\bob' }, { account: 'CORP\\cy' }])
    expect(await database.tables.selectFrom('credential').selectAll().execute()).toEqual([])
    expect(
      await database.tables
        .selectFrom('deleted_mapping')
        .select(['account', 'application', 'windows_account', 'external_user'])
        .execute(),
    ).toEqual(
      [bob, { windowsAccount: 'CORP\\cy', externalUser: 'C1' }].map((one) => ({
        account: 'CORP\\ada',
        application: 'Payroll',
        windows_account: one.windowsAccount,
        external_user: one.externalUser,
      })),
    )
  })
})

describe('an Application User', () => {
  const own = { windowsAccount: 'CORP\\Ursula', externalUser: 'U1' }
  const ownRef = { account: 'CORP\\ursula' }

  it('manages its own mapping in an Individual application', async () => {
    const { mappings } = (await withApplication()).as(people.applicationUser)
    await mappings.create('Payroll', [own])
    await mappings.enable('Payroll', [ownRef])
    await mappings.disable('Payroll', [ownRef])
    await mappings.delete('Payroll', [ownRef])
    expect(await mappings.list({ application: 'Payroll' })).toEqual([])
  })

  it('does nothing to the mapping of another, there or not', async () => {
    const { as } = await withMappings({}, [alice])
    const { mappings } = as(people.applicationUser)
    const denied = { code: 'AccessDeniedMappingOfAnother', details: { account: 'CORP\\ursula' } }
    await expect(mappings.create('Payroll', [own, bob])).rejects.toMatchObject(denied)
    for (const ref of [{ account: 'CORP\\alice' }, { account: 'CORP\\nobody' }]) {
      await expect(mappings.enable('Payroll', [ref])).rejects.toMatchObject(denied)
      await expect(mappings.disable('Payroll', [ref])).rejects.toMatchObject(denied)
      await expect(mappings.delete('Payroll', [ref])).rejects.toMatchObject(denied)
    }
  })

  it('does not create its mapping where users may not, but manages it', async () => {
    const { as } = await withMappings({ flags: { usersCannotCreateMappings: true } }, [own])
    const { mappings } = as(people.applicationUser)
    await expect(mappings.create('Payroll', [own])).rejects.toMatchObject({
      code: 'AccessDeniedMappingCreation',
    })
    await expect(mappings.enable('Payroll', [ownRef])).resolves.toBeUndefined()
  })

  it.each(['group', 'host-group'] as const)('has no say in a %s application', async (type) => {
    const users = type === 'group' ? groupApplication.users : [user('CORP\\ursula')]
    const services = await withApplication({ type, users })
    const { mappings } = services.as(people.applicationUser)
    const denied = { code: 'AccessDeniedGroupMapping' }
    const row = { windowsAccount: users[0]?.name ?? '', externalUser: 'X' }
    await expect(mappings.create('Payroll', [row])).rejects.toMatchObject(denied)
    await expect(mappings.enable('Payroll', [row])).rejects.toMatchObject(denied)
  })

  it('sees its own mappings and those of its groups only', async () => {
    const services = await withMappings({}, [alice, own])
    const admin = services.as(people.ssoAdministrator)
    await admin.applications.create(anApplication({ ...groupApplication, name: 'Shared' }))
    await admin.mappings.create('Shared', [
      { windowsAccount: 'CORP\\HR Users', externalUser: 'hr' },
      { windowsAccount: 'CORP\\Temps', externalUser: 'temps' },
    ])
    const { mappings } = services.as(people.applicationUser)
    const seen = async (filter: Parameters<typeof mappings.list>[0]) =>
      (await mappings.list(filter)).map(({ externalUser }) => externalUser)
    expect(await seen({ application: 'Payroll' })).toEqual(['U1'])
    expect(await seen({ application: 'Shared' })).toEqual(['hr'])
    expect(await seen({ application: 'Payroll', windowsAccount: 'CORP\\ALICE' })).toEqual([])
    expect(await seen({ windowsAccount: 'corp\\URSULA' })).toEqual(['U1'])
    expect(await seen({ windowsAccount: 'CORP\\alice' })).toEqual([])
    expect(await seen({ windowsAccount: 'CORP\\HR Users' })).toEqual(['hr'])
  })
})

describe('listing mappings', () => {
  it('shows an administrator all, by application, by account and in pages', async () => {
    const { as, mappings } = await withMappings({}, [bob, alice])
    const admin = as(people.ssoAdministrator)
    await admin.applications.create(anApplication({ name: 'Another' }))
    await admin.mappings.create('Another', [{ ...alice, externalUser: 'Z' }])
    const seen = (listed: readonly { externalUser: string }[]) => listed.map((one) => one.externalUser)
    expect(seen(await mappings.list({ application: 'PAYROLL' }))).toEqual(['A1', 'B1'])
    expect(seen(await mappings.list({ application: 'Payroll' }, { offset: 1, limit: 5 }))).toEqual(['B1'])
    expect(seen(await mappings.list({ windowsAccount: 'corp\\alice' }))).toEqual(['Z', 'A1'])
    expect(seen(await mappings.list({ windowsAccount: 'corp\\alice' }, { offset: 0, limit: 1 }))).toEqual([
      'Z',
    ])
    const both = { application: 'Payroll', windowsAccount: 'corp\\alice' }
    expect(seen(await mappings.list(both))).toEqual(['A1'])
  })

  it('is refused to somebody who is nothing in the application', async () => {
    const { as } = await withMappings({}, [alice])
    const { mappings } = as(people.erin)
    await expect(mappings.list({ application: 'Payroll' })).rejects.toMatchObject({
      code: 'AccessDeniedNotApplicationUser',
      details: { account: 'CORP\\erin', application: 'Payroll' },
    })
    expect(await mappings.list({ windowsAccount: 'CORP\\alice' })).toEqual([])
  })
})

describe('membership', () => {
  it('is required of the caller’s own account, even of an administrator', async () => {
    const services = await withApplication()
    const { mappings } = services.as(people.ssoAdministrator)
    const own = [{ windowsAccount: 'CORP\\sam', externalUser: 'S1' }]
    await expect(mappings.create('Payroll', own)).rejects.toMatchObject({
      code: 'MappedUserNotMember',
      details: { accepted: 'group CORP\\HR Users', windowsAccount: 'CORP\\sam' },
    })
    const member: OsAccount = { ...people.ssoAdministrator, groups: ['CORP\\SSO Admins', 'CORP\\HR Users'] }
    await expect(services.as(member).mappings.create('Payroll', own)).resolves.toHaveLength(1)
  })

  it.each(['ssoAdministrator', 'affiliateAdministrator', 'applicationAdministrator'] as const)(
    'of another account is not asked of %s',
    async (role) => {
      const { mappings } = (await withApplication()).as(people[role])
      await expect(mappings.create('Payroll', [alice])).resolves.toEqual([alice])
    },
  )
})
