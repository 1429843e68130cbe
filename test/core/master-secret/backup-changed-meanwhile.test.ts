import { appendFile, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { FileSystem } from '../../../electron/core/files/file-system.ts'
import { nodeFileSystem } from '../../../electron/core/files/node-file-system.ts'
import { observedFileSystem } from '../../crash/observed-file-system.ts'
import { revealStore } from '../../support/restore-system.ts'
import { aGenerateRequest, openTestSystem, type TestSystem } from '../../support/test-system.ts'

/** Does `meddle`, once there is one, when something was written beside a backup that is to be replaced. */
function meddledFiles(next: { meddle?: () => Promise<void> }): FileSystem {
  return observedFileSystem(nodeFileSystem, async ({ name, path }, run) => {
    if (name === 'sync' && path.endsWith('.partial')) await next.meddle?.()
    return run()
  })
}

const target = ({ folder }: TestSystem): string => join(folder, 'mine')

const operations: Readonly<Record<string, (test: TestSystem) => Promise<unknown>>> = {
  'a generate': (test) =>
    test.system.masterSecret.generate(aGenerateRequest(target(test), { ifExists: 'replace' })),
  'a backup': (test) =>
    test.system.masterSecret.backup(aGenerateRequest(target(test), { ifExists: 'replace' })),
  'saving a recovery key': (test) => test.system.keyProtection.saveRecoveryKey(target(test), 'replace'),
}

async function putAnother(path: string): Promise<void> {
  await writeFile(`${path}.new`, 'of another operation')
  await rename(`${path}.new`, path)
}

const changes: readonly (readonly [string, (path: string) => Promise<void>])[] = [
  ['was replaced by another operation', putAnother],
  ['has grown', (path) => appendFile(path, '!')],
]

/** A system with a secret, and a file of its owner's in the place of the next backup. */
async function openMeddled(change: (path: string) => Promise<void>): Promise<TestSystem> {
  const next: { meddle?: () => Promise<void> } = {}
  const test = await openTestSystem({ files: meddledFiles(next) })
  await test.system.masterSecret.generate(aGenerateRequest(join(test.folder, 'first.bak')))
  await writeFile(target(test), 'agreed to be replaced')
  next.meddle = () => change(target(test))
  return test
}

describe.each(Object.entries(operations))('%s over a file', (name, operate) => {
  it.each(changes)('that %s since that was agreed is refused, and leaves it', async (__, change) => {
    const test = await openMeddled(change)
    const before = await revealStore(test)
    const store = await readFile(test.directory.secretStore)
    await expect(operate(test)).rejects.toMatchObject({
      code: name === 'saving a recovery key' ? 'RecoveryKeyFileChanged' : 'BackupFileChanged',
      field: 'backupFile',
      details: { path: target(test) },
    })
    expect(await readFile(target(test), 'utf8')).toMatch(/^(of another operation|agreed to be replaced!)$/)
    expect((await readdir(test.folder)).sort()).toEqual(['first.bak', 'mine'])
    expect(await readFile(test.directory.secretStore)).toEqual(store)
    expect(await revealStore(test)).toEqual(before)
  })

  it('that is gone by then writes a new one', async () => {
    const test = await openMeddled((path) => rm(path))
    await operate(test)
    expect(await readFile(target(test), 'utf8')).toContain('"format"')
  })
})
