import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { treeMemory } from './process-memory.mjs'

const project = fileURLToPath(new URL('../..', import.meta.url))
const blankApp = fileURLToPath(new URL('./blank-app', import.meta.url))
const paintedHook = fileURLToPath(new URL('./painted-hook.cjs', import.meta.url))

const IDLE_MS = 3_000
const PATIENCE_MS = 30_000

/**
 * @typedef {object} App
 * @property {string} name
 * @property {string} directory
 * @property {Readonly<Record<string, string>>} env
 */

/**
 * @typedef {object} StartMeasured
 * @property {number} painted Milliseconds from the spawn.
 * @property {number} settled The same, until the page has nothing left to load.
 * @property {number} mebibytes Of all processes, {@link IDLE_MS} after it has settled.
 * @property {readonly string[]} processes
 */

/**
 * @param {string} dataDirectory
 * @returns {App}
 */
export function consoleApp(dataDirectory) {
  // The System node lists its properties once the system has been described.
  const env = { SSO_DATA_DIR: dataDirectory, BENCH_SETTLED: 'document.querySelector("dl") !== null' }
  return { name: 'console', directory: project, env }
}

/**
 * @param {string} profile
 * @returns {App}
 */
export function blankWindow(profile) {
  return { name: 'blank window', directory: blankApp, env: { BENCH_PROFILE: profile } }
}

/** Playwright, too, is told so: root has no sandbox. */
export const switches = process.getuid?.() === 0 ? ['--no-sandbox'] : []

/**
 * Starts an app, waits until it is idle, weighs it and quits it.
 *
 * @param {string} executable
 * @param {App} app
 * @returns {Promise<StartMeasured>}
 */
export async function measureStart(executable, app) {
  const env = { ...process.env, ...app.env }
  const spawned = Date.now()
  const child = spawn(executable, [...switches, '-r', paintedHook, app.directory], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  try {
    const { painted, settled } = await instants(child, app.name)
    await pause(IDLE_MS)
    return { painted: painted - spawned, settled: settled - spawned, ...(await treeMemory(child.pid)) }
  } finally {
    await quit(child)
  }
}

/**
 * @param {import('node:child_process').ChildProcessByStdio<null, import('node:stream').Readable, null>} child
 * @param {string} name
 * @returns {Promise<{ painted: number, settled: number }>}
 */
async function instants(child, name) {
  const giveUp = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
  try {
    let painted = Number.NaN
    for await (const line of createInterface({ input: child.stdout })) {
      const [, event, at] = /^bench:(\w+) ([\d.]+)$/.exec(line) ?? []
      if (event === 'painted') painted = Number(at)
      if (event === 'settled') return { painted, settled: Number(at) }
    }
  } finally {
    clearTimeout(giveUp)
  }
  throw new Error(`The ${name} ended, or was stopped, before it had painted and settled`)
}

/** @param {import('node:child_process').ChildProcess} child */
async function quit(child) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  // Electron takes it for a quit, in which caches are written; it has to finish before the next start.
  child.kill('SIGTERM')
  const giveUp = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
  await gone
  clearTimeout(giveUp)
}
