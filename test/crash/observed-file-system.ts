import type { FileSystem, WritableFile } from '../../electron/core/files/file-system.ts'

/** One call of a {@link FileSystem} or of a file it made. */
export interface FileOperation {
  readonly name: keyof FileSystem | keyof WritableFile
  /** What is read, written or made; of a second name or a new one, that name. */
  readonly path: string
  /** The file that is given a name, where one is. */
  readonly from?: string
}

type Around = <T>(operation: FileOperation, run: () => Promise<T>) => Promise<T>

/** A file system whose every operation goes through `around`, which runs it or does not. */
export function observedFileSystem(inner: FileSystem, around: Around): FileSystem {
  return {
    async createExclusive(path, mode) {
      const create = () => inner.createExclusive(path, mode)
      return observedFile(await around({ name: 'createExclusive', path }, create), path, around)
    },
    read: (path, maxBytes) => around({ name: 'read', path }, () => inner.read(path, maxBytes)),
    list: (folder) => around({ name: 'list', path: folder }, () => inner.list(folder)),
    rename: (from, to) => around({ name: 'rename', path: to, from }, () => inner.rename(from, to)),
    link: (existing, created) =>
      around({ name: 'link', path: created, from: existing }, () => inner.link(existing, created)),
    remove: (path) => around({ name: 'remove', path }, () => inner.remove(path)),
    syncDirectory: (path) => around({ name: 'syncDirectory', path }, () => inner.syncDirectory(path)),
  }
}

function observedFile(file: WritableFile, path: string, around: Around): WritableFile {
  return {
    // In two halves, so that a kill or a fault can tear it.
    async write(bytes) {
      const half = bytes.length >> 1
      await around({ name: 'write', path }, () => file.write(bytes.subarray(0, half)))
      await around({ name: 'write', path }, () => file.write(bytes.subarray(half)))
    },
    sync: () => around({ name: 'sync', path }, () => file.sync()),
    close: () => around({ name: 'close', path }, () => file.close()),
  }
}
