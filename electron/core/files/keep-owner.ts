import { closeSync, constants, fchownSync, mkdirSync, openSync, statSync } from 'node:fs'
import { sep } from 'node:path'
import { systemErrorCode } from '../errors/sso-error.ts'

interface Owner {
  readonly uid: number
  readonly gid: number
}

/** Data directories in which root works for the account they belong to. */
const kept = new Map<string, Owner>()

/**
 * From now on, what root makes in this data directory belongs to whom the directory belongs to, who would be locked
 * out otherwise. Does nothing for other accounts, and in a directory of root's.
 */
export function keepOwnerIn(directory: string): void {
  if (process.geteuid?.() !== 0) return
  const { gid, uid } = statSync(directory)
  if (uid !== 0) kept.set(directory, { uid, gid })
}

/** Whether what is made at `path` is to belong to another account. */
export function isKept(path: string): boolean {
  return ownerFor(path) !== undefined
}

function ownerFor(path: string): Owner | undefined {
  for (const [directory, owner] of kept) if (path.startsWith(directory + sep)) return owner
  return undefined
}

/**
 * Gives a file that this process has just made to whom its data directory belongs; by its descriptor, never by name.
 */
export function giveToOwner(path: string, descriptor: number): void {
  const owner = ownerFor(path)
  if (owner !== undefined) fchownSync(descriptor, owner.uid, owner.gid)
}

/**
 * Makes a folder (mode 0700) where there is none, for whom the data directory belongs to. Throws the system's error.
 */
export function makeOwnFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    // Where nothing can be written, that is said of folders that are there too.
    const isThere = ['EEXIST', 'EROFS'].includes(systemErrorCode(error))
    if (!isThere || statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) throw error
    return
  }
  if (!isKept(path)) return
  const { O_DIRECTORY = 0, O_NOFOLLOW = 0, O_RDONLY } = constants
  const folder = openSync(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
  try {
    giveToOwner(path, folder)
  } finally {
    closeSync(folder)
  }
}

/** Makes an empty file (mode 0600) that must not exist yet. Throws the system's error. */
export function makeOwnFile(path: string): void {
  const file = openSync(path, 'wx', 0o600)
  try {
    giveToOwner(path, file)
  } finally {
    closeSync(file)
  }
}

/** As {@link makeOwnFile}, and nothing where there is one. */
export function makeOwnFileUnlessThere(path: string): void {
  try {
    makeOwnFile(path)
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw error
  }
}
