import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { migrations } from '../../../electron/core/database/migrations/migrations.ts'
import { openCredentialSystem, people, setPassword } from '../../support/credential-system.ts'
import { DatabaseSync } from '../../support/sqlite.ts'
import { aGenerateRequest, openTestSystem } from '../../support/test-system.ts'

/** Without those that say in what state the system was opened. */
function events(path: string): readonly number[] {
  const database = new DatabaseSync(path)
  try {
    const rows = database
      .prepare('SELECT event_id FROM event WHERE event_id NOT IN (10520, 10534) ORDER BY id')
      .all() as { event_id: number }[]
    return rows.map(({ event_id }) => event_id)
  } finally {
    database.close()
  }
}

const keptAdministrators = [
  { kind: 'user', name: 'root' },
  { kind: 'group', name: 'CORP\\SSO Admins' },
] as const

describe('global info', () => {
  it("is, in a new system, the original's defaults", async () => {
    const { system } = await openTestSystem()
    expect(await system.globalInfo.read()).toMatchObject({
      masterSecretServer: 'sso01',
      enabled: true,
      ticketTimeout: 2,
      credentialCacheTimeout: 60,
      ticketsAllowed: false,
      validateTickets: true,
      hostInitiatedSso: false,
      auditDeletedApplications: 1000,
      auditDeletedMappings: 1000,
      auditCredentialLookUps: 1000,
    })
  })

  it('keeps what is changed, and leaves the rest', async () => {
    const { directory, system } = await openTestSystem()
    const before = await system.globalInfo.read()
    const changes = {
      ticketTimeout: 525_600,
      credentialCacheTimeout: 0,
      ticketsAllowed: true,
      validateTickets: false,
      hostInitiatedSso: true,
      auditCredentialLookUps: 5,
    }
    const after = { ...before, ...changes }
    expect(await system.globalInfo.update(changes)).toEqual(after)
    expect(await (await openTestSystem({ directory })).system.globalInfo.read()).toEqual(after)
    expect(events(directory.database)).toEqual([10606, 10609])
  })

  it.each([
    [{ ticketTimeout: 0 }, 'TicketTimeoutInvalid'],
    [{ ticketTimeout: 525_601 }, 'TicketTimeoutInvalid'],
    [{ ticketTimeout: 1.5 }, 'TicketTimeoutInvalid'],
    [{ credentialCacheTimeout: -1 }, 'SettingInvalid'],
    [{ auditDeletedApplications: -1 }, 'SettingInvalid'],
    [{ auditDeletedMappings: 1_000_001 }, 'SettingInvalid'],
    [{ auditCredentialLookUps: Number.NaN }, 'SettingInvalid'],
  ])('refuses %j and changes nothing', async (changes, code) => {
    const { directory, system } = await openTestSystem()
    const before = await system.globalInfo.read()
    await expect(system.globalInfo.update({ ticketsAllowed: true, ...changes })).rejects.toMatchObject({
      code,
    })
    expect(await system.globalInfo.read()).toEqual(before)
    expect(events(directory.database)).toEqual([10536])
  })

  it('is for SSO Administrators alone', async () => {
    const { directory } = await openTestSystem()
    const account = people.erin
    const { system } = await openTestSystem({ directory, account: async () => account })
    const { globalInfo } = system
    for (const call of [
      () => globalInfo.read(),
      () => globalInfo.update({}),
      () => globalInfo.enable(),
      () => globalInfo.disable(),
      () => globalInfo.auditLevels(),
      () => globalInfo.setAuditLevels({ positive: 0, negative: 0 }),
      () => globalInfo.databaseInfo(),
    ])
      await expect(call()).rejects.toMatchObject({ code: 'AccessDeniedNotSsoAdministrator' })
  })
})

