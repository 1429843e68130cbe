import { spawnSync } from 'node:child_process'
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { DatabaseSync } from './sqlite.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Why this account cannot mount a disk here; `null` if it can. */
export const noMountBecause =
  process.platform !== 'linux' ||
  process.geteuid?.() !== 0 ||
  spawnSync('unshare', ['-m', 'true']).status !== 0
    ? 'mounting a small disk takes root on Linux'
    : null

/** A disk with nothing on it. */
export async function mountSmallDisk(size = '64k'): Promise<string> {
  const folder = join(await temporaryFolder(), 'disk')
  await mkdir(folder)
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder])
  if (status !== 0) throw new Error(`mount: ${stderr}`)
  onTestFinished(() => {
    // Lazily: SQLite may let go of its files a little later than it is told.
    spawnSync('umount', ['-l', folder])
  })
  return folder
}

/** A write-ahead log that has grown would be written over without taking room. */
export function emptyLog(database: string): void {
  const connection = new DatabaseSync(database)
  connection.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  connection.close()
}

/** Fills a disk to the last byte. */
export async function fill(disk: string): Promise<void> {
  const { bavail, bsize } = await statfs(disk)
  await writeFile(join(disk, 'filler'), Buffer.alloc(bavail * bsize))
}

export const empty = (disk: string): Promise<void> => rm(join(disk, 'filler'), { force: true })
