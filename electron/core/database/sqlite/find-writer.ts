import { readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from 'node:fs'

/** The byte of the write-ahead log's index that a writer locks (https://www.sqlite.org/walformat.html). */
const WRITE_LOCK_BYTE = 120

/**
 * Who holds the write lock of a database, as it is to be shown: `sqlite3 (process 4711)`.
 *
 * @returns `null` where that cannot be told: elsewhere than on Linux, in a network folder, of a process that this
 * account may not look at, or if nobody does any more.
 */
export function findWriter(path: string): string | null {
  if (process.platform !== 'linux') return null
  try {
    const index = realpathSync(`${path}-shm`)
    const { ino } = statSync(index)
    const locks = readFileSync('/proc/locks', 'utf8').split('\n')
    const pids = locks.flatMap((line) => writerIn(line, ino))
    const pid = pids.find((candidate) => hasOpen(candidate, index))
    return pid === undefined ? null : describe(pid)
  } catch {
    // Only a courtesy: that somebody writes is said without it.
    return null
  }
}

/** Of a line such as `1: POSIX  ADVISORY  WRITE 4711 00:2f:1234 120 120`. */
function writerIn(line: string, ino: number): readonly number[] {
  const words = line.trim().split(/\s+/)
  if (words.includes('->')) return []
  const [, , , access, pid, file, first, last] = words
  const isOurs = access === 'WRITE' && file?.split(':')[2] === String(ino)
  const holds = Number(first) <= WRITE_LOCK_BYTE && (last === 'EOF' || Number(last) >= WRITE_LOCK_BYTE)
  return isOurs && holds ? [Number(pid)] : []
}

/** Files of several disks can have the same number. */
function hasOpen(pid: number, path: string): boolean {
  const folder = `/proc/${pid}/fd`
  return readdirSync(folder).some((name) => {
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
