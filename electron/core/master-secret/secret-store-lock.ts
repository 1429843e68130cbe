import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { lock } from 'proper-lockfile'
import { z } from 'zod'
import type { DataDirectory } from '../files/data-directory.ts'
import { isProcessAlive } from '../files/process-alive.ts'
import { SsoError, systemErrorCode } from '../sso-error.ts'

/** A holder that died without releasing is given up on after this long. */
const STALE_MS = 5_000
const RETRY_MS = 250

const holderNote = z.object({
  activity: z.string(),
  account: z.string(),
  pid: z.number().int(),
  /** UTC, ISO 8601. */
  since: z.string(),
})
type Holder = z.infer<typeof holderNote>

/** Held while the secret store is being changed; one holder per data directory, whatever the process. */
export interface SecretStoreLock {
  /** @throws {@link SsoError} `SecretStoreBusy` if another process took the lock over, as after a long sleep. */
  assertHeld(): void
  release(): Promise<void>
}

/**
 * Takes the lock, leaving a note about who holds it and why. A lock whose holder has died is taken over.
 *
 * @throws {@link SsoError} `SecretStoreBusy`, naming the holder; `SecretStoreWriteFailed`
 */
export async function lockSecretStore(
  directory: DataDirectory,
  activity: string,
  account: string,
): Promise<SecretStoreLock> {
  const state = { lost: false }
  const unlock = await takeLock(directory, () => {
    state.lost = true
  })
  const note = notePath(directory)
  const holder: Holder = { activity, account, pid: process.pid, since: new Date().toISOString() }
  await writeFile(note, JSON.stringify(holder), { mode: 0o600 }).catch(async (cause) => {
    await unlock()
    throw SsoError.of('SecretStoreWriteFailed', { reason: systemErrorCode(cause) }, { cause })
  })
  return {
    assertHeld() {
      if (state.lost) throw SsoError.of('SecretStoreBusy', { holder: 'another process took it over' })
    },
    async release() {
      if (state.lost) return
      await rm(note, { force: true })
      await unlock()
    },
  }
}

const notePath = (directory: DataDirectory): string => `${directory.secretStoreLock}.holder`

async function takeLock(directory: DataDirectory, onLost: () => void): Promise<() => Promise<void>> {
  const deadline = Date.now() + STALE_MS + 4 * RETRY_MS
  for (;;) {
    try {
      return await lock(directory.secretStore, {
        lockfilePath: directory.secretStoreLock,
        realpath: false,
        stale: STALE_MS,
        update: 1_000,
        onCompromised: onLost,
      })
    } catch (error) {
      if (systemErrorCode(error) !== 'ELOCKED') throw error
      const holder = await readHolder(directory)
      if (holder === null || isProcessAlive(holder.pid) || Date.now() > deadline) throw busy(holder)
      await ageLockOfTheFuture(directory)
      await delay(RETRY_MS)
    }
  }
}

/** The clock went back since its holder died: by its time the lock would not be given up on before that time comes. */
async function ageLockOfTheFuture({ secretStoreLock }: DataDirectory): Promise<void> {
  const found = await stat(secretStoreLock).catch(() => null)
  if (found !== null && found.mtimeMs > Date.now() + STALE_MS)
    await utimes(secretStoreLock, 0, 0).catch(() => undefined)
}

async function readHolder(directory: DataDirectory): Promise<Holder | null> {
  try {
    return holderNote.parse(JSON.parse(await readFile(notePath(directory), 'utf8')))
  } catch {
    return null // The holder has not written its note yet, or is just leaving.
  }
}

function busy(holder: Holder | null): SsoError {
  const who =
    holder === null
      ? 'another process is changing it'
      : `${holder.account} is ${holder.activity} (process ${holder.pid}, since ${holder.since})`
  return SsoError.of('SecretStoreBusy', { holder: who })
}
