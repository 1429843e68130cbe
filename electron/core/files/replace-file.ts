import { randomUUID } from 'node:crypto'
import { dirname } from 'node:path'
import type { FileSystem, WritableFile } from './file-system.ts'

/**
 * Replaces a file whole (or creates it, mode 0600): after a crash at any instant it holds either the old content
 * or the new. Rejects with the system error of the step that failed, leaving the old content.
 *
 * @param swap - is given the step by which the new content takes its place; keeps it from that by rejecting.
 */
export async function replaceFile(
  files: FileSystem,
  path: string,
  content: Uint8Array,
  swap: (rename: () => Promise<void>) => Promise<void> = (rename) => rename(),
): Promise<void> {
  const temporary = `${path}.${randomUUID().slice(0, 8)}.tmp`
  await writeNewFile(files, temporary, content)
  try {
    await swap(() => files.rename(temporary, path))
  } catch (error) {
    await files.remove(temporary).catch(() => undefined)
    throw error
  }
  await files.syncDirectory(dirname(path))
}

/**
 * Creates a file that must not exist yet (mode 0600) and returns when its content is on the disk. Rejects with the
 * system error of the step that failed, removing what it has made and nothing else.
 */
export async function writeNewFile(files: FileSystem, path: string, content: Uint8Array): Promise<void> {
  const file = await files.createExclusive(path, 0o600)
  try {
    await writeAll(file, content)
  } catch (error) {
    await files.remove(path).catch(() => undefined)
    throw error
  }
}

async function writeAll(file: WritableFile, content: Uint8Array): Promise<void> {
  try {
    await file.write(content)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** As {@link writeNewFile}, but its name is on the disk, too, when this returns. */
export async function createFile(files: FileSystem, path: string, content: Uint8Array): Promise<void> {
  await writeNewFile(files, path, content)
  try {
    await files.syncDirectory(dirname(path))
  } catch (error) {
    await files.remove(path).catch(() => undefined)
    throw error
  }
}
