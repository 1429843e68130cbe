import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { locateDataDirectory } from '../../../electron/core/files/data-directory.ts'
import { makeRehearsalFolder } from '../../../electron/core/rehearsal/rehearsal-folder.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const MEBIBYTE = 1024 * 1024

async function aDataDirectory() {
  const directory = locateDataDirectory(join(await temporaryFolder(), 'data'))
  mkdirSync(directory.path)
  return directory
}

it('refuses a disk without room for the copy and its log, and makes nothing', async () => {
  const directory = await aDataDirectory()
  const making = makeRehearsalFolder(directory, 100 * MEBIBYTE, async () => 216 * MEBIBYTE - 1)
  await expect(making).rejects.toMatchObject({
    code: 'RehearsalNeedsSpace',
    details: { folder: directory.path, neededMebibytes: 216, freeMebibytes: 215 },
  })
  expect(readdirSync(directory.path)).toEqual([])
})

it('takes a disk that has just enough', async () => {
  const directory = await aDataDirectory()
  const folder = await makeRehearsalFolder(directory, 100 * MEBIBYTE, async () => 216 * MEBIBYTE)
  await folder.remove()
  expect(readdirSync(directory.path)).toEqual([])
})

it('asks the disk itself unless told', async () => {
  const directory = await aDataDirectory()
  await expect(makeRehearsalFolder(directory, 2 ** 60)).rejects.toMatchObject({ code: 'RehearsalNeedsSpace' })
})

it.skipIf(process.platform === 'win32')('is closed to other accounts', async () => {
  const folder = await makeRehearsalFolder(await aDataDirectory(), 0)
  for (const path of [folder.directory.path, dirname(folder.directory.path)]) {
    expect(statSync(path).mode & 0o777).toBe(0o700)
  }
})

it('leaves another rehearsal of this process alone', async () => {
  const directory = await aDataDirectory()
  const first = await makeRehearsalFolder(directory, 0)
  const second = await makeRehearsalFolder(directory, 0)
  expect(readdirSync(directory.path)).toHaveLength(2)
  await first.remove()
  await second.remove()
})

it('counts the bytes of all files in it', async () => {
  const folder = await makeRehearsalFolder(await aDataDirectory(), 0)
  writeFileSync(folder.backupFile, Buffer.alloc(10))
  writeFileSync(folder.directory.database, Buffer.alloc(100))
  expect(await folder.bytes()).toBe(110)
})
