import { systemErrorCode } from '../errors/sso-error.ts'
import { readFileState } from './file-state.ts'
import type { FileSystem } from './file-system.ts'

/** What file systems that know no second names (FAT on a memory stick, many network disks) answer. */
const WITHOUT_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL', 'EISDIR']

/**
 * Gives a finished file a name that no other file has. Unlike a rename it replaces nothing, not even what appears at
 * this moment; where the file system has no second names, an empty file takes the name first. `from` may be left, with
 * the same content: the caller removes it.
 *
 * Rejects with Node's system errors, `EEXIST` if the name is taken; nothing has that name then that had it not before.
 */
export async function giveFreeName(
  files: Pick<FileSystem, 'createExclusive' | 'link' | 'remove' | 'rename'>,
  from: string,
  to: string,
): Promise<void> {
  try {
    await files.link(from, to)
  } catch (error) {
    if (!WITHOUT_LINKS.includes(systemErrorCode(error))) throw error
    await renameOverClaim(files, from, to)
  }
}

async function renameOverClaim(
  files: Pick<FileSystem, 'createExclusive' | 'remove' | 'rename'>,
  from: string,
  to: string,
): Promise<void> {
  const claim = await files.createExclusive(to, 0o600)
  await claim.close()
  const claimed = await readFileState(to)
  try {
    await files.rename(from, to)
  } catch (error) {
    // Somebody may have written to it since.
    if (claimed !== null && claimed === (await readFileState(to))) await files.remove(to)
    throw error
  }
}
