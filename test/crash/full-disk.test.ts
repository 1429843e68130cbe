import { spawnSync } from 'node:child_process'
import { mkdir, readdir, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { aGenerateRequest, openTestSystem } from '../support/test-system.ts'

const noMountBecause =
  process.platform !== 'linux' ||
  process.geteuid?.() !== 0 ||
  spawnSync('unshare', ['-m', 'true']).status !== 0
    ? 'mounting a small disk takes root on Linux'
    : null

/** A disk of 64 KiB, with nothing on it. */
async function mountSmallDisk(): Promise<string> {
  const folder = join(await temporaryFolder(), 'disk')
  await mkdir(folder)
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder])
  if (status !== 0) throw new Error(`mount: ${stderr}`)
  onTestFinished(() => {
    spawnSync('umount', [folder])
  })
  return folder
}

it.skipIf(noMountBecause)(
  'a generate answers BackupDiskFull, leaving nothing, when the disk is full',
  async () => {
    const disk = await mountSmallDisk()
    const { bavail, bsize } = await statfs(disk)
    await writeFile(join(disk, 'filler'), Buffer.alloc(bavail * bsize))
    const { system } = await openTestSystem()
    const generated = system.masterSecret.generate(aGenerateRequest(join(disk, 'SSO.bak')))
    await expect(generated).rejects.toMatchObject({ code: 'BackupDiskFull', field: 'backupFile' })
    expect(await readdir(disk)).toEqual(['filler'])

    await rm(join(disk, 'filler'))
    const { displayPath } = await system.masterSecret.generate(aGenerateRequest(join(disk, 'SSO.bak')))
    expect(await readdir(disk)).toEqual(['SSO.bak'])
    expect(displayPath).toBe(join(disk, 'SSO.bak'))
  },
)
