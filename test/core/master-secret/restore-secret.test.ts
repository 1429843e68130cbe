import { copyFile, readdir, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { locateDataDirectory } from '../../../electron/core/files/data-directory.ts'
import type { FileSystem } from '../../../electron/core/files/file-system.ts'
import { nodeFileSystem } from '../../../electron/core/files/node-file-system.ts'
import { lockSecretStore } from '../../../electron/core/secret-store/secret-store-lock.ts'
import type { RestoreStep } from '../../../shared/backup.ts'
import { aBackupFile } from '../../support/backup-samples.ts'
import { credentialKeys, insertCredentials, openAll } from '../../support/credential-rows.ts'
import {
  aRestoreRequest,
  codeOf,
  countReadable,
  firstMappings,
  generate,
  loggedEvents,
  openRestoreSystem,
  revealStore,
  sql,
  storeMsids,
} from '../../support/restore-system.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { aGenerateRequest, openTestSystem, type TestSystem, utf8 } from '../../support/test-system.ts'

const replacedStores = async ({ directory }: TestSystem): Promise<readonly string[]> =>
  readdir(join(directory.path, 'replaced-stores')).catch(() => [])

const settled = ({ system }: TestSystem): Promise<void> => system.reencryption.whenIdle()

describe('restoring the master secret', () => {
  it('reads every credential again in a data directory that has only the database', async () => {
    const old = await openRestoreSystem()
    await generate(old, '2.bak')
    await old.system.close()
    const directory = locateDataDirectory(join(await temporaryFolder(), 'data'))
    const fresh = await openTestSystem({ directory })
    await fresh.system.close()
    await unlink(directory.secretStore)
    await unlink(directory.keyFile)
    await copyFile(old.directory.database, directory.database)
    const test = await openTestSystem({ directory })
    await copyFile(join(old.folder, '2.bak'), join(test.folder, '2.bak'))
    const restored = await test.system.masterSecret.restore(aRestoreRequest(test, '2.bak'))
    expect(restored).toMatchObject({ readable: 20, total: 20, replacedStore: null })
    await settled(test)
    expect(await countReadable(test)).toBe('20 of 20')
    expect(await revealStore(test)).toEqual(await revealStore(old))
  })

  it.each<readonly [string, (test: TestSystem) => Promise<unknown>]>([
    ['gone', ({ directory }) => unlink(directory.secretStore)],
    ['damaged', ({ directory }) => writeFile(directory.secretStore, 'garbage')],
    ['without its key', ({ directory }) => unlink(directory.keyFile)],
    ['empty', ({ directory }) => writeFile(directory.secretStore, '')],
  ])('reads every credential again when the secret store is %s', async (_, spoil) => {
    const test = await openRestoreSystem()
    const before = await revealStore(test)
    await spoil(test)
    const spoilt = await readFile(test.directory.secretStore).catch(() => null)
    const { replacedStore } = await test.system.masterSecret.restore(aRestoreRequest(test, '1.bak'))
    await settled(test)
    expect(await revealStore(test)).toEqual(before)
    expect(await countReadable(test)).toBe('20 of 20')
    const kept =
      replacedStore && (await readFile(join(test.directory.path, 'replaced-stores', replacedStore)))
    expect(kept).toEqual(spoilt)
  })

  it('re-encrypts the credentials that are under the previous secret', async () => {
    const test = await openRestoreSystem({ reencrypt: async () => 'stopped' })
    await generate(test, '2.bak')
    await test.system.close()
    const again = await openTestSystem({ directory: test.directory })
    await unlink(test.directory.secretStore)
    await copyFile(join(test.folder, '2.bak'), join(again.folder, '2.bak'))
    await again.system.masterSecret.restore(aRestoreRequest(again, '2.bak'))
    await settled(again)
    expect(await again.system.reencryption.describe()).toMatchObject({ phase: 'done', done: 20 })
    const [current] = [...(await credentialKeys(again.directory))]
    expect(openAll(again.directory.database, new Map(current && [current]))).toEqual(
      firstMappings.map((id) => expect.objectContaining({ mappingId: id, text: expect.any(String) })),
    )
  })

  it('tells its steps, and writes event 10523 under the tracking id it returns', async () => {
    const test = await openRestoreSystem()
    const steps: RestoreStep[] = []
    const { msid, trackingId } = await test.system.masterSecret.restore(aRestoreRequest(test, '1.bak'), {
      onStep: (step) => steps.push(step),
    })
    expect(steps).toEqual(['deriving-key', 'trying-credentials', 'making-current'])
    expect(await loggedEvents(test, 10523)).toMatchObject([
      { trackingId, level: 'information', data: { msid, readable: 20, total: 20 } },
    ])
  })

  it('changes nothing, and keeps no copy, when the secrets are those in use', async () => {
    const test = await openRestoreSystem()
    await generate(test, '2.bak')
    const before = await revealStore(test)
    const restored = await test.system.masterSecret.restore(aRestoreRequest(test, '2.bak'))
    await settled(test)
    expect(restored.replacedStore).toBeNull()
    expect(await revealStore(test)).toEqual(before)
    expect(await countReadable(test)).toBe('20 of 20')
    expect(await replacedStores(test)).toEqual([])
  })

  it('notes the restored file as the last backup', async () => {
    const test = await openRestoreSystem()
    await generate(test, '2.bak')
    await test.system.masterSecret.restore(aRestoreRequest(test, '1.bak', { override: true }))
    const { lastBackup } = JSON.parse(await readFile(test.directory.secretStore, 'utf8'))
    const { writtenAt } = JSON.parse(await readFile(join(test.folder, '1.bak'), 'utf8'))
    expect(lastBackup).toMatchObject({ fileName: '1.bak', path: join(test.folder, '1.bak'), writtenAt })
    expect(lastBackup.verifiedAt > writtenAt).toBe(true)
  })
})

describe('restoring an older backup', () => {
  it('is refused with counts when credentials are under a newer secret', async () => {
    const test = await openRestoreSystem()
    await generate(test, '2.bak')
    const before = await readFile(test.directory.secretStore)
    const error = await test.system.masterSecret
      .restore(aRestoreRequest(test, '1.bak'))
      .catch((thrown) => thrown)
    expect(error).toMatchObject({ code: 'RestoreWouldLoseCredentials', details: { readable: 0, total: 20 } })
    expect(await readFile(test.directory.secretStore)).toEqual(before)
    expect(await replacedStores(test)).toEqual([])
    expect(await loggedEvents(test, 10524)).toMatchObject([
      { trackingId: error.trackingId, data: { code: 'RestoreWouldLoseCredentials', readable: 0 } },
    ])
  })

  it('goes on when that is overridden, leaving the credentials as they are and the store kept', async () => {
    const test = await openRestoreSystem()
    await generate(test, '2.bak')
    const [newer, older] = await storeMsids(test)
    const before = await readFile(test.directory.secretStore)
    const request = aRestoreRequest(test, '1.bak', { override: true })
    const { replacedStore } = await test.system.masterSecret.restore(request)
    await settled(test)
    expect(await storeMsids(test)).toEqual([older, null])
    const kept = join(test.directory.path, 'replaced-stores', replacedStore ?? '')
    expect(await readFile(kept)).toEqual(before)
    if (process.platform !== 'win32') expect((await stat(kept)).mode & 0o777).toBe(0o600)
    const { trial } = await test.system.masterSecret.verify(aRestoreRequest(test, '2.bak'))
    expect(trial).toMatchObject({ readable: 20, total: 20 })
    expect(await test.system.masterSecret.listReplacedStores()).toMatchObject([
      { name: replacedStore, currentMsid: newer, previousMsid: older },
    ])
  })

  it('goes on by itself when no credential is under a newer secret', async () => {
    const test = await openTestSystem()
    await generate(test, '1.bak')
    await generate(test, '2.bak')
    const [, older] = await storeMsids(test)
    const restored = await test.system.masterSecret.restore(aRestoreRequest(test, '1.bak'))
    expect(restored).toMatchObject({ msid: older, readable: 0, total: 0 })
  })
})

describe('a restore', () => {
  it('is not held up by single damaged credentials, which no secret opens', async () => {
    const test = await openRestoreSystem()
    sql(test, 'UPDATE credential SET sealed = zeroblob(80) WHERE mapping_id = 7')
    await unlink(test.directory.secretStore)
    const restored = await test.system.masterSecret.restore(aRestoreRequest(test, '1.bak'))
    expect(restored).toMatchObject({ readable: 19, total: 20 })
  })

  it('is refused with BackupOfAnotherSystem and counts, unless overridden', async () => {
    const test = await openRestoreSystem()
    await writeFile(join(test.folder, 'other.bak'), await aBackupFile())
    const before = await readFile(test.directory.secretStore)
    const refused = test.system.masterSecret.restore(aRestoreRequest(test, 'other.bak'))
    await expect(refused).rejects.toMatchObject({
      code: 'BackupOfAnotherSystem',
      details: { readable: 0, total: 20 },
    })
    expect(await readFile(test.directory.secretStore)).toEqual(before)
    await test.system.masterSecret.restore(aRestoreRequest(test, 'other.bak', { override: true }))
    expect(await storeMsids(test)).toEqual([
      '1f6a7c1e-3a54-4d0b-9b0e-6d2f0a9c5e11',
      '9b2d4f60-7c8e-4a1f-8d3b-2e5c7a9f0b22',
    ])
  })

  it.each<readonly [string, (path: string) => Promise<unknown>]>([
    ['WrongPassword', async () => undefined],
    ['BackupFileMissing', (path) => unlink(path)],
    ['BackupNotABackup', (path) => writeFile(path, 'x')],
    ['BackupDamaged', async (path) => writeFile(path, (await readFile(path)).subarray(0, -40))],
  ])('is refused with %s and event 10524, and changes nothing, when that is so', async (code, spoil) => {
    const test = await openRestoreSystem()
    const before = await readFile(test.directory.secretStore)
    await spoil(join(test.folder, '1.bak'))
    const password = utf8(code === 'WrongPassword' ? 'not the one' : 'correct horse battery staple')
    const restoring = test.system.masterSecret.restore(aRestoreRequest(test, '1.bak', { password }))
    const error = await restoring.catch((thrown) => thrown)
    expect(error.code).toBe(code)
    expect(await readFile(test.directory.secretStore)).toEqual(before)
    expect(await loggedEvents(test, 10524)).toMatchObject([
      { level: 'error', trackingId: error.trackingId, data: { code } },
    ])
  })

  it('leaves a secret store of a newer version alone, even when overridden', async () => {
    const test = await openRestoreSystem()
    const newer = '{"format":"enterprise-sso-secret-store","version":2}'
    await writeFile(test.directory.secretStore, newer)
    const restoring = test.system.masterSecret.restore(aRestoreRequest(test, '1.bak', { override: true }))
    expect(await codeOf(restoring)).toBe('SecretStoreVersionNewer')
    expect(await readFile(test.directory.secretStore, 'utf8')).toBe(newer)
  })

  it("replaces another system's secret store only when that is overridden, and keeps it", async () => {
    const test = await openRestoreSystem()
    const text = await readFile(test.directory.secretStore, 'utf8')
    const foreign = text.replace(/"systemId": ".{8}/, '"systemId": "00000000')
    await writeFile(test.directory.secretStore, foreign)
    const refused = test.system.masterSecret.restore(aRestoreRequest(test, '1.bak'))
    expect(await codeOf(refused)).toBe('SecretStoreForeign')
    expect(await readFile(test.directory.secretStore, 'utf8')).toBe(foreign)
    const request = aRestoreRequest(test, '1.bak', { override: true })
    const { replacedStore } = await test.system.masterSecret.restore(request)
    const kept = join(test.directory.path, 'replaced-stores', replacedStore ?? '')
    expect(await readFile(kept, 'utf8')).toBe(foreign)
    expect(await countReadable(test)).toBe('20 of 20')
  })

  it('makes the secret store this server’s when the role was moved here', async () => {
    const test = await openRestoreSystem()
    await test.system.close()
    sql(test, "UPDATE global_info SET master_secret_server = 'sso02'")
    const moved = await openTestSystem({ directory: test.directory, server: 'sso02' })
    await moved.system.masterSecret.restore({ ...aRestoreRequest(test, '1.bak') })
    expect(JSON.parse(await readFile(test.directory.secretStore, 'utf8')).server).toBe('sso02')
    expect(await countReadable(test)).toBe('20 of 20')
  })

  it('is refused with the holder named when another process changes the secret store', async () => {
    const test = await openRestoreSystem()
    const lock = await lockSecretStore(test.directory, 'generating the master secret', 'alice')
    const restoring = test.system.masterSecret.restore(aRestoreRequest(test, '1.bak'))
    expect(await codeOf(restoring)).toBe('SecretStoreBusy')
    await lock.release()
  })

  it('changes nothing when it is cancelled before the secrets are made current', async () => {
    const test = await openRestoreSystem()
    await generate(test, '2.bak')
    const before = await readFile(test.directory.secretStore)
    const cancel = new AbortController()
    const restoring = test.system.masterSecret.restore(aRestoreRequest(test, '1.bak', { override: true }), {
      signal: cancel.signal,
      onStep: (step) => step === 'trying-credentials' && cancel.abort(),
    })
    expect(await codeOf(restoring)).toBe('Cancelled')
    expect(await readFile(test.directory.secretStore)).toEqual(before)
  })

  it('is noted, as a restore, at the next start when a crash kept it from being noted', async () => {
    const { again, older, test } = await openUnnoted(async (made) => {
      sql(made, 'DELETE FROM event WHERE event_id = 10523')
      await rm(join(made.directory.events, 'secret-operations.jsonl'))
    })
    expect((await loggedEvents(test, 10523, 10525)).map(({ eventId }) => eventId)).toEqual([10523])
    const { databaseMsid } = await again.system.masterSecret.verify(aRestoreRequest(test, '1.bak'))
    expect(databaseMsid).toBe(older)
  })

  it('is noted, and not said to have happened twice, where its event is there', async () => {
    const { again, older, test } = await openUnnoted(async () => undefined)
    expect((await loggedEvents(test, 10523)).length).toBe(1)
    expect((await loggedEvents(test, 19013)).map(({ data }) => data)).toMatchObject([{ msid: older }])
    const { databaseMsid } = await again.system.masterSecret.verify(aRestoreRequest(test, '1.bak'))
    expect(databaseMsid).toBe(older)
  })

  /** Restored, and the database as if it had not been told. */
  async function openUnnoted(before: (test: TestSystem) => Promise<void>) {
    const test = await openRestoreSystem()
    await generate(test, '2.bak')
    const [, older] = await storeMsids(test)
    await test.system.masterSecret.restore(aRestoreRequest(test, '1.bak', { override: true }))
    await test.system.close()
    sql(test, 'UPDATE global_info SET current_secret_id = (SELECT max(id) FROM secret)')
    await before(test)
    return { test, older, again: await openTestSystem({ directory: test.directory }) }
  }
})

describe('a restore while a re-encryption is unfinished', () => {
  /** Credentials 1 to 20 are under the previous secret, 21 to 25 under the current one. */
  async function openUnfinished(): Promise<TestSystem> {
    const test = await openRestoreSystem({ reencrypt: async () => 'stopped' })
    await generate(test, '2.bak')
    await insertCredentials(test.directory, [21, 22, 23, 24, 25])
    return test
  }

  it('is refused with Busy, even when overridden, if the backup lacks a secret in use', async () => {
    const test = await openUnfinished()
    const restoring = test.system.masterSecret.restore(aRestoreRequest(test, '1.bak', { override: true }))
    expect(await codeOf(restoring)).toBe('Busy')
    expect(await countReadable(test)).toBe('25 of 25')
    // Not paused any more; whether a run is under way at this instant is up to the runner, which stops at once here.
    expect((await test.system.reencryption.describe())?.phase).toMatch(/^(running|unattended)$/)
  })

  it('goes on if the backup holds both', async () => {
    const test = await openUnfinished()
    const restored = await test.system.masterSecret.restore(aRestoreRequest(test, '2.bak'))
    expect(restored).toMatchObject({ readable: 25, total: 25 })
    expect(await test.system.reencryption.describe()).toMatchObject({ phase: 'running', done: 0 })
  })

  it('leaves it running, and no copy behind, when the secret store cannot be replaced', async () => {
    let full = false
    const files: FileSystem = {
      ...nodeFileSystem,
      rename: (from, to) =>
        full
          ? Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }))
          : nodeFileSystem.rename(from, to),
    }
    const test = await openRestoreSystem({ files, reencrypt: async () => 'stopped' })
    await generate(test, '2.bak')
    await test.system.masterSecret.backup(aGenerateRequest(join(test.folder, '3.bak')))
    const text = await readFile(test.directory.secretStore, 'utf8')
    await writeFile(test.directory.secretStore, text.replace(/"previous": \{[^}]*\}/, '"previous": null'))
    full = true
    expect(await codeOf(test.system.masterSecret.restore(aRestoreRequest(test, '3.bak')))).toBe(
      'SecretStoreWriteFailed',
    )
    expect(await replacedStores(test)).toEqual([])
    expect(await test.system.reencryption.describe()).toMatchObject({
      phase: expect.stringMatching(/^(running|unattended)$/),
    })
  })

  it('goes on, overridden, if the secret store is lost', async () => {
    const test = await openUnfinished()
    await unlink(test.directory.secretStore)
    expect(await codeOf(test.system.masterSecret.restore(aRestoreRequest(test, '1.bak')))).toBe(
      'RestoreWouldLoseCredentials',
    )
    const restored = await test.system.masterSecret.restore(
      aRestoreRequest(test, '1.bak', { override: true }),
    )
    expect(restored).toMatchObject({ readable: 20, total: 25 })
  })
})
