import { join } from 'node:path'
import { BrowserWindow, nativeTheme } from 'electron'

/** Asserted by a test: what keeps the renderer harmless. */
export const WEB_PREFERENCES = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  webviewTag: false,
  spellcheck: false,
} as const

/** Makes the console's one window, empty; it shows itself once it has something to show. */
export function openConsoleWindow(folder: string): BrowserWindow {
  const window = new BrowserWindow({
    title: 'SSO Administration',
    width: 1080,
    height: 720,
    minWidth: 640,
    minHeight: 480,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1f1f1f' : '#ffffff',
    webPreferences: { ...WEB_PREFERENCES, preload: join(folder, 'preload.cjs') },
  })
  window.once('ready-to-show', () => window.show())
  window.on('page-title-updated', (event) => event.preventDefault())
  return window
}
