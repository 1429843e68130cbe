import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { AccountKey, NameService } from '../../../electron/core/accounts/name-service.ts'
import { systemNameService } from '../../../electron/core/accounts/system-name-service.ts'
import { SsoError } from '../../../electron/core/errors/sso-error.ts'
import type { SsoSystem } from '../../../electron/core/sso-system.ts'
import { aGenerateRequest, openTestSystem, utf8 } from '../../support/test-system.ts'

/** `hans` is a user, `staff` a group, `both` is both. */
const there = new Set(['user hans', 'user both', 'group both', 'group staff'])

interface Asked {
  readonly names: NameService
  /** The keys of each call. */
  readonly calls: (readonly AccountKey[])[]
}

function aNameService(): Asked {
  const calls: (readonly AccountKey[])[] = []
  const find = async (keys: readonly AccountKey[]) => {
    calls.push(keys)
    return keys.map(({ key, kind }) => (there.has(`${kind} ${key}`) ? { name: String(key), id: 1 } : null))
  }
  return { names: { find }, calls }
}

const failing: NameService = {
  find: async () => {
    throw SsoError.of('NameServiceFailed', { program: '/usr/bin/getent', reason: 'exit code 3' })
  },
}

const fields = [{ label: 'User', masked: false, synchronized: false }]
const user = (name: string) => ({ kind: 'user', name }) as const
const group = (name: string) => ({ kind: 'group', name }) as const
const individual = (users: string, name = 'App') =>
  utf8(
    `<sso>\n <application name="${name}">\n  ${users}\n  <field ordinal="0" label="User"/>\n  <flags allowLocalAccounts="yes" groupApp="no"/>\n </application>\n</sso>`,
  )
const mappingsOf = (...users: readonly string[]) =>
  utf8(
    `<sso>\n${users.map((name) => `<mapping><windowsUserId>${name}</windowsUserId><externalApplication>App</externalApplication><externalUserId>x-${name}</externalUserId></mapping>`).join('\n')}\n</sso>`,
  )

const mappingsIn = async (system: SsoSystem): Promise<readonly string[]> =>
  (await system.mappings.list({ application: 'App' })).map(({ windowsAccount }) => windowsAccount).sort()

/** The rows of what could have been changed. */
async function stored(system: SsoSystem): Promise<unknown> {
  const applications = await system.applications.list()
  const described = await Promise.all(applications.map(({ name }) => system.applications.describe(name)))
  return { described, mappings: await mappingsIn(system), info: await system.globalInfo.read() }
}

async function withApplication(names: NameService) {
  const opened = await openTestSystem({ names })
  const { system } = opened
  const flags = { allowLocalAccounts: true }
  await system.applications.create({
    name: 'App',
    type: 'individual',
    fields,
    flags,
    users: [group('CORP\\HR')],
  })
  return opened
}

