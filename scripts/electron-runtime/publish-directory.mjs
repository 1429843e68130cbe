import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'

const abandonedAfter = 60 * 60_000

/**
 * Makes a directory that other processes see either complete or not at all. Of two processes that make
 * it at once, both return normally and the first one's directory stays.
 *
 * @param {string} directory
 * @param {(staging: string) => Promise<string>} make Works in the staging directory, which is thrown away,
 *   and returns what in it is to become the directory.
 */
export async function publishDirectory(directory, make) {
  await mkdir(path.dirname(directory), { recursive: true })
  await removeAbandoned(`${directory}.partial-`)
  const staging = await mkdtemp(`${directory}.partial-`)
  try {
    await moveUnlessThere(await make(staging), directory)
  } finally {
    // A program that was stopped may still be ending.
    await rm(staging, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  }
}

/**
 * @param {string} made
 * @param {string} directory
 */
async function moveUnlessThere(made, directory) {
  try {
    await rename(made, directory)
  } catch (error) {
    if (!existsSync(directory)) throw error
  }
}

/**
 * A process that was killed leaves hundreds of megabytes behind that nothing else would ever remove.
 *
 * @param {string} prefix
 */
async function removeAbandoned(prefix) {
  const parent = path.dirname(prefix)
  for (const name of await readdir(parent)) {
    const candidate = path.join(parent, name)
    if (candidate.startsWith(prefix) && (await age(candidate)) > abandonedAfter) {
      await rm(candidate, { recursive: true, force: true })
    }
  }
}

/** @param {string} file */
async function age(file) {
  const status = await stat(file).catch(() => undefined)
  return status ? Date.now() - status.mtimeMs : 0
}
