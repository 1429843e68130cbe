import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { nodeFileSystem } from '../../../electron/core/files/node-file-system.ts'
import { replaceFile } from '../../../electron/core/files/replace-file.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('replaceFile', () => {
  it('leaves only the new content, private, when there was a file', async () => {
    const folder = await temporaryFolder()
    const path = join(folder, 'store.json')
    await writeFile(path, 'old and longer', { mode: 0o644 })
    await replaceFile(nodeFileSystem, path, bytes('new'))
    expect(await readFile(path, 'utf8')).toBe('new')
    expect(await readdir(folder)).toEqual(['store.json'])
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  it('leaves the old content and nothing else when the rename fails', async () => {
    const folder = await temporaryFolder()
    const path = join(folder, 'store.json')
    await writeFile(path, 'old')
    const failing = {
      ...nodeFileSystem,
      rename: () => Promise.reject(Object.assign(new Error('injected'), { code: 'EIO' })),
    }
    await expect(replaceFile(failing, path, bytes('new'))).rejects.toMatchObject({ code: 'EIO' })
    expect(await readFile(path, 'utf8')).toBe('old')
    expect(await readdir(folder)).toEqual(['store.json'])
  })
})