describe('an account of this computer', () => {
  const wrong = [
    [user('nina'), 'this computer knows no user of that name'],
    [group('nina'), 'this computer knows no group of that name'],
    [group('hans'), 'on this computer it is a user, not a group'],
    [user('staff'), 'on this computer it is a group, not a user'],
    [user('SSO01\\nina'), 'this computer knows no user of that name'],
    [user('.\\nina'), 'this computer knows no user of that name'],
    [user('4711'), 'this computer knows no user of that name'],
  ] as const

  it.each(wrong)('that is not there is refused in every role: %o', async (account, reason) => {
    const { system } = await withApplication(aNameService().names)
    await system.globalInfo.disable()
    const before = await stored(system)
    const said = { details: { account: account.name, reason: expect.stringContaining(reason) } }
    const { applications, globalInfo } = system
    const create = applications.create({ name: 'B', type: 'individual', fields, users: [account] })
    await expect(create).rejects.toMatchObject({ code: 'ApplicationUserInvalid', ...said })
    const users = applications.update('App', { users: [group('CORP\\HR'), account] })
    await expect(users).rejects.toMatchObject({ code: 'ApplicationUserInvalid', ...said })
    const administrators = applications.update('App', { administrators: [account] })
    await expect(administrators).rejects.toMatchObject({ code: 'ApplicationAdministratorInvalid', ...said })
    const sso = globalInfo.update({ ssoAdministrators: [user('root'), account] })
    await expect(sso).rejects.toMatchObject({ code: 'SsoAdministratorInvalid', ...said })
    const affiliate = globalInfo.update({ ssoAffiliateAdministrators: [account] })
    await expect(affiliate).rejects.toMatchObject({ code: 'AffiliateAdministratorInvalid', ...said })
    expect(await stored(system)).toEqual(before)
  })

  it('that is there is taken, and one of another domain whether it is there or not', async () => {
    const { system } = await withApplication(aNameService().names)
    const users = [user('hans'), group('staff'), user('both'), group('both'), user('OTHER\\nobody.knows')]
    const updated = await system.applications.update('App', { users })
    expect(updated.users).toEqual(users)
  })

  it('that is in a list already may stay, whatever the computer knows of it', async () => {
    const { directory, system } = await openTestSystem()
    await system.applications.create({ name: 'App', type: 'individual', fields, users: [user('gone')] })
    await system.close()
    const again = await openTestSystem({ directory, names: aNameService().names })
    const users = [user('gone'), user('hans')]
    expect((await again.system.applications.update('App', { users })).users).toEqual(users)
    await again.system.globalInfo.disable()
    const ssoAdministrators = [...(await again.system.globalInfo.read()).ssoAdministrators, user('hans')]
    expect(ssoAdministrators).toContainEqual(group('wheel'))
    expect((await again.system.globalInfo.update({ ssoAdministrators })).ssoAdministrators).toHaveLength(
      ssoAdministrators.length,
    )
  })

  it('that is mapped has to be a user here, and that of a domain need not', async () => {
    const { folder, system } = await withApplication(aNameService().names)
    const map = (windowsAccount: string) =>
      system.mappings.create('App', [{ windowsAccount, externalUser: `of ${windowsAccount}` }])
    for (const windowsAccount of ['nina', 'staff', 'SSO01\\nina'])
      await expect(map(windowsAccount)).rejects.toMatchObject({
        code: 'WindowsAccountInvalid',
        details: { windowsAccount, reason: expect.stringContaining('no user of that name') },
      })
    await map('hans')
    await map('CORP\\nina')
    await system.masterSecret.generate(aGenerateRequest(join(folder, 'first.bak')))
    await system.applications.enable('App')
    const set = (account: string) =>
      system.credentials.set({ application: 'App', account, externalUser: `of ${account}`, values: [] })
    await expect(set('nina')).rejects.toMatchObject({ code: 'WindowsAccountInvalid' })
    await set('both')
    expect(await mappingsIn(system)).toEqual(['CORP\\nina', 'both', 'hans'])
  })
})

describe('a name service that fails', () => {
  it('is said by name, and nothing is stored', async () => {
    const { system } = await withApplication(failing)
    await system.globalInfo.disable()
    const before = await stored(system)
    const failed = { code: 'NameServiceFailed' }
    const { applications, globalInfo, mappings, xml } = system
    await expect(applications.update('App', { users: [user('hans')] })).rejects.toMatchObject(failed)
    await expect(globalInfo.update({ ssoAffiliateAdministrators: [user('hans')] })).rejects.toMatchObject(
      failed,
    )
    const row = { windowsAccount: 'hans', externalUser: 'h' }
    await expect(mappings.create('App', [row])).rejects.toMatchObject(failed)
    for (const file of [
      individual('<appUserAccount>hans</appUserAccount>', 'New'),
      individual('<appUserAccount kind="user">hans</appUserAccount>'),
      mappingsOf('hans'),
      utf8('<sso><globalInfo><ssoAffiliateAdminAccount>hans</ssoAffiliateAdminAccount></globalInfo></sso>'),
    ]) {
      await expect(xml.plan(file)).rejects.toMatchObject(failed)
      await expect(xml.apply(file)).rejects.toMatchObject(failed)
    }
    expect(await stored(system)).toEqual(before)
  })

  it('stops nothing that needs no answer', async () => {
    const { system } = await withApplication(failing)
    await system.applications.update('App', { users: [group('CORP\\Other')], description: 'new' })
    await system.globalInfo.disable()
    const { ssoAdministrators } = await system.globalInfo.read()
    await system.globalInfo.update({ ssoAdministrators, ticketTimeout: 3 })
    await system.mappings.create('App', [{ windowsAccount: 'CORP\\a', externalUser: 'a' }])
  })
})

