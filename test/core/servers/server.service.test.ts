import { copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import packageJson from '../../../package.json' with { type: 'json' }
import { people } from '../../support/application-services.ts'
import { openOnServer } from '../../support/server-system.ts'
import { DatabaseSync } from '../../support/sqlite.ts'
import { administrator, aGenerateRequest, openTestSystem } from '../../support/test-system.ts'

function query(path: string, sql: string): readonly Readonly<Record<string, unknown>>[] {
  const database = new DatabaseSync(path)
  try {
    return database.prepare(sql).all() as Record<string, unknown>[]
  } finally {
    database.close()
  }
}

describe('the list of servers', () => {
  it('has each server that has opened the system, with its version and the secrets it holds', async () => {
    const first = await openTestSystem({ version: '1.2.3' })
    const { msid } = await first.system.masterSecret.generate(aGenerateRequest(join(first.folder, 'a.bak')))
    const second = await openOnServer('sso02', first.directory, { version: '1.3.0' })
    expect(await second.system.servers.list()).toMatchObject([
      { name: 'sso01', isMasterSecretServer: true, isThisServer: false, version: '1.2.3', msids: [] },
      { name: 'sso02', isMasterSecretServer: false, isThisServer: true, version: '1.3.0', msids: [] },
    ])
    expect(await first.system.servers.list()).toMatchObject([{ msids: [msid] }, { name: 'sso02' }])
    await openTestSystem({ directory: first.directory })
    expect(await second.system.servers.list()).toMatchObject([{ name: 'sso01', msids: [msid] }, {}])
  })

  it('tells when a server was last seen, and keeps when it joined', async () => {
    const { directory, system } = await openTestSystem()
    const [first] = await system.servers.list()
    const again = await openTestSystem({ directory })
    const [second] = await again.system.servers.list()
    expect(first?.lastSeenAt).toBe(first?.joinedAt)
    expect(second?.joinedAt).toBe(first?.joinedAt)
    expect(Date.parse(second?.lastSeenAt ?? '')).toBeGreaterThan(Date.parse(first?.lastSeenAt ?? ''))
  })

  it("has the build's version where none is passed in", async () => {
    const { system } = await openTestSystem()
    expect(await system.servers.list()).toMatchObject([{ version: packageJson.version }])
  })

  it('says that it is not known what a server with an unreadable secret store holds', async () => {
    const { directory } = await openTestSystem()
    await writeFile(directory.secretStore, 'garbage')
    const again = await openTestSystem({ directory })
    expect(await again.system.servers.list()).toMatchObject([{ name: 'sso01', msids: null }])
  })

  it('does not count the secrets that another server left in the data directory', async () => {
    const { directory, folder, system } = await openTestSystem()
    await system.masterSecret.generate(aGenerateRequest(join(folder, 'a.bak')))
    const other = await openTestSystem({ directory, server: 'sso02' })
    expect(await other.system.servers.list()).toMatchObject([{}, { name: 'sso02', msids: [] }])
  })

  it('does not count the secrets of another system', async () => {
    const first = await openTestSystem()
    await first.system.masterSecret.generate(aGenerateRequest(join(first.folder, 'a.bak')))
    const second = await openTestSystem()
    await copyFile(first.directory.secretStore, second.directory.secretStore)
    expect(await second.system.servers.list()).toMatchObject([{ msids: [] }])
  })

  it('is written once at an opening, and not by looking at it', async () => {
    const { directory, system } = await openTestSystem()
    const at = (): unknown => query(directory.database, 'SELECT * FROM server')
    const before = at()
    await system.servers.list()
    await system.system.describe()
    expect(at()).toEqual(before)
  })

  it('leaves audit levels as they are, and audit levels leave it', async () => {
    const { directory, system } = await openTestSystem()
    await system.globalInfo.setAuditLevels({ positive: 2, negative: 3 })
    const [before] = await system.servers.list()
    const again = await openTestSystem({ directory })
    expect(await again.system.globalInfo.auditLevels()).toEqual({ positive: 2, negative: 3 })
    await again.system.globalInfo.setAuditLevels({ positive: 1, negative: 1 })
    expect(await again.system.servers.list()).toMatchObject([{ joinedAt: before?.joinedAt, msids: [] }])
  })

  it('does not keep the system from opening when it cannot be written', async () => {
    const first = await openTestSystem()
    const before = await first.system.servers.list()
    query(
      first.directory.database,
      "CREATE TRIGGER no BEFORE UPDATE ON server BEGIN SELECT RAISE(ABORT, 'read-only'); END",
    )
    const again = await openTestSystem({ directory: first.directory })
    expect(await again.system.servers.list()).toEqual(before)
  })

  it('is for SSO Administrators and SSO Affiliate Administrators', async () => {
    const { directory, system } = await openTestSystem()
    await system.globalInfo.disable()
    await system.globalInfo.update({
      ssoAffiliateAdministrators: [{ kind: 'group', name: 'CORP\\Affiliate Admins' }],
    })
    const as = async (who: 'affiliateAdministrator' | 'erin') =>
      (await openTestSystem({ directory, account: async () => people[who] })).system.servers
    expect(await (await as('affiliateAdministrator')).list()).toHaveLength(1)
    await expect((await as('erin')).list()).rejects.toMatchObject({
      code: 'AccessDeniedNotAffiliateAdministrator',
    })
    for (const who of ['affiliateAdministrator', 'erin'] as const) {
      const servers = await as(who)
      const denied = { code: 'AccessDeniedNotSsoAdministrator', trackingId: expect.any(String) }
      await expect(servers.join('sso02')).rejects.toMatchObject(denied)
      await expect(servers.leave('sso01')).rejects.toMatchObject(denied)
    }
  })
})

describe('joining', () => {
  it('adds a server that has not been seen yet, its name in lower case', async () => {
    const { directory, system } = await openTestSystem()
    await system.servers.join(' SSO02.Corp.Example ')
    const [, joined] = await system.servers.list()
    expect(joined).toMatchObject({
      name: 'sso02.corp.example',
      isMasterSecretServer: false,
      isThisServer: false,
      lastSeenAt: null,
      version: null,
      msids: null,
    })
    expect(query(directory.database, 'SELECT event_id, data FROM event WHERE event_id > 19000')).toEqual([
      { event_id: 19009, data: '{"server":"sso02.corp.example"}' },
    ])
  })

  it('becomes being seen when that server opens the system', async () => {
    const { directory, system } = await openTestSystem()
    await system.servers.join('sso02')
    await openOnServer('sso02', directory)
    expect(await system.servers.list()).toMatchObject([{}, { name: 'sso02', lastSeenAt: expect.any(String) }])
  })

  it('is refused to a server that has joined', async () => {
    const { system } = await openTestSystem()
    await expect(system.servers.join('SSO01')).rejects.toMatchObject({
      code: 'ServerExists',
      details: { server: 'sso01' },
    })
  })

  it.each(['a', '1', 'a-b', 'x'.repeat(63), 'sso02.corp.example', Array(128).fill('a').join('.')])(
    'takes %j',
    async (name) => {
      const { system } = await openTestSystem()
      await system.servers.join(name)
      expect((await system.servers.list()).map((server) => server.name)).toContain(name)
    },
  )

  it.each([
    '',
    '  ',
    'a b',
    '-a',
    'a-',
    'a_b',
    'a..b',
    'a.',
    '\\\\sso02',
    'sso02:445',
    'sévère',
    'x'.repeat(64),
    Array(129).fill('a').join('.'),
  ])('is refused to %j', async (name) => {
    const { system } = await openTestSystem()
    await expect(system.servers.join(name)).rejects.toMatchObject({ code: 'ServerNameInvalid' })
    expect(await system.servers.list()).toHaveLength(1)
  })
})

describe('leaving', () => {
  it('takes a server from the list, until it opens the system again', async () => {
    const { directory, system } = await openTestSystem()
    await openOnServer('sso02', directory)
    await system.servers.leave('SSO02')
    expect(await system.servers.list()).toMatchObject([{ name: 'sso01' }])
    expect(
      query(directory.database, 'SELECT event_id, data, account FROM event WHERE event_id > 19000'),
    ).toEqual([{ event_id: 19010, data: '{"server":"sso02"}', account: administrator.name }])
    await openOnServer('sso02', directory)
    expect(await system.servers.list()).toHaveLength(2)
  })

  it('is refused to the master secret server', async () => {
    const { directory, system } = await openTestSystem()
    const other = await openOnServer('sso02', directory)
    await expect(other.system.servers.leave('sso01')).rejects.toMatchObject({
      code: 'ServerIsMasterSecretServer',
    })
    expect(await system.servers.list()).toHaveLength(2)
  })

  it('is refused to a server that has not joined, naming those that have', async () => {
    const { system } = await openTestSystem()
    await expect(system.servers.leave('sso9')).rejects.toMatchObject({
      code: 'ServerMissing',
      details: { server: 'sso9', known: 'sso01' },
    })
  })
})
