import { app, type BrowserWindow, dialog } from 'electron'
import { recordIncident } from '../core/events/incident-log.ts'

/** Makes bugs visible: each is recorded, and shown with the number under which the log has it. */
export function reportCrashes(dataDirectory: string): void {
  const report = (where: string) => (error: unknown) => {
    const incident = recordIncident(dataDirectory, where, error)
    dialog.showErrorBox(
      'SSO Administration has met a fault',
      `Details are in the log of the data directory under incident ${incident}. Please report it, then restart the program.`,
    )
  }
  process.on('uncaughtException', report('main process'))
  process.on('unhandledRejection', report('main process'))
  app.on('render-process-gone', (_event, _contents, { reason }) => {
    if (reason !== 'clean-exit') report('window')(new Error(`the window's process ended: ${reason}`))
  })
}

/** Loads the page again when the window's process has died, so that the console can be used on. */
export function reviveWindow(window: BrowserWindow): void {
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'crashed' || reason === 'oom') window.webContents.reload()
  })
}
