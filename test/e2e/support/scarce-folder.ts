import { execFileSync } from 'node:child_process'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isLinuxRoot } from './console-app.ts'

/** A folder that refuses to be written to, and how to give it back. */
export interface ScarceFolder {
  readonly path: string
  readonly release: () => Promise<void>
}

/** Whether this account may mount file systems: root in a container often may not. */
export const canMount = isLinuxRoot && mounts()

function mounts(): boolean {
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Whether {@link readOnlyFolder} works here: permissions do not keep root out, and Windows has none such. */
export const canMakeReadOnly = canMount || (process.platform !== 'win32' && process.getuid?.() !== 0)

export async function readOnlyFolder(parent: string): Promise<ScarceFolder> {
  const path = join(parent, 'read-only')
  await mkdir(path)
  if (canMount) return mountAt(path, 'ro')
  await chmod(path, 0o500)
  return { path, release: () => chmod(path, 0o700) }
}

/** A small disk, filled to the last byte. */
export async function fullFolder(parent: string): Promise<ScarceFolder> {
  const path = join(parent, 'full')
  await mkdir(path)
  const disk = mountAt(path, 'size=16k')
  const filled = await writeFile(join(path, 'filler'), Buffer.alloc(32 * 1024)).catch((error) => error.code)
  if (filled !== 'ENOSPC') throw new Error(`the disk was not filled: ${filled}`)
  return disk
}

function mountAt(path: string, options: string): ScarceFolder {
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'sso-e2e', path])
  return {
    path,
    async release() {
      execFileSync('umount', [path])
    },
  }
}
