/** What the console is compared with: a window of the same size and the same restrictions, with nothing in it. */
import { fileURLToPath } from 'node:url'
import { app, BrowserWindow } from 'electron'

const profile = process.env.BENCH_PROFILE
if (profile === undefined) throw new Error('BENCH_PROFILE names no directory')
app.setPath('userData', profile)

app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: 1080,
    height: 720,
    webPreferences: {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    },
  })
  window.loadFile(fileURLToPath(new URL('index.html', import.meta.url)))
})

app.on('window-all-closed', () => app.quit())
