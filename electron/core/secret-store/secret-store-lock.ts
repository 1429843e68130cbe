import { rm, rmdir } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { type KernelLock, LockUnusable, tryKernelLock } from '../database/sqlite/kernel-lock.ts'
import { nearestInstant } from '../errors/instant.ts'
import { SsoError } from '../errors/sso-error.ts'
import type { DataDirectory } from '../files/data-directory.ts'
import { describeHolder, describeRemovedHolder, leaveNote, removeNote } from './lock-holder.ts'

/** Who comes second waits as long as most operations take. */
const PATIENCE_MS = 2_000
const RETRY_MS = 100

/** Held while the secret store is being changed; one holder per data directory, whatever the process or thread. */
export interface SecretStoreLock {
  /**
   * To be asked before each step that cannot be taken back.
   *
   * @throws {@link SsoError} `SecretStoreLockFailed` if the lock's file was removed or replaced: others may have locked
   * the new one.
   */
  assertHeld(): void
  release(): Promise<void>
}

/**
 * Takes the lock, waiting for a short while, and leaves a note about who holds it and why. The lock of a process that
 * lives is never taken over, and that of a process that has died is free.
 *
 * @param activity - in words that go on after "alice is"
 * @param patienceMs - how long to wait for it
 * @throws {@link SsoError} `SecretStoreBusy`, naming the holder; `SecretStoreLockFailed`
 */
export async function lockSecretStore(
  directory: DataDirectory,
  activity: string,
  account: string,
  patienceMs = PATIENCE_MS,
): Promise<SecretStoreLock> {
  const path = directory.secretStoreLock
  const note = noteOf(directory)
  const lock = await takeLock(directory, patienceMs)
  await removeEarlierLock(directory)
  await leaveNote(note, { activity, account, pid: process.pid, since: nearestInstant(new Date()) })
  return {
    assertHeld() {
      if (isInPlace(lock, path)) return
      const reason = 'it was removed or replaced while this was under way'
      throw SsoError.of('SecretStoreLockFailed', { path, reason })
    },
    async release() {
      try {
        // The note in that place is another's where the lock is.
        if (isInPlace(lock, path)) await removeNote(note)
      } catch (error) {
        // A note that stays is told from the next holder's by its process.
        if (!(error instanceof SsoError)) throw error
      } finally {
        lock.release()
      }
    },
  }
}

/**
 * Runs `work` under a lock that is being taken, and releases it however that ends.
 *
 * @throws whatever taking the lock and `work` throw.
 */
export async function whileLocked<L extends { release(): Promise<void> }, T>(
  locking: Promise<L>,
  work: (lock: L) => Promise<T>,
): Promise<T> {
  const lock = await locking
  try {
    return await work(lock)
  } finally {
    await lock.release()
  }
}

/** @throws {@link SsoError} `SecretStoreLockFailed` if that cannot be told */
function isInPlace(lock: KernelLock, path: string): boolean {
  try {
    return lock.isInPlace()
  } catch (error) {
    if (!(error instanceof LockUnusable)) throw error
    throw SsoError.of('SecretStoreLockFailed', { path, reason: error.reason }, { cause: error })
  }
}

const noteOf = ({ secretStoreLock }: DataDirectory): string => `${secretStoreLock}.holder`

async function takeLock(directory: DataDirectory, patienceMs: number): Promise<KernelLock> {
  const path = directory.secretStoreLock
  const start = performance.now()
  try {
    for (;;) {
      const isLastTry = performance.now() - start > patienceMs
      const found = await tryOnce(directory, isLastTry)
      if (typeof found === 'object') return found
      if (isLastTry) throw SsoError.of('SecretStoreBusy', { holder: found })
      await delay(RETRY_MS)
    }
  } catch (error) {
    if (!(error instanceof LockUnusable)) throw error
    throw SsoError.of('SecretStoreLockFailed', { path, reason: error.reason }, { cause: error })
  }
}

/** @returns the lock, or who has it: what is said is so, since the lock is asked for after that was found out. */
async function tryOnce(directory: DataDirectory, describes: boolean): Promise<KernelLock | string> {
  const place = { lockPath: directory.secretStoreLock, notePath: noteOf(directory) }
  const holder = describes ? await describeHolder(place) : ''
  const lock = await tryKernelLock(place.lockPath)
  if (lock === null) return holder
  // Its file may have been removed under another's hands, who goes on as long as it has not seen that.
  const removedHolder = await describeRemovedHolder(place)
  if (removedHolder === null) return lock
  lock.release()
  return removedHolder
}

/** What a crash of the first version left; it means nothing any more. */
async function removeEarlierLock({ secretStoreLock }: DataDirectory): Promise<void> {
  const earlier = secretStoreLock.replace(/\.db$/, '')
  await rmdir(earlier).catch(() => undefined)
  await rm(`${earlier}.holder`, { force: true }).catch(() => undefined)
}
