import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { OsAccount } from '../../../electron/core/access/os-account.ts'
import type { SsoDatabase } from '../../../electron/core/database/sso-database.ts'
import type { SsoSystem } from '../../../electron/core/sso-system.ts'
import { openDatabaseFile } from '../../support/open-database-file.ts'
import {
  administrator,
  aGenerateRequest,
  openTestSystem,
  type TestSystem,
  utf8,
} from '../../support/test-system.ts'
import { textOf } from '../../support/text-of.ts'

const fixture = (name: string): Promise<Uint8Array> => readFile(`test/fixtures/xml/${name}`)

async function withSecret(): Promise<TestSystem> {
  const opened = await openTestSystem()
  await opened.system.masterSecret.generate(aGenerateRequest(join(opened.folder, 'a.bak')))
  return opened
}

async function openDatabase({ directory }: TestSystem): Promise<SsoDatabase> {
  const database = await openDatabaseFile(directory.database)
  onTestFinished(() => database.close())
  return database
}

/** All of the database that an import can change. */
async function dump({ tables }: SsoDatabase): Promise<unknown> {
  const names = [
    'global_info',
    'role_account',
    'application',
    'field',
    'application_account',
    'mapping',
    'credential',
  ] as const
  return Promise.all(names.map((name) => tables.selectFrom(name).selectAll().execute()))
}

/** The ids of the events, without those that say in what state the system was opened. */
async function eventsOf({ tables }: SsoDatabase): Promise<readonly number[]> {
  const events = await tables
    .selectFrom('event')
    .select('event_id')
    .where('event_id', 'not in', [10520, 10534])
    .orderBy('id')
    .execute()
  return events.map(({ event_id }) => event_id)
}

const APPLICATION = `<application name="SAP"><appUserAccount>D\\Users</appUserAccount>
<field ordinal="0" label="User"/><field ordinal="1" label="Password" masked="yes"/></application>`

function mapping(user: string, external: string, password?: string): string {
  const credential = password === undefined ? '' : `<credential><field>${password}</field></credential>`
  return `<mapping><windowsDomain>d</windowsDomain><windowsUserId>${user}</windowsUserId><externalApplication>sap</externalApplication><externalUserId>${external}</externalUserId>${credential}</mapping>`
}

const file = (...elements: readonly string[]): Uint8Array => utf8(`<sso>\n${elements.join('\n')}\n</sso>`)

async function passwordOf(system: SsoSystem, account: string): Promise<string | undefined> {
  const { values } = await system.credentials.get({ application: 'SAP', account })
  return Buffer.from(values[0] ?? new Uint8Array()).toString()
}

