import { fileURLToPath } from 'node:url'
import { app, type BrowserWindow, Menu, session } from 'electron'
import { SsoError } from './core/errors/sso-error.ts'
import { recordIncident } from './core/events/incident-log.ts'
import type { DataDirectory } from './core/files/data-directory.ts'
import { CONSOLE_URL, registerAppScheme, serveAppScheme } from './main/app-scheme.ts'
import { type ConsolePlace, findConsolePlace } from './main/console-place.ts'
import { openConsoleWindow } from './main/console-window.ts'
import { reportCrashes, reviveWindow } from './main/crash.ts'
import { LazySystem } from './main/lazy-system.ts'
import { denyPermissions, forbidNavigation } from './main/lockdown.ts'
import { refuseToStart, tell } from './main/refusal.ts'
import { becomeOnlyConsole } from './main/single-instance.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
let window: BrowserWindow | null = null

app.setName('SSO Administration')
registerAppScheme()
forbidNavigation()
// Before the app is ready, or Electron builds a menu of its own first.
Menu.setApplicationMenu(null)

const { commandLine } = app
const named = commandLine.hasSwitch('data-dir') ? commandLine.getSwitchValue('data-dir') : undefined
const place = findConsolePlace(named)
if (place.kind === 'refused') refuseToStart(place.error)
else runConsole(place)

function runConsole({ directory, expected, profile }: Extract<ConsolePlace, { kind: 'ready' }>): void {
  app.setPath('userData', profile)
  reportCrashes(directory.path)
  try {
    if (!becomeOnlyConsole(profile, () => window)) {
      app.quit()
      return
    }
  } catch (error) {
    if (!(error instanceof SsoError)) throw error
    refuseToStart(async () => error)
    return
  }
  const system = new LazySystem(directory, expected, {
    kdf: new URL('./kdf-worker.js', import.meta.url),
    reencryption: new URL('./sweep-worker.js', import.meta.url),
    reseal: new URL('./cipher-worker.js', import.meta.url),
    databaseJobs: new URL('./database-jobs-worker.js', import.meta.url),
  })
  app.whenReady().then(() => start(directory, system))
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', (event) => {
    event.preventDefault()
    void leave(directory.path, system)
  })
}

function start(directory: DataDirectory, system: LazySystem): void {
  window = openConsoleWindow(here)
  reviveWindow(window)
  denyPermissions(session.defaultSession)
  const connected = connect(window, directory, system)
  serveAppScheme(session.defaultSession, fileURLToPath(new URL('../renderer', import.meta.url)), connected)
  window.loadURL(CONSOLE_URL)
  window.on('closed', () => {
    window = null
  })
}

/** Loaded while the window's process starts, which takes longer. */
async function connect(window: BrowserWindow, directory: DataDirectory, system: LazySystem): Promise<void> {
  const { ConsoleSession } = await import('./main/console-session.ts')
  new ConsoleSession({ window, directory, system: system.get })
}

/** What could not be written at the end, as on a full disk, is no bug: it is said, and the exit code is 1. */
async function leave(dataDirectory: string, system: LazySystem): Promise<void> {
  try {
    await system.close()
    app.exit()
  } catch (error) {
    if (error instanceof SsoError) tell(error)
    else process.stderr.write(`incident ${recordIncident(dataDirectory, 'leaving', error)}\n`)
    app.exit(1)
  }
}
