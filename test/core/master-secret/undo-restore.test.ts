import { readdir, readFile, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { nodeFileSystem } from '../../../electron/core/files/node-file-system.ts'
import { keyFileProtector } from '../../../electron/core/key-protectors/key-file-protector.ts'
import { SecretStore } from '../../../electron/core/secret-store/secret-store.ts'
import type { SecretStoreContent } from '../../../electron/core/secret-store/secret-store-file.ts'
import { insertCredentials } from '../../support/credential-rows.ts'
import {
  aRestoreRequest,
  codeOf,
  countReadable,
  generate,
  loggedEvents,
  openRestoreSystem,
  revealStore,
  storeMsids,
} from '../../support/restore-system.ts'
import {
  administrator,
  aGenerateRequest,
  openTestSystem,
  type TestSystem,
} from '../../support/test-system.ts'

async function restore(test: TestSystem, name: string, override = false): Promise<string> {
  const request = aRestoreRequest(test, name, { override })
  const { replacedStore } = await test.system.masterSecret.restore(request)
  await test.system.reencryption.whenIdle()
  if (replacedStore === null) throw new Error('nothing was kept')
  return replacedStore
}

async function undo(test: TestSystem, name: string, override = false) {
  const undone = await test.system.masterSecret.undoRestore({ name, override })
  await test.system.reencryption.whenIdle()
  return undone
}

describe('undoing a restore', () => {
  it('reads every credential again after an older backup was restored by mistake', async () => {
    const test = await openRestoreSystem()
    await generate(test, '2.bak')
    const before = await revealStore(test)
    const name = await restore(test, '1.bak', true)
    const undone = await undo(test, name)
    expect(undone).toMatchObject({ msid: before?.current.msid, readable: 20, total: 20 })
    expect(await revealStore(test)).toEqual(before)
    expect(await countReadable(test)).toBe('20 of 20')
  })

  it('keeps the restored secret as the previous one where credentials are under it by now', async () => {
    const test = await openRestoreSystem()
    // The store as it was before the second generate, put back as by a copy of an older disk.
    const old = await readFile(test.directory.secretStore)
    const [first] = await storeMsids(test)
    await generate(test, '2.bak')
    const [second] = await storeMsids(test)
    await writeFile(test.directory.secretStore, old)
    const name = await restore(test, '2.bak')
    expect(await storeMsids(test)).toEqual([second, first])
    const undone = await undo(test, name)
    expect(undone).toMatchObject({ msid: first, previousMsid: second, readable: 20, total: 20 })
    expect(await storeMsids(test)).toEqual([first, second])
    expect(await countReadable(test)).toBe('20 of 20')
  })

  it('is refused with counts where credentials would be lost, unless overridden', async () => {
    const test = await openRestoreSystem()
    await generate(test, '2.bak')
    await generate(test, '3.bak')
    const newest = await restore(test, '1.bak', true)
    await insertCredentials(test.directory, [21, 22])
    const name = await restore(test, '2.bak', true)
    const live = await readFile(test.directory.secretStore)
    await expect(undo(test, name)).rejects.toMatchObject({
      code: 'RestoreWouldLoseCredentials',
      details: { readable: 2, total: 22 },
    })
    expect(await readFile(test.directory.secretStore)).toEqual(live)
    expect(await undo(test, name, true)).toMatchObject({ readable: 2, total: 22 })
    expect(await undo(test, newest)).toMatchObject({ readable: 22, total: 22 })
    expect(await countReadable(test)).toBe('22 of 22')
  })

  it('writes event 19007 under the tracking id it returns, and removes the copy', async () => {
    const test = await openRestoreSystem()
    await generate(test, '2.bak')
    const name = await restore(test, '1.bak', true)
    const { msid, trackingId } = await undo(test, name)
    expect(await loggedEvents(test, 19007)).toMatchObject([{ trackingId, data: { msid, name } }])
    expect(await test.system.masterSecret.listReplacedStores()).toEqual([])
    expect(await codeOf(undo(test, name))).toBe('ReplacedStoreMissing')
  })

  it('works when the secret store was lost since', async () => {
    const test = await openRestoreSystem()
    await generate(test, '2.bak')
    const before = await revealStore(test)
    const name = await restore(test, '1.bak', true)
    await unlink(test.directory.secretStore)
    expect(await undo(test, name)).toMatchObject({ readable: 20, total: 20 })
    expect(await revealStore(test)).toEqual(before)
  })

  it('is refused with KeyProtectorGone when the key of the copy is gone', async () => {
    const test = await openRestoreSystem()
    await generate(test, '2.bak')
    const name = await restore(test, '1.bak', true)
    await unlink(test.directory.keyFile)
    expect(await codeOf(undo(test, name))).toBe('KeyProtectorGone')
    expect(await test.system.masterSecret.listReplacedStores()).toMatchObject([{ name }])
  })

  it('is refused with KeyProtectorGone when the key was changed and the old one removed since', async () => {
    const test = await openRestoreSystem()
    await generate(test, '2.bak')
    const name = await restore(test, '1.bak', true)
    const keyFile = keyFileProtector(test.directory.keyFile, nodeFileSystem)
    const store = new SecretStore(test.directory, nodeFileSystem, [keyFile])
    const content = await store.read()
    const lock = await store.lock('testing', 'root')
    await store.changeProtector(content as SecretStoreContent, 'key-file')
    await lock.release()
    const live = await readFile(test.directory.secretStore)
    expect(await codeOf(undo(test, name, true))).toBe('KeyProtectorGone')
    expect(await readFile(test.directory.secretStore)).toEqual(live)
  })

  it('is refused with SecretStoreDamaged when the store could not be read even when it was replaced', async () => {
    const test = await openRestoreSystem()
    await writeFile(test.directory.secretStore, 'garbage')
    const name = await restore(test, '1.bak')
    expect(await test.system.masterSecret.listReplacedStores()).toMatchObject([
      { name, currentMsid: null, previousMsid: null },
    ])
    expect(await codeOf(undo(test, name))).toBe('SecretStoreDamaged')
    expect(await countReadable(test)).toBe('20 of 20')
  })

  it('is possible until the next generate after which nothing needs it, which keeps what could not be read', async () => {
    const test = await openRestoreSystem()
    await writeFile(test.directory.secretStore, 'garbage')
    const unreadable = await restore(test, '1.bak')
    await generate(test, '2.bak')
    const name = await restore(test, '1.bak', true)
    const listed = await test.system.masterSecret.listReplacedStores()
    expect(listed.map((store) => store.name)).toEqual([name, unreadable])
    await restore(test, '2.bak', true)
    await generate(test, '3.bak')
    expect(await test.system.masterSecret.listReplacedStores()).toMatchObject([{ name: unreadable }])
    expect(await codeOf(undo(test, name))).toBe('ReplacedStoreMissing')
  })

  it('is still possible after a generate that failed', async () => {
    const test = await openRestoreSystem()
    await generate(test, '2.bak')
    const name = await restore(test, '1.bak', true)
    const request = aGenerateRequest(join(test.folder, '1.bak'))
    expect(await codeOf(test.system.masterSecret.generate(request))).toBe('BackupFileExists')
    expect(await undo(test, name)).toMatchObject({ readable: 20, total: 20 })
  })
})

describe('a replaced secret store', () => {
  it('says when it was replaced', async () => {
    const test = await openRestoreSystem()
    await generate(test, '2.bak')
    const before = Date.now()
    await restore(test, '1.bak', true)
    const [store] = await test.system.masterSecret.listReplacedStores()
    const replacedAt = Date.parse(store?.replacedAt ?? '')
    expect(replacedAt).toBeGreaterThanOrEqual(before)
    expect(replacedAt).toBeLessThanOrEqual(Date.now())
  })

  it('holds its secrets sealed', async () => {
    const test = await openRestoreSystem()
    await generate(test, '2.bak')
    const bytes = Buffer.from((await revealStore(test))?.current.bytes ?? [])
    const name = await restore(test, '1.bak', true)
    const file = await readFile(join(test.directory.path, 'replaced-stores', name), 'utf8')
    for (const encoding of ['hex', 'base64'] as const) expect(file).not.toContain(bytes.toString(encoding))
  })

  it('can be removed, which is event 19008', async () => {
    const test = await openRestoreSystem()
    await generate(test, '2.bak')
    const name = await restore(test, '1.bak', true)
    await test.system.masterSecret.removeReplacedStore(name, 20)
    expect(await readdir(join(test.directory.path, 'replaced-stores'))).toEqual([])
    expect(await loggedEvents(test, 19008)).toMatchObject([{ data: { name } }])
    expect(await codeOf(test.system.masterSecret.removeReplacedStore(name))).toBe('ReplacedStoreMissing')
  })

  it.each([
    '../secret-store.json',
    '..\\secret-store.json',
    '/etc/passwd',
    '',
    '.',
    'x.json\0',
    'secret-store.key',
  ])('is not to be had, or removed, by the name %j', async (name) => {
    const test = await openRestoreSystem()
    const files = await readdir(test.directory.path)
    expect(await codeOf(undo(test, name))).toBe('ReplacedStoreMissing')
    expect(await codeOf(test.system.masterSecret.removeReplacedStore(name))).toBe('ReplacedStoreMissing')
    expect(await readdir(test.directory.path)).toEqual(files)
  })

  it.each([
    [
      'AccessDeniedNotLocalAdministrator',
      { account: async () => ({ ...administrator, isLocalAdministrator: false }) },
    ],
    ['NotMasterSecretServer', { server: 'sso02' }],
  ])('is neither put back nor removed when the caller is refused with %s', async (code, overrides) => {
    const owner = await openRestoreSystem()
    await generate(owner, '2.bak')
    const name = await restore(owner, '1.bak', true)
    const other = await openTestSystem({ directory: owner.directory, ...overrides })
    expect(await codeOf(undo(other, name))).toBe(code)
    expect(await codeOf(other.system.masterSecret.removeReplacedStore(name))).toBe(code)
    expect(await other.system.masterSecret.listReplacedStores()).toMatchObject([{ name }])
  })
})
