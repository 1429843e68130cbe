import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { FileSystem } from '../../../electron/core/files/file-system.ts'
import { giveFreeName } from '../../../electron/core/files/give-free-name.ts'
import { nodeFileSystem } from '../../../electron/core/files/node-file-system.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const fault = (code: string): Error => Object.assign(new Error(code), { code })

/** As FAT answers on Linux and macOS, and network disks do. */
const withoutLinks = (code: string, more: Partial<FileSystem> = {}): FileSystem => ({
  ...nodeFileSystem,
  link: async () => {
    throw fault(code)
  },
  ...more,
})

async function aPlace() {
  const folder = await temporaryFolder()
  const [from, to] = [join(folder, 'from'), join(folder, 'to')]
  await writeFile(from, 'new')
  return { folder, from, to }
}

const systems: readonly (readonly [string, FileSystem])[] = [
  ['with links', nodeFileSystem],
  ...['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL', 'EISDIR'].map(
    (code) => [`that answers ${code}`, withoutLinks(code)] as const,
  ),
]

describe.each(systems)('on a file system %s', (_name, files) => {
  it('a file gets a name that is free', async () => {
    const { from, to } = await aPlace()
    await giveFreeName(files, from, to)
    expect(await readFile(to, 'utf8')).toBe('new')
  })

  it('a name that is taken stays that of its file', async () => {
    const { from, to } = await aPlace()
    await writeFile(to, 'old')
    await expect(giveFreeName(files, from, to)).rejects.toMatchObject({ code: 'EEXIST' })
    expect(await readFile(to, 'utf8')).toBe('old')
    expect(await readFile(from, 'utf8')).toBe('new')
  })

  it('of many at once one gets the name', async () => {
    const { folder, to } = await aPlace()
    const names = Array.from({ length: 20 }, (_, at) => join(folder, `from-${at}`))
    await Promise.all(names.map((name) => writeFile(name, name)))
    const outcomes = await Promise.allSettled(names.map((name) => giveFreeName(files, name, to)))
    const won = outcomes.flatMap(({ status }, at) => (status === 'fulfilled' ? [names[at]] : []))
    expect(won).toHaveLength(1)
    expect(await readFile(to, 'utf8')).toBe(won[0])
  })
})

describe('without links', () => {
  it('nothing has the name when renaming fails', async () => {
    const { folder, from, to } = await aPlace()
    const rename = async () => {
      throw fault('EIO')
    }
    await expect(giveFreeName(withoutLinks('EPERM', { rename }), from, to)).rejects.toMatchObject({
      code: 'EIO',
    })
    expect(await readdir(folder)).toEqual(['from'])
  })

  it('what another wrote under the name stays when renaming fails', async () => {
    const { from, to } = await aPlace()
    const rename = async () => {
      await writeFile(to, 'of another')
      throw fault('EIO')
    }
    await expect(giveFreeName(withoutLinks('EPERM', { rename }), from, to)).rejects.toMatchObject({
      code: 'EIO',
    })
    expect(await readFile(to, 'utf8')).toBe('of another')
  })
})

it('a fault that is not about links is no reason to do without', async () => {
  const { folder, from, to } = await aPlace()
  await expect(giveFreeName(withoutLinks('EIO'), from, to)).rejects.toMatchObject({ code: 'EIO' })
  expect(await readdir(folder)).toEqual(['from'])
})