describe('a plan', () => {
  it('tells what is new, and that a new application is left disabled, and changes nothing', async () => {
    const opened = await openTestSystem()
    const database = await openDatabase(opened)
    const before = await dump(database)
    const plan = await opened.system.xml.plan(await fixture('tree-dashes.xml'))
    expect(plan).toEqual({
      items: [
        {
          kind: 'application',
          name: 'SSOApp1',
          at: { line: 3, column: 3 },
          outcome: 'created',
          changes: [],
          notes: ['left-disabled'],
          error: null,
        },
      ],
      counts: { created: 1, changed: 0, unchanged: 0, refused: 0 },
    })
    expect(await dump(database)).toEqual(before)
  })

  it('tells what changes, from what to what', async () => {
    const { system } = await openTestSystem()
    await system.xml.apply(file(APPLICATION))
    const plan = await system.xml.plan(
      file(
        '<application name="sap"><contact>c</contact><flags enableApp="on" disableCredCache="1"/></application>',
      ),
    )
    expect(plan.items).toMatchObject([
      {
        outcome: 'changed',
        changes: [
          { property: 'contact', from: '', to: 'c' },
          { property: 'disableCredCache', from: 'no', to: 'yes' },
          { property: 'enableApp', from: 'no', to: 'yes' },
        ],
        notes: [],
      },
    ])
    expect(await system.applications.describe('SAP')).toMatchObject({ contact: '', enabled: false })
  })

  it('tells what stays', async () => {
    const { system } = await openTestSystem()
    await system.xml.apply(file(APPLICATION, mapping('a', 'x')))
    const plan = await system.xml.plan(file(APPLICATION, mapping('A', 'x')))
    expect(plan.counts).toEqual({ created: 0, changed: 0, unchanged: 2, refused: 0 })
  })

  it('refuses each element under the rules of its service, with its place', async () => {
    const { system } = await openTestSystem()
    await system.xml.apply(file(APPLICATION, mapping('a', 'x')))
    const plan = await system.xml.plan(
      file(
        '<application name="SAP"><flags groupApp="yes"/></application>',
        '<application name="new"/>',
        mapping('b', 'x'),
        mapping('c', 'y'),
        mapping('c', 'y'),
        mapping('e', 'z', 'p</field><field>q'),
        mapping('f', 'w').replace('sap', 'nowhere'),
      ),
    )
    const refused = plan.items.map(({ at, error }) => [at.line, error?.code])
    expect(refused).toEqual([
      [2, 'ApplicationImmutable'],
      [3, 'ApplicationFieldsMissing'],
      [4, 'MappingExistsForExternalUser'],
      [5, undefined],
      [6, 'MappingExists'],
      [7, 'CredentialsIncomplete'],
      [8, 'ApplicationMissing'],
    ])
  })

  it('is made of what the caller may do', async () => {
    const nobody: OsAccount = { name: 'nobody', groups: [], isLocalAdministrator: false }
    const { directory, system } = await openTestSystem()
    await system.xml.apply(file(APPLICATION))
    const { system: asNobody } = await openTestSystem({ directory, account: async () => nobody })
    const plan = await asNobody.xml.plan(
      file(
        '<globalInfo><ticketTimeout>3</ticketTimeout></globalInfo>',
        APPLICATION,
        '<application name="B"/>',
        mapping('a', 'x'),
      ),
    )
    expect(plan.items.map(({ error }) => error?.code)).toEqual([
      'AccessDeniedNotSsoAdministrator',
      'AccessDeniedNotApplicationAdministrator',
      'AccessDeniedNotAffiliateAdministrator',
      'AccessDeniedNotApplicationUser',
    ])
  })
})

