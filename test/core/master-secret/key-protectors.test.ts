import { readdir, readFile, stat, truncate, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { nodeFileSystem } from '../../../electron/core/files/node-file-system.ts'
import { keepKey, keepNewKey } from '../../../electron/core/master-secret/key-protectors/choose-protector.ts'
import { keyFileProtector } from '../../../electron/core/master-secret/key-protectors/key-file-protector.ts'
import { keyName } from '../../../electron/core/master-secret/key-protectors/key-protector.ts'
import { keyringDouble } from '../../support/keyring-double.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const SYSTEM = 'f8b6e1a0-52c5-4f5e-9d59-7f0f8f3d1c11'
const KEY_ID = '1f0c2d3e-4a5b-4c6d-8e7f-001122334455'
const NEW_NAME = keyName(SYSTEM, KEY_ID)

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

  it('gives null when it is gone, too short or too long', async () => {
    const { path, protector } = await aKeyFile()
    expect(await protector.find(SYSTEM)).toBeNull()
    await protector.keep(SYSTEM, new Uint8Array(32))
    await truncate(path, 31)
    expect(await protector.find(SYSTEM)).toBeNull()
    await truncate(path, 33)
    expect(await protector.find(SYSTEM)).toBeNull()
    await unlink(path)
    expect(await protector.find(SYSTEM)).toBeNull()
  })

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

describe('keepNewKey', () => {
  it('prefers the first protector when it works', async () => {
    const first = keyringDouble()
    const { key, protector } = await keepNewKey([first, keyringDouble()], SYSTEM)
    expect(protector).toBe(first)
    expect(await first.find(SYSTEM)).toEqual(key)
  })

  it.each(['refuses', 'loses', 'garbles'] as const)(
    'takes the next when the first %s the key, and leaves nothing with the first',
    async (fault) => {
      const first = keyringDouble(fault)
      const second = keyringDouble()
      expect((await keepNewKey([first, second], SYSTEM)).protector).toBe(second)
      expect([...first.kept.keys()]).toEqual([])
    },
  )

  it('fails and wipes the key when no protector works', async () => {
    const loses = keyringDouble('loses')
    await expect(keepNewKey([loses, keyringDouble('refuses')], SYSTEM)).rejects.toThrow('no Secret Service')
    expect(loses.passed).toEqual([new Uint8Array(32)])
  })
})

describe('keepKey', () => {
  it('keeps the key it is given with the first protector that works', async () => {
    const second = keyringDouble()
    const key = new Uint8Array(32).fill(9)
    expect(await keepKey([keyringDouble('garbles'), second], NEW_NAME, key)).toBe(second)
    expect(second.kept.get(NEW_NAME)).toEqual(new Uint8Array(32).fill(9))
  })
})
