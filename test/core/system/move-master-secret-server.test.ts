import { unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { SsoError } from '../../../electron/core/errors/sso-error.ts'
import { lockSecretStore } from '../../../electron/core/secret-store/secret-store-lock.ts'
import { errorText } from '../../../shared/error-text.ts'
import { type ErrorCode, errorEventIds } from '../../../shared/errors.ts'
import type { SystemOverview } from '../../../shared/system-overview.ts'
import { people } from '../../support/application-services.ts'
import { insertCredentials } from '../../support/credential-rows.ts'
import { openOnServer } from '../../support/server-system.ts'
import { DatabaseSync } from '../../support/sqlite.ts'
import {
  administrator,
  aGenerateRequest,
  openTestSystem,
  PASSWORD,
  type TestSystem,
  utf8,
} from '../../support/test-system.ts'

const moveTo = (server: string): Uint8Array =>
  utf8(`<sso><globalInfo><secretServer>${server}</secretServer></globalInfo></sso>`)

function moves(path: string): readonly unknown[] {
  const database = new DatabaseSync(path)
  try {
    const rows = database.prepare('SELECT data, computer FROM event WHERE event_id = 10575').all()
    return (rows as { data: string; computer: string }[]).map(({ computer, data }) => ({
      computer,
      ...(JSON.parse(data) as object),
    }))
  } finally {
    database.close()
  }
}

async function generate({ folder, system }: TestSystem, name = 'a.bak'): Promise<string> {
  return (await system.masterSecret.generate(aGenerateRequest(join(folder, name)))).msid
}

/** A system with a master secret, and a second server that has joined. */
async function twoServers(): Promise<{ first: TestSystem; second: TestSystem; msid: string }> {
  const first = await openTestSystem()
  const msid = await generate(first)
  return { first, second: await openOnServer('sso02', first.directory), msid }
}

const overview = ({ system }: TestSystem): Promise<SystemOverview> => system.system.describe()

describe('moving the master secret server', () => {
  it('makes the other server the only one, for both', async () => {
    const { first, second } = await twoServers()
    const move = { before: 'sso01', after: 'sso02' }
    expect(await first.system.globalInfo.moveMasterSecretServer('SSO02')).toEqual(move)
    for (const one of [first, second])
      expect(await overview(one)).toMatchObject({ masterSecretServer: 'sso02' })
    expect(moves(first.directory.database)).toEqual([{ computer: 'sso01', ...move }])
  })

  it('leaves the old server refusing to generate, and saying who holds the role', async () => {
    const { first } = await twoServers()
    await first.system.globalInfo.moveMasterSecretServer('sso02')
    const refused = {
      code: 'NotMasterSecretServer',
      details: { server: 'sso01', masterSecretServer: 'sso02' },
    }
    await expect(generate(first, 'b.bak')).rejects.toMatchObject(refused)
    const { masterSecret, permissions } = await overview(first)
    expect(masterSecret).toMatchObject({ state: 'unavailable', error: refused })
    for (const action of ['generateSecret', 'backupSecret', 'restoreSecret', 'moveServer'] as const)
      expect(permissions[action]).toMatchObject({ allowed: false, error: refused })
    const { message, remedy } = errorText(masterSecret.state === 'unavailable' ? masterSecret.error : never())
    expect(`${message} ${remedy}`).toContain('sso02')
  })

  it('leaves the new server waiting for the secret to be restored, also when it is opened again', async () => {
    const { first, msid, second } = await twoServers()
    await first.system.globalInfo.moveMasterSecretServer('sso02')
    await second.system.close()
    const { directory } = second
    const { system } = await openOnServer('sso02', first.directory, { directory })
    const error = {
      code: 'MasterSecretAwaitsRestore',
      details: { server: 'sso02', msid, previousServer: 'sso01' },
    }
    const { masterSecret, permissions } = await system.system.describe()
    expect(masterSecret).toEqual({ state: 'awaiting-restore', msid, previousServer: 'sso01', error })
    expect(permissions).toEqual({
      generateSecret: { allowed: false, error },
      backupSecret: { allowed: false, error },
      restoreSecret: { allowed: true },
      verifyBackup: { allowed: true },
      moveServer: { allowed: true },
      changeProtector: { allowed: false, error },
      administer: { allowed: true },
    })
  })

  it('leaves the new server unable to generate, for it has no secret (10520)', async () => {
    const { first, second } = await twoServers()
    await first.system.globalInfo.moveMasterSecretServer('sso02')
    const refusal = await generate(second, 'b.bak').catch((error: SsoError) => error.code)
    expect(errorEventIds[refusal as ErrorCode]).toBe(10520)
  })

  it('makes no empty secret store where one is to be restored', async () => {
    const { first, second } = await twoServers()
    await first.system.globalInfo.moveMasterSecretServer('sso02')
    await overview(second)
    await openOnServer('sso02', first.directory, { directory: second.directory })
    await expect(unlink(second.directory.secretStore)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('does not take the store of the old server for that of the new, in the same data directory', async () => {
    const { first, msid } = await twoServers()
    await first.system.globalInfo.moveMasterSecretServer('sso02')
    const second = await openTestSystem({ directory: first.directory, server: 'sso02' })
    expect((await overview(second)).masterSecret).toMatchObject({
      state: 'awaiting-restore',
      msid,
      previousServer: 'sso01',
    })
  })

  it('back, before anything was restored, leaves everything as it was', async () => {
    const { first, msid, second } = await twoServers()
    const before = await overview(first)
    await first.system.globalInfo.moveMasterSecretServer('sso02')
    await second.system.globalInfo.moveMasterSecretServer('sso01')
    expect(await overview(first)).toEqual(before)
    expect(before.masterSecret).toMatchObject({ state: 'current', msid })
    expect(moves(first.directory.database)).toMatchObject([
      { before: 'sso01', after: 'sso02' },
      { before: 'sso02', after: 'sso01' },
    ])
  })

  it('back to a server that has missed a generate awaits that secret, and does not go back to the old one', async () => {
    const { first, second } = await twoServers()
    const restore = ({ system }: TestSystem, backupFile: string) =>
      system.masterSecret.restore({ backupFile, password: utf8(PASSWORD), override: false })
    await first.system.globalInfo.moveMasterSecretServer('sso02')
    await restore(second, join(first.folder, 'a.bak'))
    const newer = await generate(second, 'b.bak')
    await second.system.globalInfo.moveMasterSecretServer('sso01')
    const again = await openTestSystem({ directory: first.directory })
    const { masterSecret, permissions } = await overview(again)
    expect(masterSecret).toMatchObject({ state: 'awaiting-restore', msid: newer, previousServer: 'sso02' })
    expect(permissions.generateSecret).toMatchObject({ error: { code: 'MasterSecretAwaitsRestore' } })
    await restore(again, join(second.folder, 'b.bak'))
    expect((await overview(again)).masterSecret).toMatchObject({ state: 'current', msid: newer })
  })

  it('before there is a secret leaves the new server ready to generate the first one', async () => {
    const first = await openTestSystem()
    const second = await openOnServer('sso02', first.directory)
    const shared = await openTestSystem({ directory: first.directory, server: 'sso03' })
    await first.system.globalInfo.moveMasterSecretServer('sso03')
    expect((await overview(shared)).masterSecret).toMatchObject({ state: 'none' })
    await shared.system.globalInfo.moveMasterSecretServer('sso02')
    expect(await overview(second)).toMatchObject({
      masterSecret: { state: 'none' },
      permissions: {
        generateSecret: { allowed: true },
        backupSecret: { allowed: false, error: { code: 'NoMasterSecret' } },
      },
    })
    const msid = await generate(second)
    expect((await overview(second)).masterSecret).toMatchObject({ state: 'current', msid })
  })

  it('to itself does nothing, and is no event', async () => {
    const { first } = await twoServers()
    const same = { before: 'sso01', after: 'sso01' }
    expect(await first.system.globalInfo.moveMasterSecretServer(' SSO01')).toEqual(same)
    expect(moves(first.directory.database)).toEqual([])
  })

  it('is refused to a server that has not joined', async () => {
    const { first } = await twoServers()
    await expect(first.system.globalInfo.moveMasterSecretServer('sso03')).rejects.toMatchObject({
      code: 'ServerMissing',
      details: { server: 'sso03', known: 'sso01, sso02' },
      trackingId: expect.any(String),
    })
    await first.system.servers.join('sso03')
    await first.system.globalInfo.moveMasterSecretServer('sso03')
    expect(await overview(first)).toMatchObject({ masterSecretServer: 'sso03' })
  })

  it.each(['running', 'paused', 'cancelled'])('is refused while a re-encryption is %s', async (state) => {
    const { first, second } = await twoServers()
    await insertCredentials(first.directory, [1, 2, 3])
    const database = new DatabaseSync(first.directory.database)
    database.exec('DELETE FROM reencryption')
    database
      .prepare(
        `INSERT INTO reencryption (id, to_secret_id, state, position, total, done, started_at)
         VALUES (1, 1, ?, 0, 3, 1, '2026-01-02T03:04:05.678Z')`,
      )
      .run(state)
    database.close()
    const busy = { code: 'Busy', details: { done: 1, total: 3 } }
    await expect(first.system.globalInfo.moveMasterSecretServer('sso02')).rejects.toMatchObject(busy)
    expect((await second.system.xml.plan(moveTo('sso02'))).items).toMatchObject([{ error: busy }])
    expect((await overview(first)).permissions.moveServer).toMatchObject({ allowed: false, error: busy })
    expect(await overview(first)).toMatchObject({ masterSecretServer: 'sso01' })
  })

  it('is refused while something is done to the secret', async () => {
    const { first } = await twoServers()
    const lock = await lockSecretStore(first.directory, 'generating the master secret', 'ann')
    await expect(first.system.globalInfo.moveMasterSecretServer('sso02')).rejects.toMatchObject({
      code: 'SecretStoreBusy',
    })
    await lock.release()
    await first.system.globalInfo.moveMasterSecretServer('sso02')
  })

  it('is done from another server by a file that names it alone, by an SSO Administrator of no computer', async () => {
    const { first } = await twoServers()
    const account = async () => ({ ...administrator, isLocalAdministrator: false })
    const second = await openOnServer('sso02', first.directory, { account })
    await second.system.xml.apply(moveTo('SSO02'))
    expect(await overview(first)).toMatchObject({ masterSecretServer: 'sso02' })
    expect(moves(first.directory.database)).toEqual([{ computer: 'sso02', before: 'sso01', after: 'sso02' }])
  })
})

describe('the rights to move the master secret server', () => {
  it.each([
    ['AccessDeniedNotSsoAdministrator', { account: async () => people.erin }],
    [
      'AccessDeniedNotLocalAdministrator',
      { account: async () => ({ ...administrator, isLocalAdministrator: false }) },
    ],
    ['NotMasterSecretServer', { server: 'sso02' }],
  ])('are wanting with %s', async (code, overrides) => {
    const { first } = await twoServers()
    const { system } = await openTestSystem({ directory: first.directory, ...overrides })
    await expect(system.globalInfo.moveMasterSecretServer('sso02')).rejects.toMatchObject({ code })
    expect((await system.system.describe()).permissions.moveServer).toMatchObject({
      allowed: false,
      error: { code },
    })
    expect(await overview(first)).toMatchObject({ masterSecretServer: 'sso01' })
    expect(moves(first.directory.database)).toEqual([])
  })

  it('are not those to verify a backup or to manage servers, which do not depend on the server', async () => {
    const { first } = await twoServers()
    const permissions = async (overrides: Parameters<typeof openTestSystem>[0]) =>
      (await openTestSystem({ directory: first.directory, ...overrides })).system.system
        .describe()
        .then((described) => described.permissions)
    expect(await permissions({ server: 'sso02' })).toMatchObject({
      verifyBackup: { allowed: true },
      administer: { allowed: true },
    })
    const account = async () => ({ ...administrator, isLocalAdministrator: false })
    expect(await permissions({ account })).toMatchObject({
      verifyBackup: { allowed: false, error: { code: 'AccessDeniedNotLocalAdministrator' } },
      administer: { allowed: true },
    })
    expect(await permissions({ account: async () => people.erin })).toMatchObject({
      verifyBackup: { allowed: false, error: { code: 'AccessDeniedNotSsoAdministrator' } },
      administer: { allowed: false, error: { code: 'AccessDeniedNotSsoAdministrator' } },
    })
  })
})

function never(): never {
  throw new Error('the master secret is not unavailable')
}
