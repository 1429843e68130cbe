import { join } from 'node:path'
import { app, type BrowserWindow, dialog, type IpcMainInvokeEvent } from 'electron'
import type { Notices } from '../../shared/ipc/contract.ts'
import type { Caller } from '../ipc/registrar.ts'
import { CONSOLE_URL } from './app-scheme.ts'

/** Only the console's own page, in the top frame of the console's window, is answered. */
export function identifyCaller(window: BrowserWindow | null, event: IpcMainInvokeEvent): Caller | null {
  if (window === null || event.sender !== window.webContents) return null
  const frame = event.senderFrame
  const isOwnPage = frame !== null && frame.parent === null && frame.url.split(/[?#]/)[0] === CONSOLE_URL
  return isOwnPage ? { windowId: window.id } : null
}

export function sendNotice<N extends keyof Notices>(
  window: BrowserWindow | null,
  name: N,
  payload: Notices[N],
): void {
  if (window !== null && !window.isDestroyed()) window.webContents.send(name, payload)
}

const backupFilters = [
  { name: 'Master secret backup', extensions: ['bak'] },
  { name: 'All files', extensions: ['*'] },
]

/** @returns the path chosen, or `null` if the dialog was cancelled. */
export async function askWhereToSaveBackup(
  window: BrowserWindow,
  suggestedName: string,
): Promise<string | null> {
  const answer = await dialog.showSaveDialog(window, {
    title: 'Save the master secret backup',
    defaultPath: join(app.getPath('documents'), suggestedName),
    filters: backupFilters,
    // On Linux the dialog warns before replacing a file only if told to.
    properties: ['showOverwriteConfirmation', 'createDirectory'],
  })
  return answer.canceled || answer.filePath === '' ? null : answer.filePath
}

/** @returns the path chosen, or `null` if the dialog was cancelled. */
export async function askWhichBackupToOpen(window: BrowserWindow): Promise<string | null> {
  const answer = await dialog.showOpenDialog(window, {
    title: 'Open a master secret backup',
    defaultPath: app.getPath('documents'),
    filters: backupFilters,
    properties: ['openFile'],
  })
  return answer.filePaths[0] ?? null
}
