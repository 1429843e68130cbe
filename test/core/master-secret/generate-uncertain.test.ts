import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { FileSystem } from '../../../electron/core/files/file-system.ts'
import { nodeFileSystem } from '../../../electron/core/files/node-file-system.ts'
import { aGenerateRequest, openTestSystem } from '../../support/test-system.ts'

it('keeps the backup when it cannot tell whether the new secret is current already', async () => {
  let [armed, broken] = [false, false]
  const failing = (): never => {
    throw Object.assign(new Error('I/O error'), { code: 'EIO' })
  }
  const files: FileSystem = {
    ...nodeFileSystem,
    async rename(from, to) {
      await nodeFileSystem.rename(from, to)
      // The disk fails once the store has been replaced.
      broken = armed && to.endsWith('secret-store.json')
    },
    read: (path, most) => (broken ? failing() : nodeFileSystem.read(path, most)),
    syncDirectory: (path) => (broken ? failing() : nodeFileSystem.syncDirectory(path)),
  }
  const { folder, system } = await openTestSystem({ files })
  armed = true
  const backupFile = join(folder, 'new.bak')
  await expect(system.masterSecret.generate(aGenerateRequest(backupFile))).rejects.toMatchObject({
    code: 'SecretStoreUncertain',
  })
  expect(broken).toBe(true)
  expect(existsSync(backupFile)).toBe(true)
})
