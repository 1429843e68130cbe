import { app, type BrowserWindow } from 'electron'

/**
 * Allows one console per data directory (the lock lies in its browser profile). A second start brings the first
 * one's window to the front and ends.
 *
 * @returns whether this process is the first.
 */
export function becomeOnlyConsole(window: () => BrowserWindow | null): boolean {
  if (!app.requestSingleInstanceLock()) return false
  app.on('second-instance', () => {
    const shown = window()
    if (shown?.isMinimized()) shown.restore()
    shown?.focus()
  })
  return true
}
