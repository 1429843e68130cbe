import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  aRestoreRequest,
  codeOf,
  countReadable,
  generate,
  openRestoreSystem,
  storeMsids,
} from '../../support/restore-system.ts'
import type { TestSystem } from '../../support/test-system.ts'

/* Real answers of the system: nothing is injected. */

/** Puts something in the place of a file, which is kept beside it. */
type Spoil = (path: string) => Promise<unknown>

const unreadable: readonly (readonly [string, Spoil])[] = [
  ['EIO', (path) => symlink('/proc/self/mem', path)],
  ['ELOOP', (path) => symlink(path, path)],
  ['it is a folder', (path) => mkdir(path)],
  ['it is a link to what is not there', (path) => symlink(`${path}.unmounted/disk`, path)],
]

async function spoil(path: string, how: Spoil): Promise<() => Promise<void>> {
  await rename(path, `${path}.aside`)
  await how(path)
  return async () => {
    await rm(path, { recursive: true })
    await rename(`${path}.aside`, path)
  }
}

/** Everything that lies beside the database, and what is in it where that can be read. */
async function filesOf({ directory }: TestSystem): Promise<readonly string[]> {
  const names = await readdir(directory.path)
  const kept = names.filter((name) => name.startsWith('secret-store') || name === 'replaced-stores').sort()
  return Promise.all(
    kept.map(
      async (name) => `${name} ${await readFile(join(directory.path, name), 'hex').catch(codeOfError)}`,
    ),
  )
}

const codeOfError = (error: NodeJS.ErrnoException): string => error.code ?? 'no code'

const keyNames = async ({ directory }: TestSystem): Promise<readonly string[]> =>
  (await readdir(directory.path)).filter((name) => name.endsWith('.key'))

/** Two secrets; all credentials are under the second. */
async function aSystem(): Promise<TestSystem> {
  const test = await openRestoreSystem()
  await generate(test, '2.bak')
  return test
}

const restore = (test: TestSystem, name: string) =>
  test.system.masterSecret.restore(aRestoreRequest(test, name, { override: true }))

describe.each(unreadable)('a key file that cannot be read (%s)', (reason, how) => {
  it('is not taken for one that is gone: a restore is refused and changes nothing', async () => {
    const test = await aSystem()
    const msids = await storeMsids(test)
    const bringBack = await spoil(test.directory.keyFile, how)
    const before = await filesOf(test)
    await expect(restore(test, '2.bak')).rejects.toMatchObject({
      code: 'KeyProtectorUnreadable',
      details: { place: `the key file ${test.directory.keyFile}`, reason },
    })
    expect(await filesOf(test)).toEqual(before)
    await bringBack()
    expect(await storeMsids(test)).toEqual(msids)
    expect(await countReadable(test)).toBe('20 of 20')
  })

  it('keeps everything else from changing what it guards, too', async () => {
    const test = await aSystem()
    await spoil(test.directory.keyFile, how)
    const before = await filesOf(test)
    const { keyProtection, masterSecret } = test.system
    expect(await codeOf(generate(test, '3.bak'))).toBe('KeyProtectorUnreadable')
    expect(await codeOf(keyProtection.changeProtector('key-file'))).toBe('KeyProtectorUnreadable')
    expect(await codeOf(keyProtection.saveRecoveryKey(join(test.folder, 'a.key'), 'refuse'))).toBe(
      'KeyProtectorUnreadable',
    )
    await keyProtection.finishChange()
    expect(await filesOf(test)).toEqual(before)
    expect(await readdir(test.folder)).toEqual(['1.bak', '2.bak'])
    expect(await keyProtection.describe()).toMatchObject({ key: 'unreadable' })
    expect(await masterSecret.listReplacedStores()).toEqual([])
  })

  it('stays beside the new one when its store was put aside, as the refusal advises, and a backup is restored', async () => {
    const test = await aSystem()
    await spoil(test.directory.keyFile, how)
    await rename(test.directory.secretStore, join(test.folder, 'aside.json'))
    await restore(test, '2.bak')
    expect(await readFile(`${test.directory.keyFile}.aside`)).toHaveLength(32)
    expect(await keyNames(test)).toHaveLength(2)
    expect(await countReadable(test)).toBe('20 of 20')
  })

  it('stays beside the new one when the key is put back from a recovery key', async () => {
    const test = await aSystem()
    const file = join(test.folder, 'a.key')
    await test.system.keyProtection.saveRecoveryKey(file, 'refuse')
    const bringBack = await spoil(test.directory.keyFile, how)
    expect(await test.system.keyProtection.recoverWithKey(file)).toMatchObject({ wasLost: true })
    expect(await countReadable(test)).toBe('20 of 20')
    await bringBack()
    expect(await keyNames(test)).toHaveLength(2)
  })
})