describe('an account of a file', () => {
  const kinds = [
    ['<appUserAccount>hans</appUserAccount>', [user('hans')]],
    ['<appUserAccount>.\\hans</appUserAccount>', [user('.\\hans')]],
    ['<appUserAccount>staff</appUserAccount>', [group('staff')]],
    ['<appUserAccount>both</appUserAccount>', [group('both')]],
    ['<appUserAccount kind="user">both</appUserAccount>', [user('both')]],
    ['<appUserAccount>CORP\\hans</appUserAccount>', [group('CORP\\hans')]],
  ] as const

  it.each(kinds)(
    'is what this computer knows it as, if the file does not say: %s',
    async (written, users) => {
      const { system } = await openTestSystem({ names: aNameService().names })
      await system.xml.apply(individual(written))
      const { users: found } = await system.applications.describe('App')
      expect(found).toEqual(users)
    },
  )

  const refused = [
    ['<appUserAccount>D\\g</appUserAccount>\n  <appUserAccount>nina</appUserAccount>', 4, 'no group'],
    ['<appUserAccount kind="group">hans</appUserAccount>', 3, 'it is a user, not a group'],
    ['<appUserAccount kind="user">staff</appUserAccount>', 3, 'it is a group, not a user'],
    ['<appUserAccount>A;B</appUserAccount>', 3, 'it looks like a list'],
    ['<description>d</description>\n <appAdminAccount kind="user">nina</appAdminAccount>', 4, 'no user'],
    ['<windowsAccount>staff</windowsAccount>', 3, 'it is a group, not a user'],
    ['<windowsAccount>nina</windowsAccount>', 3, 'no user of that name'],
  ] as const

  it.each(refused)('is refused at its place: %s', async (written, line, reason) => {
    const { system } = await openTestSystem({ names: aNameService().names })
    const file = written.includes('windowsAccount')
      ? utf8(
          `<sso>\n <application name="H">\n  ${written}\n  <field ordinal="0" label="User"/></application></sso>`,
        )
      : individual(written)
    const { items } = await system.xml.plan(file)
    expect(items[0]).toMatchObject({ outcome: 'refused', at: { line } })
    await expect(system.xml.apply(file)).rejects.toMatchObject({
      code: 'XmlRefused',
      details: { line, column: expect.any(Number), reason: expect.stringContaining(reason) },
    })
    expect(await system.applications.list()).toEqual([])
  })

  it('as an administrator of the system is refused at its place, and a user is one', async () => {
    const { system } = await openTestSystem({ names: aNameService().names })
    await system.globalInfo.disable()
    const file = (name: string) =>
      utf8(
        `<sso>\n<globalInfo>\n <ssoAffiliateAdminAccount>${name}</ssoAffiliateAdminAccount></globalInfo></sso>`,
      )
    await expect(system.xml.apply(file('nina'))).rejects.toMatchObject({
      code: 'XmlRefused',
      details: { code: 'AffiliateAdministratorInvalid', line: 3, column: 2 },
    })
    await system.xml.apply(file('hans'))
    expect((await system.globalInfo.read()).ssoAffiliateAdministrators).toEqual([user('hans')])
  })

  it('that is exported says what it is, so that another computer takes it for nothing else', async () => {
    const { system } = await openTestSystem({ names: aNameService().names })
    await system.xml.apply(individual('<appUserAccount>staff</appUserAccount>'))
    let text = ''
    for await (const piece of system.xml.exportApplications(['App'])) text += piece
    expect(text).toContain('<appUserAccount kind="group">staff</appUserAccount>')
  })

  it('that is mapped is looked up once however often it is named, with all others', async () => {
    const { calls, names } = aNameService()
    const { system } = await withApplication(names)
    calls.length = 0
    const plan = await system.xml.plan(mappingsOf('hans', 'nina', 'both', 'nina'))
    expect(plan.items.map(({ at, error, outcome }) => [at.line, outcome, error?.code])).toEqual([
      [2, 'created', undefined],
      [3, 'refused', 'WindowsAccountInvalid'],
      [4, 'created', undefined],
      [5, 'refused', 'WindowsAccountInvalid'],
    ])
    expect(calls).toEqual([['hans', 'nina', 'both'].map((key) => ({ kind: 'user', key }))])
  })

  it('that is mapped already stays unchanged when this computer no longer knows it', async () => {
    const { directory, system } = await openTestSystem()
    const flags = { allowLocalAccounts: true }
    await system.applications.create({ name: 'App', type: 'individual', fields, flags })
    await system.xml.apply(mappingsOf('gone'))
    await system.close()
    const again = await openTestSystem({ directory, names: aNameService().names })
    expect((await again.system.xml.plan(mappingsOf('gone'))).counts).toMatchObject({
      unchanged: 1,
      refused: 0,
    })
  })
})

describe('the name service of this computer', () => {
  it('tells users from groups, and knows nobody who is not there', async () => {
    const { system } = await openTestSystem({ names: systemNameService })
    await system.xml.apply(
      individual(
        '<appUserAccount>nobody</appUserAccount><appUserAccount>tty</appUserAccount><appUserAccount>root</appUserAccount>',
      ),
    )
    const { users } = await system.applications.describe('App')
    expect(users).toEqual([user('nobody'), group('tty'), group('root')])
    const absent = system.applications.update('App', { users: [user('no.such.user.here')] })
    await expect(absent).rejects.toMatchObject({ code: 'ApplicationUserInvalid' })
    await system.mappings.create('App', [{ windowsAccount: 'nobody', externalUser: 'n' }])
    await system.mappings.create('App', [{ windowsAccount: 'daemon', externalUser: 'd' }])
    const long = system.mappings.create('App', [{ windowsAccount: 'x'.repeat(200_000), externalUser: 'l' }])
    await expect(long).rejects.toMatchObject({ code: 'WindowsAccountInvalid' })
  })
})
