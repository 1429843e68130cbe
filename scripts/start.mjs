import { spawn } from 'node:child_process'
import os from 'node:os'
import { fileURLToPath } from 'node:url'
import { ElectronRuntimeError } from './electron-runtime/error.mjs'
import { describeRuntime, electronRuntime } from './electron-runtime.mjs'
import { LinuxLibrariesError } from './linux-libraries/error.mjs'
import { ensureLinuxLibraries } from './linux-libraries.mjs'

const project = fileURLToPath(new URL('..', import.meta.url))

function hasDisplay() {
  if (process.platform !== 'linux') return true
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/** @param {string} executable */
async function runApp(executable) {
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0
  const args = [...(isRoot ? ['--no-sandbox'] : []), project, ...process.argv.slice(2)]
  // In a group of its own: Electron quits cleanly on the first signal only, and Ctrl+C would otherwise
  // reach it twice, from the terminal and from here.
  const detached = process.platform !== 'win32'
  const app = spawn(executable, args, { cwd: process.cwd(), stdio: 'inherit', detached })
  passSignalsTo(app)
  return exitCodeOf(app)
}

/** @param {import('node:child_process').ChildProcess} app */
function passSignalsTo(app) {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    let passed = false
    process.on(signal, () => {
      if (!passed) app.kill(signal)
      passed = true
    })
  }
}

/**
 * @param {import('node:child_process').ChildProcess} app
 * @returns {Promise<number>} As a shell would report it.
 */
function exitCodeOf(app) {
  return new Promise((resolve, reject) => {
    app.once('error', reject)
    app.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? os.constants.signals[signal] : 0)))
  })
}

/** @returns {Promise<number>} The exit code. */
async function start() {
  if (!hasDisplay()) {
    console.error(
      'There is no display: neither DISPLAY nor WAYLAND_DISPLAY is set. Try: xvfb-run -a npm start',
    )
    return 1
  }
  const runtime = await electronRuntime()
  console.log(describeRuntime(runtime))
  ensureLinuxLibraries({ executable: runtime.executable })
  const { buildIfStale } = await import('./build.mjs')
  await buildIfStale()
  return runApp(runtime.executable)
}

try {
  process.exitCode = await start()
} catch (error) {
  if (!(error instanceof ElectronRuntimeError || error instanceof LinuxLibrariesError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
