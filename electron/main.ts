import { fileURLToPath } from 'node:url'
import { app, type BrowserWindow, Menu, session } from 'electron'
import { locateDataDirectory } from './core/files/data-directory.ts'
import { CONSOLE_URL, registerAppScheme, serveAppScheme } from './main/app-scheme.ts'
import { openConsoleWindow } from './main/console-window.ts'
import { reportCrashes, reviveWindow } from './main/crash.ts'
import { LazySystem } from './main/lazy-system.ts'
import { denyPermissions, forbidNavigation } from './main/lockdown.ts'
import { becomeOnlyConsole } from './main/single-instance.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const directory = locateDataDirectory(app.commandLine.getSwitchValue('data-dir') || undefined)
const system = new LazySystem(directory, {
  kdf: new URL('./kdf-worker.js', import.meta.url),
  reencryption: new URL('./reencryption-worker.js', import.meta.url),
  reseal: new URL('./reseal-worker.js', import.meta.url),
  databaseJobs: new URL('./database-jobs-worker.js', import.meta.url),
})
let window: BrowserWindow | null = null

app.setName('SSO Administration')
app.setPath('userData', directory.console)
registerAppScheme()
forbidNavigation()
reportCrashes(directory.path)
// Before the app is ready, or Electron builds a menu of its own first.
Menu.setApplicationMenu(null)

if (becomeOnlyConsole(() => window)) app.whenReady().then(start)
else app.quit()

function start(): void {
  window = openConsoleWindow(here)
  reviveWindow(window)
  denyPermissions(session.defaultSession)
  const connected = connect(window)
  serveAppScheme(session.defaultSession, fileURLToPath(new URL('../renderer', import.meta.url)), connected)
  window.loadURL(CONSOLE_URL)
  window.on('closed', () => {
    window = null
  })
}

/** Loaded while the window's process starts, which takes longer. */
async function connect(window: BrowserWindow): Promise<void> {
  const { ConsoleSession } = await import('./main/console-session.ts')
  new ConsoleSession({ window, directory, system: system.get })
}

app.on('window-all-closed', () => app.quit())

app.on('will-quit', (event) => {
  event.preventDefault()
  system.close().finally(() => app.exit())
})