describe('the lists of administrators', () => {
  it('change only while the system is disabled', async () => {
    const { directory, system } = await openTestSystem()
    const { globalInfo } = system
    await expect(globalInfo.update({ ssoAdministrators: keptAdministrators })).rejects.toMatchObject({
      code: 'SsoAdministratorsFixed',
    })
    await expect(globalInfo.update({ ssoAffiliateAdministrators: keptAdministrators })).rejects.toMatchObject(
      { code: 'AffiliateAdministratorsFixed' },
    )
    await globalInfo.disable()
    await globalInfo.update({
      ssoAdministrators: keptAdministrators,
      ssoAffiliateAdministrators: keptAdministrators,
    })
    await globalInfo.enable()
    expect(await globalInfo.read()).toMatchObject({
      enabled: true,
      ssoAdministrators: keptAdministrators,
      ssoAffiliateAdministrators: keptAdministrators,
    })
    expect(events(directory.database)).toEqual([10536, 10536, 10583, 10577, 10576, 10582])
    const { ssoAdministrator } = people
    const joined = await openTestSystem({ directory, account: async () => ssoAdministrator })
    expect(await joined.system.globalInfo.read()).toMatchObject({ enabled: true })
  })

  it.each([
    ['without the caller', [{ kind: 'user', name: 'CORP\\sam' }], 'SsoAdministratorsWithoutCaller'],
    ['empty', [], 'SsoAdministratorInvalid'],
    ['naming one twice', [keptAdministrators[0], keptAdministrators[0]], 'SsoAdministratorInvalid'],
    ['with an empty name', [keptAdministrators[0], { kind: 'user', name: ' ' }], 'SsoAdministratorInvalid'],
    ['with Everyone', [keptAdministrators[0], { kind: 'group', name: 'Everyone' }], 'BuiltInAccountRefused'],
  ] as const)('are refused %s', async (_how, ssoAdministrators, code) => {
    const { system } = await openTestSystem()
    await system.globalInfo.disable()
    const before = await system.globalInfo.read()
    await expect(system.globalInfo.update({ ssoAdministrators })).rejects.toMatchObject({ code })
    expect(await system.globalInfo.read()).toEqual(before)
  })
})

describe('audit levels', () => {
  it("are each server's own, positive 0 and negative 1 at first", async () => {
    const { directory, system } = await openTestSystem()
    expect(await system.globalInfo.auditLevels()).toEqual({ positive: 0, negative: 1 })
    await system.globalInfo.setAuditLevels({ positive: 1, negative: 2 })
    await system.globalInfo.setAuditLevels({ positive: 3, negative: 3 })
    expect(await system.globalInfo.auditLevels()).toEqual({ positive: 3, negative: 3 })
    const other = await openTestSystem({ directory, server: 'sso02' })
    expect(await other.system.globalInfo.auditLevels()).toEqual({ positive: 0, negative: 1 })
  })

  it.each([
    { positive: 4, negative: 0 },
    { positive: 0, negative: -1 },
  ])('are 0 to 3, not %j', async (levels) => {
    const { system } = await openTestSystem()
    await expect(system.globalInfo.setAuditLevels(levels)).rejects.toMatchObject({ code: 'SettingInvalid' })
    expect(await system.globalInfo.auditLevels()).toEqual({ positive: 0, negative: 1 })
  })
})

describe('database info', () => {
  it('tells rows by table and credentials by master secret', async () => {
    const { directory, folder, system } = await openCredentialSystem()
    await setPassword(system, 'one')
    const { msid } = await system.masterSecret.generate(aGenerateRequest(join(folder, 'second.bak')))
    await setPassword(system, 'two', 'CORP\\otto')
    const info = await system.globalInfo.databaseInfo()
    expect(info).toMatchObject({
      path: directory.database,
      schemaVersion: migrations.length,
      rows: { application: 1, mapping: 2, credential: 2, secret: 2, global_info: 1 },
    })
    expect(info.bytes).toBeGreaterThan(10_000)
    expect(info.credentials.reduce((sum, { rows }) => sum + rows, 0)).toBe(2)
    expect(info.credentials).toContainEqual(expect.objectContaining({ msid, isCurrent: true }))
  })
})
