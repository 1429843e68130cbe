import { readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { app, type BrowserWindow } from 'electron'
import { SsoError, systemErrorCode } from '../core/errors/sso-error.ts'
import { isProcessAlive } from '../core/files/process-alive.ts'

/**
 * Allows one console per data directory (the lock lies in its browser profile). A second start brings the first
 * one's window to the front and ends.
 *
 * @returns whether this process is the first.
 * @throws {@link SsoError} `DataDirectoryUnusable` if there is no first one here, and the lock is refused all the same
 */
export function becomeOnlyConsole(profile: string, window: () => BrowserWindow | null): boolean {
  if (!app.requestSingleInstanceLock()) {
    requireRunningConsole(profile)
    return false
  }
  app.on('second-instance', () => {
    const shown = window()
    if (shown?.isMinimized()) shown.restore()
    shown?.focus()
  })
  return true
}

/** Windows keeps the lock in memory and refuses it to a second console only. */
function requireRunningConsole(profile: string): void {
  if (process.platform === 'win32') return
  const refuse = (reason: string): never => {
    throw SsoError.of('DataDirectoryUnusable', { path: profile, reason })
  }
  const holder = readHolder(join(profile, 'SingletonLock'), refuse)
  if (holder.host !== hostname())
    refuse(
      `a console on the computer ${holder.host} has it open; if that is none, remove ${profile}/SingletonLock`,
    )
  if (!isProcessAlive(holder.pid)) refuse('the lock of a console that has ended cannot be taken over')
}

/** The lock is a link to `host-pid`. */
function readHolder(lock: string, refuse: (reason: string) => never) {
  try {
    const text = readlinkSync(lock)
    const at = text.lastIndexOf('-')
    return { host: text.slice(0, at), pid: Number(text.slice(at + 1)) }
  } catch (error) {
    return refuse(`no lock can be made in it, ${systemErrorCode(error)}`)
  }
}
