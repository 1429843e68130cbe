import { link, open, rename, rm } from 'node:fs/promises'
import { systemErrorCode } from '../sso-error.ts'
import type { FileSystem, WritableFile } from './file-system.ts'

export const nodeFileSystem: FileSystem = {
  async createExclusive(path, mode): Promise<WritableFile> {
    const handle = await open(path, 'wx', mode)
    return {
      write: (bytes) => handle.writeFile(bytes),
      sync: () => handle.sync(),
      close: () => handle.close(),
    }
  },

  async read(path, maxBytes) {
    const handle = await open(path, 'r')
    try {
      const buffer = Buffer.alloc(maxBytes + 1)
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0)
      return buffer.subarray(0, bytesRead)
    } finally {
      await handle.close()
    }
  },

  rename,
  link,
  remove: (path) => rm(path, { force: true }),

  async syncDirectory(path) {
    // Windows neither opens a directory this way nor needs to: NTFS journals the rename.
    if (process.platform === 'win32') return
    const handle = await open(path, 'r')
    try {
      await handle.sync()
    } catch (error) {
      if (systemErrorCode(error) !== 'EINVAL') throw error // Some network file systems cannot.
    } finally {
      await handle.close()
    }
  },
}
