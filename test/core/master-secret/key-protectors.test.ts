import { mkdir, readdir, readFile, stat, symlink, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { FileSystem } from '../../../electron/core/files/file-system.ts'
import { nodeFileSystem } from '../../../electron/core/files/node-file-system.ts'
import { keepKey, newKey } from '../../../electron/core/key-protectors/choose-protector.ts'
import { keyFileProtector } from '../../../electron/core/key-protectors/key-file-protector.ts'
import { KeyMalformed, KeyNameTaken, keyName } from '../../../electron/core/key-protectors/key-protector.ts'
import { StoreKeys } from '../../../electron/core/secret-store/store-keys.ts'
import { failWith } from '../../crash/faulty-files.ts'
import { type FileOperation, observedFileSystem } from '../../crash/observed-file-system.ts'
import { keyringDouble } from '../../support/keyring-double.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const SYSTEM = 'f8b6e1a0-52c5-4f5e-9d59-7f0f8f3d1c11'
const KEY_ID = '1f0c2d3e-4a5b-4c6d-8e7f-001122334455'
const NEW_NAME = keyName(SYSTEM, KEY_ID)

/** The real file system, with EIO where `isFailing`. */
const failingFiles = (isFailing: (operation: FileOperation) => boolean): FileSystem =>
  observedFileSystem(nodeFileSystem, async (operation, run) => {
    // A file whose closing fails is closed all the same.
    if (operation.name === 'close') await run()
    if (isFailing(operation)) await failWith('EIO')(operation)
    return operation.name === 'close' ? (undefined as never) : run()
  })

async function aKeyFile() {
  const folder = await temporaryFolder()
  const path = join(folder, 'secret-store.key')
  return { folder, path, protector: keyFileProtector(path, nodeFileSystem) }
}

describe('key file', () => {
  it('gives back the key and is private when the key was kept', async () => {
    const { path, protector } = await aKeyFile()
    await protector.keep(SYSTEM, new Uint8Array(32).fill(5))
    expect(Buffer.from((await protector.find(SYSTEM)) ?? [])).toEqual(Buffer.alloc(32, 5))
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  it('gives null only when it is gone', async () => {
    const { path, protector } = await aKeyFile()
    expect(await protector.find(SYSTEM)).toBeNull()
    await protector.keep(SYSTEM, new Uint8Array(32))
    await unlink(path)
    expect(await protector.find(SYSTEM)).toBeNull()
  })

  it.each([0, 16, 31, 33])('is damaged, not gone, when it has %d bytes', async (bytes) => {
    const { path, protector } = await aKeyFile()
    await writeFile(path, new Uint8Array(bytes))
    await expect(protector.find(SYSTEM)).rejects.toThrow(KeyMalformed)
  })

  it.each<readonly [string, (path: string) => Promise<unknown>]>([
    ['EIO', (path) => symlink('/proc/self/mem', path)],
    ['ELOOP', (path) => symlink(path, path)],
    ['it is a folder', (path) => mkdir(path)],
  ])('rejects with %s, and is not gone, when that is what reading it answers', async (code, spoil) => {
    const { path, protector } = await aKeyFile()
    await spoil(path)
    await expect(protector.find(SYSTEM)).rejects.toMatchObject({ code })
  })

  it('is never written over, whatever is there, and stays as it is', async () => {
    const { folder, path, protector } = await aKeyFile()
    for (const there of [new Uint8Array(32).fill(1), new Uint8Array(5), new Uint8Array(0)]) {
      await writeFile(path, there)
      await expect(protector.keep(SYSTEM, new Uint8Array(32).fill(2))).rejects.toThrow(KeyNameTaken)
      expect(Uint8Array.from(await readFile(path))).toEqual(there)
    }
    expect(await readdir(folder)).toEqual(['secret-store.key'])
  })

  it.each(['write', 'sync', 'close', 'syncDirectory'] as const)(
    'leaves nothing of a key when %s fails while it is kept',
    async (failing) => {
      const folder = await temporaryFolder()
      const files = failingFiles(({ name }) => name === failing)
      const protector = keyFileProtector(join(folder, 'secret-store.key'), files)
      await expect(protector.keep(SYSTEM, new Uint8Array(32))).rejects.toMatchObject({ code: 'EIO' })
      expect(await readdir(folder)).toEqual([])
    },
  )

  it('keeps keys of other names apart, and says which file each is in', async () => {
    const { folder, path, protector } = await aKeyFile()
    await protector.keep(SYSTEM, new Uint8Array(32).fill(1))
    await protector.keep(NEW_NAME, new Uint8Array(32).fill(2))
    const newPath = join(folder, `secret-store.${KEY_ID}.key`)
    expect(await readFile(path)).toEqual(Buffer.alloc(32, 1))
    expect(await readFile(newPath)).toEqual(Buffer.alloc(32, 2))
    expect(protector.placeOf(SYSTEM)).toBe(`the key file ${path}`)
    expect(protector.placeOf(NEW_NAME)).toBe(`the key file ${newPath}`)
  })

  it('forgets the key of one name only, and one that is not there without complaint', async () => {
    const { path, protector } = await aKeyFile()
    await protector.keep(SYSTEM, new Uint8Array(32))
    await protector.keep(NEW_NAME, new Uint8Array(32))
    await protector.forget(NEW_NAME)
    await protector.forget(NEW_NAME)
    expect(await protector.find(NEW_NAME)).toBeNull()
    expect((await stat(path)).size).toBe(32)
  })

  it('works where its folder is, and leaves nothing behind when it is asked', async () => {
    const { folder, protector } = await aKeyFile()
    expect(await protector.works()).toBe(true)
    expect(await readdir(folder)).toEqual([])
    expect(await keyFileProtector(join(folder, 'gone', 'a.key'), nodeFileSystem).works()).toBe(false)
  })
})

describe('keepKey', () => {
  const key = new Uint8Array(32).fill(9)

  it('prefers the first protector and the first name when they work', async () => {
    const first = keyringDouble()
    expect(await keepKey([first, keyringDouble()], [SYSTEM, NEW_NAME], key)).toEqual({
      protector: first,
      name: SYSTEM,
    })
    expect(await first.find(SYSTEM)).toEqual(key)
  })

  it('takes the next name when something is kept under the first, and leaves that as it is', async () => {
    const first = keyringDouble()
    await first.keep(SYSTEM, new Uint8Array(32).fill(1))
    expect(await keepKey([first], [SYSTEM, NEW_NAME], key)).toEqual({ protector: first, name: NEW_NAME })
    expect(first.kept.get(SYSTEM)).toEqual(new Uint8Array(32).fill(1))
    await expect(keepKey([first], [SYSTEM, NEW_NAME], key)).rejects.toThrow(KeyNameTaken)
    expect([...first.kept.keys()]).toEqual([SYSTEM, NEW_NAME])
  })

  it.each(['refuses', 'loses', 'garbles'] as const)(
    'takes the next when the first %s the key, and leaves nothing with the first',
    async (fault) => {
      const first = keyringDouble(fault)
      const second = keyringDouble()
      expect((await keepKey([first, second], [SYSTEM], key)).protector).toBe(second)
      expect([...first.kept.keys()]).toEqual([])
    },
  )

  it('fails with what the last said when no protector works', async () => {
    const protectors = [keyringDouble('loses'), keyringDouble('refuses')]
    await expect(keepKey(protectors, [SYSTEM], newKey())).rejects.toThrow('no Secret Service')
  })
})

describe('StoreKeys', () => {
  it('wipes the key that it made when no protector works', async () => {
    const loses = keyringDouble('loses')
    await expect(new StoreKeys([loses]).makeFirst(SYSTEM, true)).rejects.toMatchObject({
      code: 'KeyProtectorUnavailable',
    })
    expect(loses.passed).toEqual([new Uint8Array(32)])
  })

  it.each<readonly [string, () => Promise<Uint8Array | null>]>([
    ['KeyProtectorUnreadable', () => Promise.reject(Object.assign(new Error('EIO'), { code: 'EIO' }))],
    ['KeyProtectorUnreadable', () => Promise.reject(new Error('the keyring is locked'))],
    ['KeyProtectorDamaged', () => Promise.reject(new KeyMalformed(16))],
    ['KeyProtectorGone', async () => null],
  ])('answers %s', async (code, find) => {
    const keys = new StoreKeys([{ ...keyringDouble(), find }])
    await expect(keys.find({ systemId: SYSTEM, protector: 'os-keyring' })).rejects.toMatchObject({ code })
  })
})
