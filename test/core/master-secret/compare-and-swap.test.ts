import { copyFile, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { FileSystem } from '../../../electron/core/files/file-system.ts'
import { nodeFileSystem } from '../../../electron/core/files/node-file-system.ts'
import { type FileOperation, observedFileSystem } from '../../crash/observed-file-system.ts'
import { aRestoreRequest, codeOf, generate, openRestoreSystem } from '../../support/restore-system.ts'
import { aGenerateRequest, type TestSystem } from '../../support/test-system.ts'

/* What is done to the store by something that asks for no lock: the store that is replaced is compared first. */

interface Meddling {
  meddle?: (operation: FileOperation) => Promise<void>
}

const meddledFiles = (next: Meddling): FileSystem =>
  observedFileSystem(nodeFileSystem, async (operation, run) => {
    await next.meddle?.(operation)
    return run()
  })

const changes: Readonly<Record<string, (store: string) => Promise<void>>> = {
  'was put back from a copy': async (store) => {
    await copyFile(join(dirname(store), 'older'), `${store}.new`)
    await rename(`${store}.new`, store)
  },
  'has one byte more': async (store) => writeFile(store, `${await readFile(store, 'utf8')} `),
  'was removed': (store) => rm(store),
}

const operations: Readonly<Record<string, (test: TestSystem) => Promise<unknown>>> = {
  'a generate': ({ folder, system }) => system.masterSecret.generate(aGenerateRequest(join(folder, 'mine'))),
  'a restore': (test) => test.system.masterSecret.restore(aRestoreRequest(test, '1.bak', { override: true })),
  async 'undoing a restore'({ system }) {
    const [newest] = await system.masterSecret.listReplacedStores()
    await system.masterSecret.undoRestore({ name: newest?.name ?? '', override: true })
  },
  'changing the key protector': ({ system }) => system.keyProtection.changeProtector('key-file'),
  'saving a recovery key': ({ folder, system }) =>
    system.keyProtection.saveRecoveryKey(join(folder, 'mine'), 'refuse'),
}

/** A system with two secrets, one restored; an older store lies beside the present one. */
async function openMeddled(next: Meddling): Promise<TestSystem> {
  const test = await openRestoreSystem({ files: meddledFiles(next) })
  await copyFile(test.directory.secretStore, join(test.directory.path, 'older'))
  await generate(test, '2.bak')
  await test.system.masterSecret.restore(aRestoreRequest(test, '1.bak', { override: true }))
  await test.system.reencryption.whenIdle()
  await test.system.masterSecret.restore(aRestoreRequest(test, '2.bak', { override: true }))
  await test.system.reencryption.whenIdle()
  return test
}

const keysOf = async ({ directory }: TestSystem): Promise<readonly string[]> =>
  (await readdir(directory.path)).filter((name) => /\.(key|tmp)$/.test(name))

describe.each(Object.entries(operations))('%s', (_, operate) => {
  it.each(Object.entries(changes))(
    'is refused, and leaves what is there, when the store %s since it began',
    async (__, change) => {
      const next: Meddling = {}
      const test = await openMeddled(next)
      const { folder, directory } = test
      const before = { files: await readdir(folder), keys: await keysOf(test) }
      let changed: string | null = null
      next.meddle = async ({ name, path }) => {
        // The new store has been written and synced; it is about to take the old one's place.
        if (name !== 'close' || !path.startsWith(directory.secretStore) || !path.endsWith('.tmp')) return
        if (path.includes('.key')) return
        delete next.meddle
        await change(directory.secretStore)
        changed = await readFile(directory.secretStore, 'utf8').catch(() => '')
      }
      expect(await codeOf(operate(test))).toBe('SecretStoreChanged')
      expect(await readFile(directory.secretStore, 'utf8').catch(() => '')).toBe(changed)
      expect({ files: await readdir(folder), keys: await keysOf(test) }).toEqual(before)
    },
  )

  it('is refused, and leaves what is there, when the lock was removed and another took it', async () => {
    const next: Meddling = {}
    const test = await openMeddled(next)
    const { directory } = test
    const before = await readFile(directory.secretStore)
    next.meddle = async ({ name, path }) => {
      if (name !== 'close' || !path.endsWith('.tmp') || path.includes('.key')) return
      delete next.meddle
      await rm(directory.secretStoreLock)
    }
    expect(await codeOf(operate(test))).toBe('SecretStoreLockFailed')
    expect(await readFile(directory.secretStore)).toEqual(before)
    // The next one is served.
    expect(await codeOf(operate(test))).toBe('success')
  })
})
