import { join } from 'node:path'
import { app, type BrowserWindow, dialog } from 'electron'

const filters = [
  { name: 'Recovery key', extensions: ['key'] },
  { name: 'All files', extensions: ['*'] },
]

/** @returns the path chosen, or `null` if the dialog was cancelled. */
export async function askWhereToSaveRecoveryKey(
  window: BrowserWindow,
  suggestedName: string,
): Promise<string | null> {
  const answer = await dialog.showSaveDialog(window, {
    title: 'Save the recovery key',
    defaultPath: join(app.getPath('documents'), suggestedName),
    filters,
    // On Linux the dialog warns before replacing a file only if told to.
    properties: ['showOverwriteConfirmation', 'createDirectory'],
  })
  return answer.canceled || answer.filePath === '' ? null : answer.filePath
}

/** @returns the path chosen, or `null` if the dialog was cancelled. */
export async function askWhichRecoveryKeyToOpen(window: BrowserWindow): Promise<string | null> {
  const answer = await dialog.showOpenDialog(window, {
    title: 'Open a recovery key',
    defaultPath: app.getPath('documents'),
    filters,
    properties: ['openFile'],
  })
  return answer.filePaths[0] ?? null
}
