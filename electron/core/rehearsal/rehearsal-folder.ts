import { randomUUID } from 'node:crypto'
import { readdir, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { SsoError, systemErrorCode } from '../errors/sso-error.ts'
import { type DataDirectory, locateDataDirectory } from '../files/data-directory.ts'
import { makeOwnFolder } from '../files/keep-owner.ts'
import { unusable } from '../files/look-at-place.ts'
import { isProcessAlive } from '../files/process-alive.ts'
import { unlessAbsent } from '../files/unless-absent.ts'

/** What is needed beside the copy and its write-ahead log. */
const MARGIN_BYTES = 16 * 1024 * 1024
const MEBIBYTE = 1024 * 1024

const NAME = /^rehearsal-(\d+)-[0-9a-f]{8}$/

/** Of this process; those of others are told by their process. */
const live = new Set<string>()

/** A private folder for one rehearsal inside the data directory (mode 0700). */
export interface RehearsalFolder {
  /** The copy's data directory; its folder is there, empty. */
  readonly directory: DataDirectory
  /** Where the copy's backup goes. */
  readonly backupFile: string
  /** How many bytes lie in it. */
  bytes(): Promise<number>
  remove(): Promise<void>
}

/**
 * Makes the folder, removing those that rehearsals of dead processes have left.
 *
 * @param databaseBytes - of the database that is to be copied there
 * @param freeBytes - asks how much the disk of a folder has left
 * @throws {@link SsoError} `RehearsalNeedsSpace`, `DataDirectoryUnusable`
 */
export async function makeRehearsalFolder(
  { path }: DataDirectory,
  databaseBytes: number,
  freeBytes: (folder: string) => Promise<number> = freeBytesOf,
): Promise<RehearsalFolder> {
  await usable(path, () => removeStrays(path))
  await requireSpace(path, databaseBytes, (folder) => usable(folder, () => freeBytes(folder)))
  const name = `rehearsal-${process.pid}-${randomUUID().slice(0, 8)}`
  const folder = join(path, name)
  const directory = locateDataDirectory(join(folder, 'data'))
  live.add(name)
  const remove = async (): Promise<void> => {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    live.delete(name)
  }
  try {
    makeOwnFolder(folder)
    makeOwnFolder(directory.path)
  } catch (cause) {
    await remove().catch(() => undefined)
    throw SsoError.of('DataDirectoryUnusable', { path: folder, reason: systemErrorCode(cause) }, { cause })
  }
  return {
    directory,
    backupFile: join(folder, 'rehearsal.bak'),
    bytes: () => usable(folder, () => bytesIn(folder)),
    remove,
  }
}

/** @throws {@link SsoError} `DataDirectoryUnusable` where `work` is answered with an error of the system */
async function usable<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw unusable(folder, cause)
  }
}

async function removeStrays(path: string): Promise<void> {
  for (const name of await readdir(path)) {
    const pid = Number(NAME.exec(name)?.[1])
    if (Number.isNaN(pid) || live.has(name) || (pid !== process.pid && isProcessAlive(pid))) continue
    await rm(join(path, name), { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined)
  }
}

async function requireSpace(
  folder: string,
  databaseBytes: number,
  freeBytes: (folder: string) => Promise<number>,
): Promise<void> {
  // The write-ahead log can become as long as the database.
  const needed = 2 * databaseBytes + MARGIN_BYTES
  const free = await freeBytes(folder)
  if (free >= needed) return
  throw SsoError.of('RehearsalNeedsSpace', {
    folder,
    neededMebibytes: Math.ceil(needed / MEBIBYTE),
    freeMebibytes: Math.floor(free / MEBIBYTE),
  })
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const sizes = await Promise.all(
    // A file may go while it is looked at.
    files.map(({ name, parentPath }) =>
      unlessAbsent(stat(join(parentPath, name))).then((found) => found?.size ?? 0),
    ),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}