describe.each([
  ['cut', new Uint8Array(16)],
  ['emptied', new Uint8Array(0)],
  ['another', new Uint8Array(32).fill(7)],
])('a key file that was damaged (%s)', (_, content) => {
  it('stays as it is when a backup is restored, and the new key lies beside it', async () => {
    const test = await aSystem()
    await writeFile(test.directory.keyFile, content)
    await restore(test, '2.bak')
    await test.system.reencryption.whenIdle()
    await generate(test, '3.bak')
    expect(Uint8Array.from(await readFile(test.directory.keyFile))).toEqual(content)
    expect(await keyNames(test)).toHaveLength(2)
    expect(await countReadable(test)).toBe('20 of 20')
  })

  it('stays as it is when the key is put back from a recovery key', async () => {
    const test = await aSystem()
    const file = join(test.folder, 'a.key')
    await test.system.keyProtection.saveRecoveryKey(file, 'refuse')
    await writeFile(test.directory.keyFile, content)
    expect(await test.system.keyProtection.describe()).toMatchObject({ key: 'wrong' })
    await test.system.keyProtection.recoverWithKey(file)
    expect(Uint8Array.from(await readFile(test.directory.keyFile))).toEqual(content)
    expect(await countReadable(test)).toBe('20 of 20')
  })
})

describe.each(unreadable)('a secret store that cannot be read (%s)', (reason, how) => {
  it('is not taken for one that is damaged or gone: nothing replaces it', async () => {
    const test = await aSystem()
    const bringBack = await spoil(test.directory.secretStore, how)
    const before = await filesOf(test)
    const refusal = { code: 'SecretStoreUnreadable', details: { path: test.directory.secretStore, reason } }
    await expect(restore(test, '1.bak')).rejects.toMatchObject(refusal)
    await expect(generate(test, '3.bak')).rejects.toMatchObject(refusal)
    await expect(test.system.keyProtection.changeProtector('key-file')).rejects.toMatchObject(refusal)
    expect(await filesOf(test)).toEqual(before)
    await bringBack()
    expect(await countReadable(test)).toBe('20 of 20')
  })
})

describe('a replaced store that cannot be read', () => {
  /** A restore by mistake; the store that it replaced needs the key that the store in use has. */
  async function afterRestore() {
    const test = await aSystem()
    await restore(test, '1.bak')
    await test.system.reencryption.whenIdle()
    const [copy] = await test.system.masterSecret.listReplacedStores()
    const path = join(test.directory.path, 'replaced-stores', copy?.name ?? '')
    return { ...test, path, name: copy?.name ?? '' }
  }

  it.each([...unreadable, ['damaged', (path: string) => writeFile(path, '{}')] as const])(
    'keeps the keys that it may need (%s)',
    async (_, how) => {
      const test = await afterRestore()
      const bringBack = await spoil(test.path, how)
      const changed = await test.system.keyProtection.changeProtector('key-file')
      expect(changed.oldKeyRemoved).toBe(false)
      await test.system.keyProtection.finishChange()
      expect(await keyNames(test)).toHaveLength(2)
      await bringBack()
      await test.system.masterSecret.undoRestore({ name: test.name, override: true })
      expect(await countReadable(test)).toBe('20 of 20')
    },
  )

  it.each(unreadable.filter(([reason]) => reason !== 'it is a folder'))(
    'is not taken for none when their folder cannot be read (%s)',
    async (_, how) => {
      const test = await afterRestore()
      const folder = join(test.directory.path, 'replaced-stores')
      const bringBack = await spoil(folder, how)
      const { keyProtection, masterSecret } = test.system
      expect(await codeOf(masterSecret.listReplacedStores())).toBe('ReplacedStoresUnreadable')
      expect(await codeOf(keyProtection.changeProtector('key-file'))).toBe('ReplacedStoresUnreadable')
      expect(await keyNames(test)).toEqual(['secret-store.key'])
      await bringBack()
      await masterSecret.undoRestore({ name: test.name, override: true })
      expect(await countReadable(test)).toBe('20 of 20')
    },
  )
})
