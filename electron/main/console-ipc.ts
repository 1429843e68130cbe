import type { BrowserWindow, IpcMainInvokeEvent } from 'electron'
import type { Notify } from '../../shared/ipc/contract.ts'
import { CONSOLE_URL } from './app-scheme.ts'

/** Only the console's own page, in the top frame of the console's window, is answered. */
export function isOwnPage(window: BrowserWindow, event: IpcMainInvokeEvent): boolean {
  if (window.isDestroyed() || event.sender !== window.webContents) return false
  const frame = event.senderFrame
  return frame !== null && frame.parent === null && frame.url.split(/[?#]/)[0] === CONSOLE_URL
}

/** Tells a window's page, as long as there is one. */
export function notifier(window: BrowserWindow): Notify {
  return (name, payload) => {
    if (!window.isDestroyed()) window.webContents.send(name, payload)
  }
}
