import { readFile, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aGenerateRequest, openTestSystem } from '../../support/test-system.ts'

describe('SSO system', () => {
  it('is created with this computer as its master secret server when the data directory is empty', async () => {
    const { directory, system } = await openTestSystem()
    const overview = await system.system.describe()
    expect(overview).toMatchObject({
      ssoServer: 'sso01',
      masterSecretServer: 'sso01',
      database: { engine: 'SQLite', displayPath: directory.database },
      status: 'enabled',
      account: 'root',
      masterSecret: { state: 'none', protector: 'key-file' },
      permissions: { generateSecret: { allowed: true } },
    })
    expect(overview.ssoAdministrators).toContain(
      process.platform === 'win32' ? 'group BUILTIN\\Administrators' : 'user root',
    )
  })

  it('is the same system when it is opened again, even by another computer', async () => {
    const first = await openTestSystem()
    const { systemId } = await first.system.system.describe()
    const second = await openTestSystem({ directory: first.directory, server: 'sso02' })
    expect(await second.system.system.describe()).toMatchObject({ systemId, masterSecretServer: 'sso01' })
  })

  it('is created once when several open the same empty data directory', async () => {
    const { directory } = await openTestSystem()
    await unlink(directory.secretStore)
    const opened = await Promise.allSettled([1, 2, 3].map(() => openTestSystem({ directory })))
    const systemIds = await Promise.all(
      opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value.system.system.describe()] : [])),
    )
    expect(new Set(systemIds.map(({ systemId }) => systemId)).size).toBe(1)
  })

  it('shows the master secret and its proven backup when one was generated', async () => {
    const { folder, system } = await openTestSystem()
    const generated = await system.masterSecret.generate(aGenerateRequest(join(folder, 'SSO1.bak')))
    expect((await system.system.describe()).masterSecret).toMatchObject({
      state: 'current',
      msid: generated.msid,
      createdAt: generated.createdAt,
      lastBackup: { fileName: 'SSO1.bak', writtenAt: expect.stringMatching(/Z$/) },
    })
  })

  it('opens and shows what is wrong when the secret store is damaged', async () => {
    const first = await openTestSystem()
    await first.system.masterSecret.generate(aGenerateRequest(join(first.folder, 'a.bak')))
    await writeFile(first.directory.secretStore, 'garbage')
    const again = await openTestSystem({ directory: first.directory })
    const { masterSecret, permissions } = await again.system.system.describe()
    expect(masterSecret).toMatchObject({ state: 'unavailable', error: { code: 'SecretStoreDamaged' } })
    expect(permissions.generateSecret).toMatchObject({
      allowed: false,
      error: { code: 'SecretStoreDamaged' },
    })
  })

  it('makes the secret store again when it was lost before it held a secret', async () => {
    const first = await openTestSystem()
    await unlink(first.directory.secretStore)
    const { systemId } = await first.system.system.describe()
    expect(JSON.parse(await readFile(first.directory.secretStore, 'utf8'))).toMatchObject({
      systemId,
      current: null,
    })
  })

  it('keeps its id when a database that was lost is given up', async () => {
    const first = await openTestSystem()
    const { systemId } = await first.system.system.describe()
    const { msid } = await first.system.masterSecret.generate(aGenerateRequest(join(first.folder, 'a.bak')))
    await first.system.close()
    await unlink(first.directory.database)
    const again = await openTestSystem({ directory: first.directory, expected: 'anew' })
    expect(await again.system.system.describe()).toMatchObject({
      systemId,
      masterSecret: { state: 'current', msid },
    })
  })
})
