import { existsSync, statfsSync, writeFileSync } from 'node:fs'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { locateDataDirectory } from '../../electron/core/files/data-directory.ts'
import { inProcessRunner, type ReencryptionRunner } from '../../electron/core/reencryption/sweep-thread.ts'
import { anApplication } from '../support/application-services.ts'
import { credentialKeys, insertCredentials, openAll } from '../support/credential-rows.ts'
import { emptyLog, fill, mountSmallDisk, noMountBecause } from '../support/small-disk.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { aGenerateRequest, openTestSystem } from '../support/test-system.ts'

it.skipIf(noMountBecause)(
  'a generate answers BackupDiskFull, leaving nothing, when the disk is full',
  async () => {
    const disk = await mountSmallDisk()
    await fill(disk)
    const { system } = await openTestSystem()
    const generated = system.masterSecret.generate(aGenerateRequest(join(disk, 'SSO.bak')))
    await expect(generated).rejects.toMatchObject({ code: 'BackupDiskFull', field: 'backupFile' })
    expect(await readdir(disk)).toEqual(['filler'])

    await rm(join(disk, 'filler'))
    const { displayPath } = await system.masterSecret.generate(aGenerateRequest(join(disk, 'SSO.bak')))
    expect(await readdir(disk)).toEqual(['SSO.bak'])
    expect(displayPath).toBe(join(disk, 'SSO.bak'))
  },
)

it.skipIf(noMountBecause)(
  'the deletion of an application that the disk has no room for midway says what it did, and is gone on with',
  { timeout: 60_000 },
  async () => {
    const disk = await mountSmallDisk('24m')
    const directory = locateDataDirectory(join(disk, 'data'))
    const { system } = await openTestSystem({ directory })
    await system.applications.create(anApplication())
    const all = 6_000
    const rows = Array.from({ length: all }, (_, n) => ({
      windowsAccount: `CORP\\user${n}`,
      externalUser: `U${n}`,
    }))
    await system.mappings.create('Payroll', rows)
    emptyLog(directory.database)
    const onDeleted = (): void => {
      if (existsSync(join(disk, 'filler'))) return
      const { bavail, bsize } = statfsSync(disk)
      writeFileSync(join(disk, 'filler'), Buffer.alloc(bavail * bsize))
    }
    const stopped = await system.applications
      .delete('Payroll', { onDeleted })
      .catch((error: unknown) => error)
    await rm(join(disk, 'filler'))
    const { enabled, mappings } = await system.applications.describe('Payroll')
    expect({ enabled, someLeft: mappings > 0 }).toEqual({ enabled: false, someLeft: true })
    expect(stopped).toMatchObject({
      code: 'DeletionStopped',
      details: { application: 'Payroll', code: 'DatabaseFull', deleted: all - mappings, total: all },
    })
    await system.applications.delete('Payroll')
    expect(await system.applications.list()).toEqual([])
  },
)

it.skipIf(noMountBecause)(
  'a re-encryption stops cleanly when the disk fills up, says so, and goes on when there is room',
  { timeout: 30_000 },
  async () => {
    const disk = await mountSmallDisk('24m')
    const directory = locateDataDirectory(join(disk, 'data'))
    const onFullDisk: ReencryptionRunner = async (task, options) => {
      const isFirst = !existsSync(join(disk, 'filled-once'))
      if (isFirst) {
        await writeFile(join(disk, 'filled-once'), '')
        emptyLog(directory.database)
        await fill(disk)
      }
      return inProcessRunner()(task, options).finally(() => rm(join(disk, 'filler'), { force: true }))
    }
    const { folder, system } = await openTestSystem({ directory, reencrypt: onFullDisk })
    await system.masterSecret.generate(aGenerateRequest(join(folder, 'first.bak')))
    await system.reencryption.whenIdle()
    const ids = Array.from({ length: 20_000 }, (_, at) => at + 1)
    await insertCredentials(directory, ids)
    await system.masterSecret.generate(aGenerateRequest(join(folder, 'next.bak')))
    await system.reencryption.whenIdle()
    expect(await system.reencryption.describe()).toMatchObject({
      phase: 'waiting',
      failure: { code: 'DatabaseFull' },
    })
    const keys = await credentialKeys(directory)
    expect(openAll(directory.database, keys).every(({ text }) => text !== null)).toBe(true)
    await expect
      .poll(() => system.reencryption.describe(), { timeout: 10_000 })
      .toMatchObject({ phase: 'done', done: ids.length, damaged: 0, failure: null })
    expect(openAll(directory.database, keys).every(({ secretId }) => secretId === 2)).toBe(true)
  },
)

it.skipIf(noMountBecause)(
  'a move of the master secret server answers DatabaseFull, and is not done, when the disk is full',
  async () => {
    const disk = await mountSmallDisk('1m')
    const dataDirectory = join(await temporaryFolder(), 'data')
    const directory = { ...locateDataDirectory(dataDirectory), database: join(disk, 'sso.db') }
    const { system } = await openTestSystem({ directory })
    await system.servers.join('sso02')
    emptyLog(directory.database)
    await fill(disk)
    const moved = system.globalInfo.moveMasterSecretServer('sso02')
    await expect(moved).rejects.toMatchObject({ code: 'DatabaseFull' })
    expect((await system.system.describe()).masterSecretServer).toBe('sso01')

    await rm(join(disk, 'filler'))
    await system.globalInfo.moveMasterSecretServer('sso02')
    expect((await system.system.describe()).masterSecretServer).toBe('sso02')
  },
)
