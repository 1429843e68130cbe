import { link, open, readdir, rename, rm } from 'node:fs/promises'
import { systemErrorCode } from '../errors/sso-error.ts'
import type { FileSystem, WritableFile } from './file-system.ts'
import { giveToOwner } from './keep-owner.ts'
import { notByDanglingLink, readOrdinaryFile } from './ordinary-file.ts'

export const nodeFileSystem: FileSystem = {
  async createExclusive(path, mode): Promise<WritableFile> {
    const handle = await open(path, 'wx', mode)
    giveToOwner(path, handle.fd)
    return {
      write: (bytes) => handle.writeFile(bytes),
      sync: () => handle.sync(),
      close: () => handle.close(),
    }
  },

  read: readOrdinaryFile,

  list: (folder) => notByDanglingLink(folder, readdir(folder)),
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
