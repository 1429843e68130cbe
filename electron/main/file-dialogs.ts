import { join } from 'node:path'
import { app, type BrowserWindow, dialog } from 'electron'
import type { FileDialogs, FileKind } from '../ipc/console-context.ts'

const words = {
  backup: {
    save: 'Save the master secret backup',
    open: 'Open a master secret backup',
    filter: { name: 'Master secret backup', extensions: ['bak'] },
  },
  'recovery-key': {
    save: 'Save the recovery key',
    open: 'Open a recovery key',
    filter: { name: 'Recovery key', extensions: ['key'] },
  },
} as const satisfies Record<FileKind, unknown>

const filtersOf = (kind: FileKind) => {
  const { name, extensions } = words[kind].filter
  return [
    { name, extensions: [...extensions] },
    { name: 'All files', extensions: ['*'] },
  ]
}

/** The window system's own dialogs, above `window`. */
export function fileDialogs(window: BrowserWindow): FileDialogs {
  return {
    async askWhereToSave(kind, suggestedName) {
      const answer = await dialog.showSaveDialog(window, {
        title: words[kind].save,
        defaultPath: join(app.getPath('documents'), suggestedName),
        filters: filtersOf(kind),
        // On Linux the dialog warns before replacing a file only if told to.
        properties: ['showOverwriteConfirmation', 'createDirectory'],
      })
      return answer.canceled || answer.filePath === '' ? null : answer.filePath
    },
    async askWhichToOpen(kind) {
      const answer = await dialog.showOpenDialog(window, {
        title: words[kind].open,
        defaultPath: app.getPath('documents'),
        filters: filtersOf(kind),
        properties: ['openFile'],
      })
      return answer.filePaths[0] ?? null
    },
  }
}
