import { copyFile, mkdir, readdir, readFile, truncate, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { MasterSecretPair } from '../../../electron/core/crypto/master-secret.ts'
import { compareSecrets } from '../../../electron/core/master-secret/live-store.ts'
import type { RestoreStep, StoreRelation } from '../../../shared/backup.ts'
import { aBackupFile, aPair, aSecret, withFields } from '../../support/backup-samples.ts'
import {
  aRestoreRequest,
  codeOf,
  generate,
  loggedEvents,
  openRestoreSystem,
  revealStore,
  sql,
} from '../../support/restore-system.ts'
import { administrator, openTestSystem, type TestSystem, utf8 } from '../../support/test-system.ts'

describe('describing a backup', () => {
  it('tells the readable part without the password, to whoever may read the file', async () => {
    const test = await openRestoreSystem({
      account: async () => administrator,
    })
    const eve = await openTestSystem({
      directory: test.directory,
      account: async () => ({ name: 'eve', groups: [], isLocalAdministrator: false }),
    })
    const path = join(test.folder, '1.bak')
    const { systemId } = await test.system.system.describe()
    const secrets = await revealStore(test)
    expect(await eve.system.masterSecret.describeBackup(path)).toEqual({
      displayPath: path,
      systemId,
      server: 'sso01',
      createdAt: secrets?.current.createdAt,
      writtenAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      currentMsid: secrets?.current.msid,
      previousMsid: null,
      passwordReminder: 'the xkcd one',
    })
  })

  it.each<readonly [string, string, (path: string) => Promise<unknown>]>([
    ['BackupFileMissing', 'there is no such file', async () => undefined],
    ['BackupFileMissing', 'its folder is no folder', (path) => writeFile(join(path, '..', 'file'), '')],
    ['BackupFileUnreadable', 'it is a folder', (path) => mkdir(path)],
    [
      'BackupTooLarge',
      'it is larger than any backup',
      (path) => writeFile(path, '').then(() => truncate(path, 1e9)),
    ],
    ['BackupNotABackup', 'it is some other file', (path) => writeFile(path, '{"format":"SQL Server"}')],
  ])('is refused with %s when %s', async (code, what, make) => {
    const test = await openTestSystem()
    const path = join(test.folder, 'x.bak')
    await make(path)
    const asked = what.includes('no folder') ? join(test.folder, 'file', 'x.bak') : path
    expect(await codeOf(test.system.masterSecret.describeBackup(asked))).toBe(code)
  })
})

describe('verifying a backup', () => {
  it('says that it is the same as the secret store and reads every credential', async () => {
    const test = await openRestoreSystem()
    const steps: RestoreStep[] = []
    const tried: string[] = []
    const found = await test.system.masterSecret.verify(aRestoreRequest(test, '1.bak'), {
      onStep: (step) => steps.push(step),
      onProgress: ({ done, total }) => tried.push(`${done} of ${total}`),
    })
    const secrets = await revealStore(test)
    expect(found).toMatchObject({
      sameSystem: true,
      store: 'same',
      storeError: null,
      databaseMsid: secrets?.current.msid,
      holdsDatabaseMsid: true,
      trial: { readable: 20, total: 20, unreadable: [], damaged: 0 },
    })
    expect(steps).toEqual(['deriving-key', 'trying-credentials'])
    expect(tried.at(-1)).toBe('20 of 20')
  })

  it('says that it is older, and which credentials it does not read, after the next generate', async () => {
    const test = await openRestoreSystem()
    await generate(test, '2.bak')
    const secrets = await revealStore(test)
    expect(await test.system.masterSecret.verify(aRestoreRequest(test, '1.bak'))).toMatchObject({
      store: 'older',
      holdsDatabaseMsid: false,
      trial: { readable: 0, total: 20, unreadable: [{ msid: secrets?.current.msid, rows: 20 }], damaged: 0 },
    })
  })

  it('counts single damaged credentials, and those under a secret the database does not know', async () => {
    const test = await openRestoreSystem()
    sql(test, 'UPDATE credential SET sealed = zeroblob(80) WHERE mapping_id = 7')
    sql(test, 'UPDATE credential SET secret_id = 99 WHERE mapping_id > 18')
    const { trial } = await test.system.masterSecret.verify(aRestoreRequest(test, '1.bak'))
    expect(trial).toEqual({ readable: 17, total: 20, unreadable: [{ msid: null, rows: 2 }], damaged: 1 })
  })

  it.each<readonly [string | null, (test: TestSystem) => Promise<unknown>]>([
    [null, ({ directory }) => unlink(directory.secretStore)],
    ['SecretStoreDamaged', ({ directory }) => writeFile(directory.secretStore, 'garbage')],
    ['KeyProtectorGone', ({ directory }) => unlink(directory.keyFile)],
  ])('works without a secret store that can be read (%s)', async (code, spoil) => {
    const test = await openRestoreSystem()
    await spoil(test)
    const found = await test.system.masterSecret.verify(aRestoreRequest(test, '1.bak'))
    expect(found).toMatchObject({ store: 'no-store', trial: { readable: 20, total: 20 } })
    expect(found.storeError?.code ?? null).toBe(code)
  })

  it('says so when it belongs to another system', async () => {
    const test = await openRestoreSystem()
    await writeFile(join(test.folder, 'other.bak'), await aBackupFile())
    expect(await test.system.masterSecret.verify(aRestoreRequest(test, 'other.bak'))).toMatchObject({
      sameSystem: false,
      store: 'unrelated',
      trial: { readable: 0, total: 20 },
    })
  })

  it('writes event 19001 under the tracking id it returns, and no secret', async () => {
    const test = await openRestoreSystem()
    const { trackingId } = await test.system.masterSecret.verify(aRestoreRequest(test, '1.bak'))
    const events = await loggedEvents(test, 19001)
    expect(events).toMatchObject([
      { trackingId, level: 'information', data: { store: 'same', readable: 20, total: 20 } },
    ])
    const bytes = Buffer.from((await revealStore(test))?.current.bytes ?? [])
    const log = await readFile(join(test.directory.events, 'secret-operations.jsonl'), 'utf8')
    for (const encoding of ['hex', 'base64'] as const) expect(log).not.toContain(bytes.toString(encoding))
  })

  it('changes nothing', async () => {
    const test = await openRestoreSystem()
    const files = await readdir(test.directory.path)
    const before = await readFile(test.directory.secretStore)
    const backup = await readFile(join(test.folder, '1.bak'))
    await test.system.masterSecret.verify(aRestoreRequest(test, '1.bak'))
    expect(await readdir(test.directory.path)).toEqual(files)
    expect(await readFile(test.directory.secretStore)).toEqual(before)
    expect(await readFile(join(test.folder, '1.bak'))).toEqual(backup)
    expect(await readdir(test.folder)).toEqual(['1.bak'])
  })

  it.each<readonly [string, (path: string) => Promise<unknown>]>([
    ['WrongPassword', async () => undefined],
    ['BackupFileMissing', (path) => unlink(path)],
    ['BackupNotABackup', (path) => writeFile(path, 'x')],
    [
      'BackupDamaged',
      async (path) => writeFile(path, withFields(await readFile(path), { server: 'evil', systemId: 7 })),
    ],
    ['BackupVersionNewer', async (path) => writeFile(path, withFields(await readFile(path), { version: 2 }))],
  ])('is refused with %s and event 19002 when that is so', async (code, spoil) => {
    const test = await openRestoreSystem()
    await spoil(join(test.folder, '1.bak'))
    const password = utf8(code === 'WrongPassword' ? 'not the one' : 'correct horse battery staple')
    const verifying = test.system.masterSecret.verify(aRestoreRequest(test, '1.bak', { password }))
    const error = await verifying.catch((thrown) => thrown)
    expect(error.code).toBe(code)
    expect(await loggedEvents(test, 19002)).toMatchObject([
      { level: 'error', trackingId: error.trackingId, data: { code } },
    ])
  })

  it('notices a reminder that was changed after it was made', async () => {
    const test = await openRestoreSystem()
    const path = join(test.folder, '1.bak')
    await writeFile(path, withFields(await readFile(path), { passwordReminder: 'call 555-1234' }))
    expect(await codeOf(test.system.masterSecret.verify(aRestoreRequest(test, '1.bak')))).toBe(
      'BackupDamaged',
    )
  })

  it('works on another server than the master secret server, where restoring is not even tried', async () => {
    const owner = await openRestoreSystem()
    const other = await openTestSystem({ directory: owner.directory, server: 'sso02' })
    await copyFile(join(owner.folder, '1.bak'), join(other.folder, '1.bak'))
    const request = aRestoreRequest(other, '1.bak')
    expect(await other.system.masterSecret.verify(request)).toMatchObject({ trial: { readable: 20 } })
    expect(await codeOf(other.system.masterSecret.tryRestore(request))).toBe('NotMasterSecretServer')
    expect(await codeOf(other.system.masterSecret.restore(request))).toBe('NotMasterSecretServer')
  })

  it.each([
    ['AccessDeniedNotSsoAdministrator', { name: 'eve', groups: ['users'], isLocalAdministrator: true }],
    ['AccessDeniedNotLocalAdministrator', { ...administrator, isLocalAdministrator: false }],
  ])('is refused with %s when the account lacks that right', async (code, account) => {
    const owner = await openRestoreSystem()
    const other = await openTestSystem({ directory: owner.directory, account: async () => account })
    await copyFile(join(owner.folder, '1.bak'), join(other.folder, '1.bak'))
    const request = aRestoreRequest(other, '1.bak')
    const { masterSecret } = other.system
    const tries = [
      masterSecret.verify(request),
      masterSecret.tryRestore(request),
      masterSecret.restore(request),
    ]
    expect(await Promise.all(tries.map(codeOf))).toEqual([code, code, code])
  })

  it('can be cancelled', async () => {
    const test = await openRestoreSystem()
    const cancel = new AbortController()
    const verifying = test.system.masterSecret.verify(aRestoreRequest(test, '1.bak'), {
      signal: cancel.signal,
      onStep: (step) => step === 'trying-credentials' && cancel.abort(),
    })
    expect(await codeOf(verifying)).toBe('Cancelled')
  })
})

describe('trying a restore', () => {
  it('finds what verifying finds, and is no event', async () => {
    const test = await openRestoreSystem()
    const found = await test.system.masterSecret.tryRestore(aRestoreRequest(test, '1.bak'))
    expect(found).toMatchObject({ store: 'same', trial: { readable: 20, total: 20 } })
    expect(await loggedEvents(test, 10523, 10524, 19001)).toEqual([])
  })
})

describe('the secrets of a backup beside those of the secret store', () => {
  const { current, previous } = aPair()
  const third = aSecret('5d2b4f60-7c8e-4a1f-8d3b-2e5c7a9f0b33', 7)
  it.each<readonly [StoreRelation, MasterSecretPair | null]>([
    ['no-store', null],
    ['same', { current, previous }],
    ['same-current', { current, previous: null }],
    ['same-current', { current, previous: third }],
    ['older', { current: third, previous: current }],
    ['newer', { current: previous as typeof current, previous: third }],
    ['unrelated', { current: third, previous: null }],
    ['conflicting', { current: { ...current, bytes: third.bytes }, previous }],
    ['conflicting', { current: third, previous: { ...current, bytes: third.bytes } }],
  ])('are %s', (expected, live) => {
    expect(compareSecrets({ current, previous }, live)).toBe(expected)
  })
})
