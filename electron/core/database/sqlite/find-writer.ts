import { readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** The byte of the write-ahead log's index that a writer locks (https://www.sqlite.org/walformat.html). */
const WRITE_LOCK_BYTE = 120

/** The first byte that an exclusive lock takes (PENDING_BYTE, https://www.sqlite.org/lockingv3.html). */
const EXCLUSIVE_LOCK_BYTE = 0x40000000

/**
 * Who holds the write lock of a database, as it is to be shown: `sqlite3 (process 4711)`.
 *
 * @returns `null` where that cannot be told: elsewhere than on Linux, in a network folder, of a process that this
 * account may not look at, or if nobody does any more.
 */
export function findWriter(path: string): string | null {
  return asCourtesy(() => {
    const pid = findLocker(`${path}-shm`, WRITE_LOCK_BYTE)
    return pid === null ? null : describe(pid)
  })
}

/**
 * Which process has an exclusive lock on a database without a write-ahead log.
 *
 * @returns its id; `null` as {@link findWriter}.
 */
export function findExclusiveLocker(path: string): number | null {
  return asCourtesy(() => findLocker(path, EXCLUSIVE_LOCK_BYTE))
}

/**
 * Which process has an exclusive lock on a database that was at `path` until its file was removed or replaced.
 *
 * @returns its id; `null` as {@link findWriter}.
 */
export function findLockerOfRemoved(path: string): number | null {
  return asCourtesy(() => {
    const removed = `${join(realpathSync(dirname(path)), basename(path))} (deleted)`
    return lockersOf(EXCLUSIVE_LOCK_BYTE).find((pid) => hasOpen(pid, removed)) ?? null
  })
}

/** That somebody holds a lock is said without a name, too. */
function asCourtesy<T>(find: () => T | null): T | null {
  if (process.platform !== 'linux') return null
  try {
    return find()
  } catch {
    return null
  }
}

function findLocker(path: string, byte: number): number | null {
  const file = realpathSync(path)
  const { ino } = statSync(file)
  return lockersOf(byte, ino).find((candidate) => hasOpen(candidate, file)) ?? null
}

/** @param ino - of the file; that of any when left out */
function lockersOf(byte: number, ino?: number): readonly number[] {
  const locks = readFileSync('/proc/locks', 'utf8').split('\n')
  return locks.flatMap((line) => lockerIn(line, byte, ino))
}

/** Of a line such as `1: POSIX  ADVISORY  WRITE 4711 00:2f:1234 120 120`. */
function lockerIn(line: string, byte: number, ino?: number): readonly number[] {
  const words = line.trim().split(/\s+/)
  if (words.includes('->')) return []
  const [, , , access, pid, file, first, last] = words
  const isOurs = access === 'WRITE' && (ino === undefined || file?.split(':')[2] === String(ino))
  const holds = Number(first) <= byte && (last === 'EOF' || Number(last) >= byte)
  return isOurs && holds ? [Number(pid)] : []
}

/** Files of several disks can have the same number. What may not be looked at has nothing open, as far as is known. */
function hasOpen(pid: number, path: string): boolean {
  const folder = `/proc/${pid}/fd`
  return filesOf(folder).some((name) => {
    try {
      return readlinkSync(`${folder}/${name}`) === path
    } catch {
      return false
    }
  })
}

function describe(pid: number): string {
  if (pid === process.pid) return 'this program itself'
  return `${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()} (process ${pid})`
}

function filesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