describe('applying', () => {
  it('creates applications and mappings, disabled', async () => {
    const { system } = await openTestSystem()
    const done = await system.xml.apply(
      Buffer.concat([await fixture('application.xml')].map((bytes) => Buffer.from(bytes))),
    )
    expect(done.counts.created).toBe(1)
    await system.xml.apply(file(mapping('a', 'x')))
    expect(await system.applications.describe('SAP')).toMatchObject({ enabled: false, type: 'individual' })
    expect(await system.mappings.list({ application: 'SAP' })).toMatchObject([
      { windowsAccount: 'D\\a', externalUser: 'x', enabled: false },
    ])
  })

  it('makes a host group one for host-initiated sign-on', async () => {
    const { system } = await openTestSystem()
    await system.xml.apply(await fixture('host-group.xml'))
    expect(await system.applications.describe('SSOApp_HostGroupApp1')).toMatchObject({
      type: 'host-group',
      flags: { hostInitiatedSso: true, windowsInitiatedSso: false },
      users: [{ kind: 'user', name: 'DomainName\\WindowsUserAccount1' }],
    })
  })

  it('seals credentials, enables their mappings, and replaces those that are there', async () => {
    const { system } = await withSecret()
    await system.xml.apply(
      file(APPLICATION, mapping('a', 'x', ' p&amp;1 '), mapping('b', 'y'), mapping('c', 'z')),
    )
    await system.applications.enable('SAP')
    expect(await passwordOf(system, 'd\\a')).toBe(' p&1 ')
    const plan = await system.xml.apply(file(mapping('a', 'x', 'p2'), mapping('b', 'y', 'p3')))
    expect(plan.items.map(({ changes }) => changes.map(({ property }) => property))).toEqual([
      ['credential'],
      ['credential', 'enabled'],
    ])
    expect([await passwordOf(system, 'd\\a'), await passwordOf(system, 'd\\b')]).toEqual(['p2', 'p3'])
    expect((await system.mappings.list({ application: 'SAP' })).map(({ enabled }) => enabled)).toEqual([
      true,
      true,
      false,
    ])
  })

  it('does nothing at all when the last element is refused, and says which', async () => {
    const opened = await withSecret()
    const database = await openDatabase(opened)
    const before = await dump(database)
    const bytes = file(
      '<globalInfo><ticketTimeout>9</ticketTimeout></globalInfo>',
      APPLICATION,
      mapping('a', 'x', 'p'),
      mapping('a', 'y'),
    )
    await expect(opened.system.xml.apply(bytes)).rejects.toMatchObject({
      code: 'XmlRefused',
      details: {
        count: 1,
        code: 'MappingExistsForWindowsAccount',
        line: 6,
        column: 1,
        element: 'mapping d\\a (y) in sap',
      },
      trackingId: expect.any(String),
    })
    expect(await dump(database)).toEqual(before)
  })

  it('does nothing at all when there is no master secret to seal credentials under', async () => {
    const opened = await openTestSystem()
    const database = await openDatabase(opened)
    const before = await dump(database)
    await expect(opened.system.xml.apply(file(APPLICATION, mapping('a', 'x', 'p')))).rejects.toMatchObject({
      code: 'SecretUnavailable',
    })
    expect(await dump(database)).toEqual(before)
  })

  it('is one operation in the events, with those of the original for what changed', async () => {
    const opened = await openTestSystem()
    const database = await openDatabase(opened)
    await opened.system.xml.apply(file(APPLICATION))
    await opened.system.xml.apply(file('<application name="SAP"><flags enableApp="yes"/></application>'))
    expect(await eventsOf(database)).toEqual([10580])
  })

  it('never shows a credential', async () => {
    const opened = await withSecret()
    const database = await openDatabase(opened)
    await opened.system.xml.apply(file(APPLICATION, mapping('a', 'x', 's3cret')))
    const refused = await opened.system.xml
      .apply(file(mapping('a', 'y', 's3cret')))
      .catch((error) => error.toData())
    const plan = await opened.system.xml.plan(file(mapping('a', 'x', 's3cret')))
    const events = await database.tables.selectFrom('event').selectAll().execute()
    expect(refused.code).toBe('XmlRefused')
    expect(JSON.stringify([refused, plan, events])).not.toContain('s3cret')
  })
})

