import { mkdir, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseBackupFile } from '../../../electron/core/backup/backup-file.ts'
import { openBackup } from '../../../electron/core/backup/backup-payload.ts'
import type { MasterSecretPair } from '../../../electron/core/crypto/master-secret.ts'
import { lockSecretStore } from '../../../electron/core/secret-store/secret-store-lock.ts'
import type { GenerateStep } from '../../../shared/master-secret.ts'
import { inProcessKdf } from '../../support/in-process-kdf.ts'
import { openDatabaseFile } from '../../support/open-database-file.ts'
import { loggedEvents } from '../../support/restore-system.ts'
import {
  administrator,
  aGenerateRequest,
  openTestSystem,
  PASSWORD,
  type TestSystem,
  utf8,
} from '../../support/test-system.ts'

async function open(path: string, password = PASSWORD): Promise<MasterSecretPair> {
  return openBackup(parseBackupFile(await readFile(path)), utf8(password), inProcessKdf)
}

const currentMsid = async ({ system }: TestSystem): Promise<string | null> => {
  const { masterSecret } = await system.system.describe()
  return masterSecret.state === 'current' ? masterSecret.msid : null
}

describe('generate', () => {
  it('makes the secret current and leaves a backup that opens when there was none', async () => {
    const test = await openTestSystem()
    const path = join(test.folder, 'SSO.bak')
    const generated = await test.system.masterSecret.generate(aGenerateRequest(path))
    const backup = await open(path)
    expect(generated).toMatchObject({ displayPath: path, previousMsid: null, msid: backup.current.msid })
    expect(backup.current.bytes).toHaveLength(32)
    expect(backup.previous).toBeNull()
    expect(await currentMsid(test)).toBe(generated.msid)
    expect(await readdir(test.folder)).toEqual(['SSO.bak'])
  })

  it('keeps the old secret as previous, in store and backup, when it runs again', async () => {
    const test = await openTestSystem()
    const first = await test.system.masterSecret.generate(aGenerateRequest(join(test.folder, '1.bak')))
    const second = await test.system.masterSecret.generate(aGenerateRequest(join(test.folder, '2.bak')))
    const [old, rotated] = [await open(join(test.folder, '1.bak')), await open(join(test.folder, '2.bak'))]
    expect(second.previousMsid).toBe(first.msid)
    expect(rotated.previous?.msid).toBe(first.msid)
    expect(Buffer.from(rotated.previous?.bytes ?? [])).toEqual(Buffer.from(old.current.bytes))
    expect(Buffer.from(rotated.current.bytes)).not.toEqual(Buffer.from(old.current.bytes))
    expect((await test.system.system.describe()).masterSecret).toMatchObject({ previousMsid: first.msid })
  })

  it('takes the MSID that the suggested file name was made for when one is given', async () => {
    const test = await openTestSystem()
    const msid = '1f0c2d3e-4a5b-4c6d-8e7f-001122334455'
    const generated = await test.system.masterSecret.generate(
      aGenerateRequest(join(test.folder, 'a.bak'), { msid }),
    )
    expect(generated.msid).toBe(msid)
  })

  it('tells its steps in order', async () => {
    const test = await openTestSystem()
    const steps: GenerateStep[] = []
    await test.system.masterSecret.generate(aGenerateRequest(join(test.folder, 'a.bak')), {
      onStep: (step) => steps.push(step),
    })
    expect(steps).toEqual(['deriving-key', 'writing-backup', 'checking-backup', 'making-current'])
  })

  it('writes event 10525 under the tracking id it returns', async () => {
    const test = await openTestSystem()
    const { msid, trackingId } = await test.system.masterSecret.generate(
      aGenerateRequest(join(test.folder, 'a.bak')),
    )
    expect(await loggedEvents(test, 10525)).toEqual([
      expect.objectContaining({
        eventId: 10525,
        trackingId,
        account: 'root',
        data: expect.objectContaining({ msid }),
      }),
    ])
  })

  it('writes event 10526 under the tracking id of the error when it is refused', async () => {
    const test = await openTestSystem()
    const request = aGenerateRequest(join(test.folder, 'a.bak'), {
      password: utf8('short'),
      confirmation: utf8('short'),
    })
    const error = await test.system.masterSecret.generate(request).catch((thrown) => thrown)
    expect(error).toMatchObject({ code: 'PasswordTooShort', trackingId: expect.any(String) })
    expect(await loggedEvents(test, 10526)).toEqual([
      expect.objectContaining({ eventId: 10526, level: 'error', trackingId: error.trackingId }),
    ])
  })

  it('replaces an existing file only when it may', async () => {
    const test = await openTestSystem()
    const path = join(test.folder, 'a.bak')
    await writeFile(path, 'precious')
    await expect(test.system.masterSecret.generate(aGenerateRequest(path))).rejects.toMatchObject({
      code: 'BackupFileExists',
    })
    expect(await readFile(path, 'utf8')).toBe('precious')
    const { msid } = await test.system.masterSecret.generate(aGenerateRequest(path, { ifExists: 'replace' }))
    expect((await open(path)).current.msid).toBe(msid)
  })

  it.each<[GenerateStep]>([['deriving-key'], ['writing-backup'], ['checking-backup']])(
    'leaves nothing behind when it is cancelled during %s',
    async (during) => {
      const test = await openTestSystem()
      const cancel = new AbortController()
      const generating = test.system.masterSecret.generate(aGenerateRequest(join(test.folder, 'a.bak')), {
        signal: cancel.signal,
        onStep: (step) => step === during && cancel.abort(),
      })
      await expect(generating).rejects.toMatchObject({ code: 'Cancelled' })
      expect(await readdir(test.folder)).toEqual([])
      expect(await currentMsid(test)).toBeNull()
    },
  )

  it('is past cancelling when the new secret is being made current', async () => {
    const test = await openTestSystem()
    const cancel = new AbortController()
    const { msid } = await test.system.masterSecret.generate(aGenerateRequest(join(test.folder, 'a.bak')), {
      signal: cancel.signal,
      onStep: (step) => step === 'making-current' && cancel.abort(),
    })
    expect(await currentMsid(test)).toBe(msid)
  })

  it('is refused with the holder named when another process changes the secret store', async () => {
    const test = await openTestSystem()
    const lock = await lockSecretStore(test.directory, 'restoring the master secret', 'alice')
    const generating = test.system.masterSecret.generate(aGenerateRequest(join(test.folder, 'a.bak')))
    await expect(generating).rejects.toMatchObject({
      code: 'SecretStoreBusy',
      details: { holder: expect.stringContaining('alice is restoring the master secret') },
    })
    await lock.release()
  })

  it('runs after the other when two run at once', async () => {
    const test = await openTestSystem()
    const runs = await Promise.all(
      ['1.bak', '2.bak'].map((name) =>
        test.system.masterSecret.generate(aGenerateRequest(join(test.folder, name))),
      ),
    )
    const first = runs.find(({ previousMsid }) => previousMsid === null)
    const second = runs.find(({ previousMsid }) => previousMsid !== null)
    expect(second?.previousMsid).toBe(first?.msid)
    expect(await currentMsid(test)).toBe(second?.msid)
  })

  it.each([
    [
      'AccessDeniedNotSsoAdministrator',
      { account: async () => ({ name: 'eve', groups: ['users'], isLocalAdministrator: true }) },
    ],
    [
      'AccessDeniedNotLocalAdministrator',
      { account: async () => ({ ...administrator, isLocalAdministrator: false }) },
    ],
  ])('is refused with %s when the account lacks that right', async (code, overrides) => {
    const test = await openTestSystem(overrides)
    const generating = test.system.masterSecret.generate(aGenerateRequest(join(test.folder, 'a.bak')))
    await expect(generating).rejects.toMatchObject({ code })
    expect(await readdir(test.folder)).toEqual([])
    expect((await test.system.system.describe()).permissions.generateSecret).toMatchObject({
      allowed: false,
      error: { code },
    })
  })

  it('is refused when this computer is not the master secret server', async () => {
    const owner = await openTestSystem()
    const other = await openTestSystem({ directory: owner.directory, server: 'sso02' })
    await expect(
      other.system.masterSecret.generate(aGenerateRequest(join(other.folder, 'a.bak'))),
    ).rejects.toMatchObject({
      code: 'NotMasterSecretServer',
      details: { server: 'sso02', masterSecretServer: 'sso01' },
    })
  })

  it.each<[string, (test: TestSystem) => Promise<void>]>([
    ['SecretStoreDamaged', ({ directory }) => writeFile(directory.secretStore, 'garbage')],
    [
      'SecretStoreVersionNewer',
      ({ directory }) =>
        writeFile(directory.secretStore, '{"format":"enterprise-sso-secret-store","version":2}'),
    ],
    ['SecretStoreMissing', ({ directory }) => unlink(directory.secretStore)],
    [
      'SecretStoreForeign',
      async ({ directory }) =>
        writeFile(
          directory.secretStore,
          (await readFile(directory.secretStore, 'utf8')).replace(
            /"systemId": ".{8}/,
            '"systemId": "00000000',
          ),
        ),
    ],
    ['KeyProtectorGone', ({ directory }) => unlink(directory.keyFile)],
    ['BackupFolderMissing', ({ folder }) => rm(folder, { recursive: true })],
  ])('is refused with %s and changes nothing when that is so', async (code, spoil) => {
    const test = await openTestSystem()
    await test.system.masterSecret.generate(aGenerateRequest(join(test.folder, '1.bak')))
    await spoil(test)
    const before = await readFile(test.directory.secretStore).catch(() => null)
    await expect(
      test.system.masterSecret.generate(aGenerateRequest(join(test.folder, '2.bak'))),
    ).rejects.toMatchObject({ code })
    expect(await readFile(test.directory.secretStore).catch(() => null)).toEqual(before)
    expect(await readdir(test.folder).catch(() => [])).not.toContain('2.bak')
  })

  it('is noted in the database at the next start when a crash kept it from being noted', async () => {
    const test = await openTestSystem()
    const { msid } = await test.system.masterSecret.generate(aGenerateRequest(join(test.folder, 'a.bak')))
    const database = await openDatabaseFile(test.directory.database)
    await database.tables.updateTable('global_info').set({ current_secret_id: null }).execute()
    await database.tables.deleteFrom('secret').execute()
    const again = await openTestSystem({ directory: test.directory })
    const noted = await database.tables.selectFrom('secret').select('msid').execute()
    await database.close()
    expect(noted).toEqual([{ msid }])
    expect(await currentMsid(again)).toBe(msid)
  })

  it('is finished, and noted, before the system closes', async () => {
    const test = await openTestSystem()
    const generating = test.system.masterSecret.generate(aGenerateRequest(join(test.folder, 'a.bak')))
    await test.system.close()
    const { msid } = await generating
    const database = await openDatabaseFile(test.directory.database)
    const noted = await database.tables.selectFrom('secret').select('msid').execute()
    await database.close()
    expect(noted).toEqual([{ msid }])
  })

  it('works in a folder whose name has spaces and letters of other scripts', async () => {
    const test = await openTestSystem()
    const folder = join(test.folder, 'Sicherungen für später', '備份')
    await mkdir(folder, { recursive: true })
    const { msid } = await test.system.masterSecret.generate(aGenerateRequest(join(folder, 'Schlüssel.bak')))
    expect((await open(join(folder, 'Schlüssel.bak'))).current.msid).toBe(msid)
  })
})
