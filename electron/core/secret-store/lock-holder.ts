import { constants } from 'node:fs'
import { open, readFile, rm } from 'node:fs/promises'
import { z } from 'zod'
import { findKernelLocker, findRemovedLocker } from '../database/sqlite/kernel-lock.ts'
import { giveToOwner } from '../files/keep-owner.ts'
import { isProcessAlive } from '../files/process-alive.ts'

/* Who holds the secret store's lock, for people. What excludes others is the lock alone. */

const MAX_NOTE_BYTES = 4 * 1024

/** One line of a terminal, whoever wrote the file. */
const plain = z
  .string()
  .min(1)
  .max(300)
  .regex(/^[^\p{C}\p{Zl}\p{Zp}]+$/u)

const holderNote = z.object({
  activity: plain,
  account: plain,
  pid: z.number().int().positive(),
  /** UTC, ISO 8601. */
  since: z.iso.datetime(),
})

/** What a holder leaves beside the lock about itself. */
export type HolderNote = Readonly<z.infer<typeof holderNote>>

/** Leaves a note at `path`. It is for people's information: where it cannot be left, they are told less. */
export async function leaveNote(path: string, note: HolderNote): Promise<void> {
  await removeNote(path)
  const file = await open(path, 'wx', 0o600).catch(() => null)
  if (file !== null) giveToOwner(path, file.fd)
  await file?.writeFile(JSON.stringify(note)).catch(() => undefined)
  await file?.close().catch(() => undefined)
}

export async function removeNote(path: string): Promise<void> {
  await rm(path, { force: true }).catch(() => undefined)
}

/** @returns `null` where there is no note that makes sense. */
async function readNote(path: string): Promise<HolderNote | null> {
  const { O_NOFOLLOW = 0, O_NONBLOCK = 0, O_RDONLY } = constants
  const file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(() => null)
  try {
    if (file === null || !(await file.stat()).isFile()) return null
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAX_NOTE_BYTES), 0, MAX_NOTE_BYTES, 0)
    return holderNote.parse(JSON.parse(buffer.toString('utf8', 0, bytesRead)))
  } catch {
    return null // The holder is just coming or leaving, or was killed as it wrote the note.
  } finally {
    await file?.close().catch(() => undefined)
  }
}

/** Where a lock is, and where its holder left a note, if it did. */
interface LockPlace {
  readonly lockPath: string
  readonly notePath: string
}

/** Says, in words that go on after "in use:", who holds the lock, as far as that can be told. */
export async function describeHolder({ lockPath, notePath }: LockPlace): Promise<string> {
  return describe(findKernelLocker(lockPath), notePath)
}

/**
 * Says who has locked a file that was at the lock's place and was removed since.
 *
 * @returns `null` if nobody has, as far as can be told.
 */
export async function describeRemovedHolder({ lockPath, notePath }: LockPlace): Promise<string | null> {
  const locker = findRemovedLocker(lockPath)
  if (locker === null) return null
  return `${await describe(locker, notePath)}; the file that it has locked, ${lockPath}, was removed meanwhile`
}

async function describe(locker: number | null, notePath: string): Promise<string> {
  const note = await readNote(notePath)
  const isOfHolder = note !== null && (locker === null ? isProcessAlive(note.pid) : locker === note.pid)
  const pid = isOfHolder ? note.pid : locker
  const who = isOfHolder
    ? `${note.account} is ${note.activity} (process ${note.pid}, since ${note.since})`
    : strangerWithLock(pid)
  return pid !== null && (await standsStill(pid)) ? `${who}${advice(pid)}` : who
}

function strangerWithLock(pid: number | null): string {
  if (pid !== null) return `process ${pid} is changing it`
  return 'a process that cannot be told from here is changing it (maybe in a container or on another computer)'
}

const advice = (pid: number): string =>
  `; that process has been stopped: have it go on (kill -CONT ${pid}) or end it (kill -KILL ${pid})`

/** Whether a process has been stopped (Ctrl+Z, a debugger) and goes on only when it is told to. */
async function standsStill(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return false
  const state = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '')
  return /^[Tt]$/.test(state.slice(state.lastIndexOf(')') + 2)[0] ?? '')
}
