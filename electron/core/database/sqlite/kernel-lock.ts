import { randomUUID } from 'node:crypto'
import { constants, lstatSync } from 'node:fs'
import { access, chmod, lstat, open, rm } from 'node:fs/promises'
import { systemErrorCode } from '../../errors/sso-error.ts'
import { isKept, makeOwnFileUnlessThere } from '../../files/keep-owner.ts'
import { findExclusiveLocker, findLockerOfRemoved } from './find-writer.ts'
import { openSqlite } from './sqlite-engine.ts'
import { isBusy, whyUnlockable } from './sqlite-error.ts'

/* Why a lock of SQLite's, and not another: docs/adr/0004-secret-store-lock.md. */

/**
 * A lock that the kernel holds for this process: nobody takes it over as long as the process lives, however long it
 * stands still, and it goes with the process, however that ends.
 *
 * Nothing in this process may open the lock's file: closing it again would drop the lock (POSIX record locks).
 */
export interface KernelLock {
  /**
   * Whether the lock's path still is the file that is locked. One that was removed locks out nobody.
   *
   * @throws {@link LockUnusable} if that cannot be told
   */
  isInPlace(): boolean
  /** Unlocks; the file stays. */
  release(): void
}

/** Files that are made or replaced at the same moment are no reason to give up. */
const MOST_TRIES = 10

/** Why a file cannot be locked: a system error code, or words fit for parentheses. */
export class LockUnusable extends Error {
  readonly reason: string

  constructor(reason: string, options?: ErrorOptions) {
    super(`the file cannot be locked (${reason})`, options)
    this.reason = reason
  }
}

/**
 * Locks the file at `path`, making it (empty, mode 0600) when it is absent. Waits for nothing.
 *
 * @returns `null` if it is locked, by whatever process or thread.
 * @throws {@link LockUnusable}
 */
export async function tryKernelLock(path: string): Promise<KernelLock | null> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const before = await requireOrdinaryFile(path)
    const release = await lockFile(path)
    if (release === null) return null
    // A file that was made just now, or put in another's place, is locked again by its number, to be sure of which it is.
    if (before !== null && sameFile(path, before, release)) {
      if (process.platform !== 'win32') await chmod(path, 0o600).catch(() => undefined)
      return { isInPlace: () => whichFile(path) === before, release }
    }
    release()
  }
  throw new LockUnusable('it is replaced over and over')
}

/** @returns the process that has locked the file at `path`, as far as the kernel says; `null` where it does not. */
export function findKernelLocker(path: string): number | null {
  return findExclusiveLocker(path)
}

/**
 * @returns the process that still has the lock on a file that was removed or replaced at `path`, as far as the kernel
 * says; `null` where it does not.
 */
export function findRemovedLocker(path: string): number | null {
  return findLockerOfRemoved(path)
}

/** Unlocks it if that cannot be told. */
function sameFile(path: string, file: string, release: () => void): boolean {
  try {
    return whichFile(path) === file
  } catch (error) {
    release()
    throw error
  }
}

/** @returns which file is there, by device and number; `null` if there is none. */
function whichFile(path: string): string | null {
  try {
    const { dev, ino } = lstatSync(path, { bigint: true })
    return `${dev}:${ino}`
  } catch (cause) {
    const code = systemErrorCode(cause)
    if (code === 'ENOENT') return null
    throw new LockUnusable(code, { cause })
  }
}

/** Opening a queue or a device would be something else than locking a file. */
async function requireOrdinaryFile(path: string): Promise<string | null> {
  const found = await lstat(path, { bigint: true }).catch((error) => {
    const code = systemErrorCode(error)
    if (code === 'ENOENT') return null
    throw new LockUnusable(code, { cause: error })
  })
  if (found === null) return null
  if (!found.isFile()) throw new LockUnusable('it is not an ordinary file')
  return `${found.dev}:${found.ino}`
}

/** @returns what unlocks it; `null` if it is locked. */
async function lockFile(path: string): Promise<(() => void) | null> {
  // Only there: closing a file drops the locks that this process has on it.
  if (isKept(path)) makeOwnFileUnlessThere(path)
  const database = await openSqlite(path).catch(async (error) => {
    throw new LockUnusable(await whyNotOpened(path, error), { cause: error })
  })
  try {
    // With its journal in memory, nothing is ever written: the file stays empty, and a crash leaves nothing beside it.
    database.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    return () => database.close()
  } catch (error) {
    database.close()
    if (isBusy(error)) return null
    throw new LockUnusable(await whyNotOpened(path, error), { cause: error })
  }
}

/** SQLite does not say which system error kept it from opening a file: the same is asked for without opening it. */
async function whyNotOpened(path: string, error: unknown): Promise<string> {
  const code = await access(path, constants.R_OK | constants.W_OK).then(() => null, systemErrorCode)
  if (code !== null && code !== 'ENOENT') return code
  return (await whyNoFile(path)) ?? whyUnlockable(error)
}

/** What keeps a file from being made there (ENOSPC, EROFS) or opened at all (EMFILE). */
async function whyNoFile(path: string): Promise<string | null> {
  const probe = `${path}.${randomUUID().slice(0, 8)}.tmp`
  try {
    await (await open(probe, 'wx', 0o600)).close()
    await rm(probe)
    return null
  } catch (error) {
    return systemErrorCode(error)
  }
}