describe('global information', () => {
  it('is changed as far as the file names it', async () => {
    const opened = await openTestSystem()
    const plan = await opened.system.xml.apply(await fixture('misspelt-global-info.xml'))
    expect(plan.items).toMatchObject([
      {
        kind: 'globalInfo',
        changes: [
          { property: 'auditDeletedMappings', from: '1000', to: '2000' },
          { property: 'auditCredentialLookups', from: '1000', to: '3000' },
        ],
      },
    ])
    const { tables } = await openDatabase(opened)
    expect(await tables.selectFrom('global_info').selectAll().executeTakeFirst()).toMatchObject({
      audit_deleted_mappings: 2000,
      ticket_timeout: 2,
    })
  })

  it('changes the master secret server only with a file that holds nothing else', async () => {
    const opened = await openTestSystem()
    const { system } = opened
    const both = file(
      '<globalInfo><secretServer>SSO02</secretServer>\n<ticketTimeout>2</ticketTimeout></globalInfo>',
    )
    expect((await system.xml.plan(both)).items).toMatchObject([
      { outcome: 'refused', error: { code: 'XmlSecretServerNotAlone', details: { line: 2, column: 1 } } },
    ])
    const database = await openDatabase(opened)
    await system.servers.join('sso02')
    await system.xml.apply(file('<globalInfo><secretServer>SSO02</secretServer></globalInfo>'))
    expect(await system.system.describe()).toMatchObject({ masterSecretServer: 'sso02' })
    expect(await eventsOf(database)).toEqual([19009, 10575])
  })

  it('moves the master secret server to one that has joined only', async () => {
    const { system } = await openTestSystem()
    const move = file('<globalInfo><secretServer>SSO02</secretServer></globalInfo>')
    expect((await system.xml.plan(move)).items).toMatchObject([
      { outcome: 'refused', error: { code: 'ServerMissing', details: { server: 'sso02', known: 'sso01' } } },
    ])
    await expect(system.xml.apply(move)).rejects.toMatchObject({ code: 'XmlRefused' })
    expect(await system.system.describe()).toMatchObject({ masterSecretServer: 'sso01' })
  })

  it('may name the master secret server it is, beside anything else', async () => {
    const { system } = await openTestSystem()
    const plan = await system.xml.plan(
      file('<globalInfo><secretServer>SSO01</secretServer><ticketTimeout>3</ticketTimeout></globalInfo>'),
    )
    expect(plan.counts.changed).toBe(1)
  })

  it('keeps the SSO Administrators while the system is enabled', async () => {
    const { system } = await openTestSystem()
    const plan = await system.xml.plan(
      await fixture('global-info.xml').then((bytes) =>
        utf8(Buffer.from(bytes).toString().replace('ComputerA', 'sso01')),
      ),
    )
    expect(plan.items).toMatchObject([{ error: { code: 'SsoAdministratorsFixed' } }])
  })
})

describe('exporting', () => {
  it('makes files that create the same again', async () => {
    const first = await withSecret()
    await first.system.xml.apply(await fixture('host-group.xml'))
    await first.system.xml.apply(
      file(
        APPLICATION,
        '<application name="own"><field ordinal="0" label="User"/><flags adminAccountSame="yes"/></application>',
        mapping('a', 'x', 'p'),
        mapping('b', '&lt;'),
      ),
    )
    const second = await openTestSystem({ account: async () => administrator })
    const applications = await textOf(first.system.xml.exportApplications())
    const mappings = await textOf(first.system.xml.exportMappings('SAP'))
    expect(mappings).not.toContain('credential')
    await second.system.xml.apply(utf8(applications))
    await second.system.xml.apply(utf8(mappings))
    expect(await textOf(second.system.xml.exportApplications())).toBe(applications)
    expect(await textOf(second.system.xml.exportMappings('SAP'))).toBe(mappings)
    expect((await first.system.xml.plan(utf8(applications))).counts).toMatchObject({ unchanged: 3 })
  })

  it('of the global information changes nothing when it comes back', async () => {
    const { system } = await openTestSystem()
    const exported = await system.xml.exportGlobalInfo()
    expect(exported).toContain('<secretServer>sso01</secretServer>')
    expect((await system.xml.plan(utf8(exported))).counts).toMatchObject({ unchanged: 1 })
  })

  it('is of what the caller may see', async () => {
    const user: OsAccount = { name: 'u', groups: ['D\\Users'], isLocalAdministrator: false }
    const { directory, system } = await openTestSystem()
    await system.xml.apply(file(APPLICATION, APPLICATION.replace('SAP', 'Other').replace('Users', 'Others')))
    const { system: asUser } = await openTestSystem({ directory, account: async () => user })
    expect(await textOf(asUser.xml.exportApplications())).not.toContain('Other')
    await expect(textOf(asUser.xml.exportApplications(['Other']))).rejects.toMatchObject({
      code: 'AccessDeniedNotApplicationUser',
    })
    await expect(textOf(asUser.xml.exportMappings('Other'))).rejects.toMatchObject({
      code: 'AccessDeniedNotApplicationUser',
    })
    await expect(asUser.xml.exportGlobalInfo()).rejects.toMatchObject({
      code: 'AccessDeniedNotSsoAdministrator',
    })
  })
})
