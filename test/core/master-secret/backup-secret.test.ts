import { readdir, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseBackupFile } from '../../../electron/core/backup/backup-file.ts'
import { openBackup } from '../../../electron/core/backup/backup-payload.ts'
import { nodeFileSystem } from '../../../electron/core/files/node-file-system.ts'
import type { BackupStep } from '../../../shared/backup.ts'
import { inProcessKdf } from '../../support/in-process-kdf.ts'
import {
  codeOf,
  generate,
  loggedEvents,
  openRestoreSystem,
  revealStore,
} from '../../support/restore-system.ts'
import { administrator, aGenerateRequest, openTestSystem, PASSWORD, utf8 } from '../../support/test-system.ts'

describe('backing up the master secret', () => {
  it('writes both secrets to a file that opens with the new password', async () => {
    const test = await openRestoreSystem()
    await generate(test, '2.bak')
    const path = join(test.folder, 'extra.bak')
    const password = utf8('another password')
    const request = { ...aGenerateRequest(path), password, confirmation: password, reminder: 'other' }
    const backedUp = await test.system.masterSecret.backup(request)
    const file = parseBackupFile(await readFile(path))
    const opened = await openBackup(file, utf8('another password'), inProcessKdf)
    expect(opened).toEqual(await revealStore(test))
    expect(file.header).toMatchObject({ passwordReminder: 'other', createdAt: opened.current.createdAt })
    expect(backedUp).toMatchObject({
      msid: opened.current.msid,
      previousMsid: opened.previous?.msid,
      displayPath: path,
      noted: true,
    })
  })

  it('notes the backup in the secret store and leaves the secrets as they are', async () => {
    const test = await openRestoreSystem()
    const before = await revealStore(test)
    const path = join(test.folder, 'extra.bak')
    const { verifiedAt } = await test.system.masterSecret.backup(aGenerateRequest(path))
    const store = JSON.parse(await readFile(test.directory.secretStore, 'utf8'))
    expect(store.lastBackup).toMatchObject({
      msid: before?.current.msid,
      fileName: 'extra.bak',
      path,
      verifiedAt,
    })
    expect(await revealStore(test)).toEqual(before)
  })

  it('says in the file, the description and the store when it was written, not when its secret was', async () => {
    const test = await openRestoreSystem()
    const { masterSecret, system } = test.system
    const written: string[] = []
    for (const name of ['a.bak', 'b.bak', 'c.bak']) {
      const path = join(test.folder, name)
      const before = new Date().toISOString()
      await masterSecret.backup(aGenerateRequest(path))
      const { createdAt, writtenAt } = await masterSecret.describeBackup(path)
      expect(writtenAt && before <= writtenAt && writtenAt <= new Date().toISOString()).toBe(true)
      const overview = (await system.describe()).masterSecret
      expect(overview).toMatchObject({ createdAt, lastBackup: { fileName: name, writtenAt } })
      written.push(String(writtenAt))
    }
    expect(new Set(written).size).toBe(3)
  })

  it('keeps a proven backup, and says that it is not noted, when the secret store cannot be replaced', async () => {
    let full = false
    const files: typeof nodeFileSystem = {
      ...nodeFileSystem,
      rename: (from, to) =>
        full && to.endsWith('secret-store.json')
          ? Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }))
          : nodeFileSystem.rename(from, to),
    }
    const test = await openRestoreSystem({ files })
    full = true
    const path = join(test.folder, 'extra.bak')
    expect(await test.system.masterSecret.backup(aGenerateRequest(path))).toMatchObject({ noted: false })
    const opened = await openBackup(parseBackupFile(await readFile(path)), utf8(PASSWORD), inProcessKdf)
    expect(opened).toEqual(await revealStore(test))
  })

  it('tells its steps in order', async () => {
    const test = await openRestoreSystem()
    const steps: BackupStep[] = []
    await test.system.masterSecret.backup(aGenerateRequest(join(test.folder, 'extra.bak')), {
      onStep: (step) => steps.push(step),
    })
    expect(steps).toEqual(['deriving-key', 'writing-backup', 'checking-backup'])
  })

  it('writes event 10559 under the tracking id it returns', async () => {
    const test = await openRestoreSystem()
    const path = join(test.folder, 'extra.bak')
    const { msid, trackingId } = await test.system.masterSecret.backup(aGenerateRequest(path))
    expect(await loggedEvents(test, 10559)).toMatchObject([
      { trackingId, level: 'information', data: { msid, backupFile: path } },
    ])
  })

  it('is refused with NoMasterSecret and event 10560 when none was generated', async () => {
    const test = await openTestSystem()
    const backingUp = test.system.masterSecret.backup(aGenerateRequest(join(test.folder, 'a.bak')))
    const error = await backingUp.catch((thrown) => thrown)
    expect(error.code).toBe('NoMasterSecret')
    expect(await readdir(test.folder)).toEqual([])
    expect(await loggedEvents(test, 10560)).toMatchObject([
      { trackingId: error.trackingId, data: { code: 'NoMasterSecret' } },
    ])
  })

  it('is refused when the secret store is gone', async () => {
    const test = await openRestoreSystem()
    await unlink(test.directory.secretStore)
    const backingUp = test.system.masterSecret.backup(aGenerateRequest(join(test.folder, 'extra.bak')))
    expect(await codeOf(backingUp)).toBe('SecretStoreMissing')
  })

  it('is refused when the password is too short, the file exists, or its folder is the data directory', async () => {
    const test = await openRestoreSystem()
    const { masterSecret } = test.system
    const short = { password: utf8('short'), confirmation: utf8('short') }
    const codes = await Promise.all([
      codeOf(masterSecret.backup(aGenerateRequest(join(test.folder, 'a.bak'), short))),
      codeOf(masterSecret.backup(aGenerateRequest(join(test.folder, '1.bak')))),
      codeOf(masterSecret.backup(aGenerateRequest(join(test.directory.path, 'a.bak')))),
    ])
    expect(codes).toEqual(['PasswordTooShort', 'BackupFileExists', 'BackupInsideDataDirectory'])
    expect(await readdir(test.folder)).toEqual(['1.bak'])
  })

  it.each<[BackupStep]>([['deriving-key'], ['writing-backup'], ['checking-backup']])(
    'leaves nothing behind when it is cancelled during %s',
    async (during) => {
      const test = await openRestoreSystem()
      const cancel = new AbortController()
      const backingUp = test.system.masterSecret.backup(aGenerateRequest(join(test.folder, 'a.bak')), {
        signal: cancel.signal,
        onStep: (step) => step === during && cancel.abort(),
      })
      expect(await codeOf(backingUp)).toBe('Cancelled')
      expect(await readdir(test.folder)).toEqual(['1.bak'])
    },
  )

  it.each([
    [
      'AccessDeniedNotSsoAdministrator',
      { account: async () => ({ ...administrator, name: 'eve', groups: [] }) },
    ],
    [
      'AccessDeniedNotLocalAdministrator',
      { account: async () => ({ ...administrator, isLocalAdministrator: false }) },
    ],
    ['NotMasterSecretServer', { server: 'sso02' }],
  ])('is refused with %s when that is so', async (code, overrides) => {
    const owner = await openRestoreSystem()
    const other = await openTestSystem({ directory: owner.directory, ...overrides })
    const backingUp = other.system.masterSecret.backup(aGenerateRequest(join(other.folder, 'a.bak')))
    expect(await codeOf(backingUp)).toBe(code)
    expect(await readdir(other.folder)).toEqual([])
  })
})
