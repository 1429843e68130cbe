import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { ElectronRuntimeError } from './error.mjs'
import { runtimeIn } from './runtime.mjs'

/** @typedef {import('./runtime.mjs').Runtime} Runtime */

/**
 * @param {{ env: NodeJS.ProcessEnv, platform: NodeJS.Platform }} where
 * @returns {Runtime | undefined} `undefined` if the variable is not set.
 * @throws {ElectronRuntimeError} `OverrideUnusable`: an explicit wish is never replaced by a guess.
 */
export function overriddenRuntime({ env, platform }) {
  const distPath = env.ELECTRON_OVERRIDE_DIST_PATH
  if (!distPath) return undefined
  const runtime = runtimeIn(path.resolve(distPath), 'override', platform)
  if (runtime) return runtime
  throw new ElectronRuntimeError(
    'OverrideUnusable',
    `ELECTRON_OVERRIDE_DIST_PATH is set to ${distPath}, which holds no Electron for ${platform}.\n` +
      'Point it at a directory that holds the Electron executable, or unset it.',
  )
}

/**
 * @param {{ electronPackage: string, platform: NodeJS.Platform }} where
 * @param {'installed' | 'downloaded'} source
 * @returns {Runtime | undefined} `undefined` also for the leftovers of another Electron version.
 */
export function installedRuntime({ electronPackage, platform }, source = 'installed') {
  const runtime = runtimeIn(path.join(electronPackage, 'dist'), source, platform)
  return runtime?.version === wantedVersion(electronPackage) ? runtime : undefined
}

/** @param {string} electronPackage */
function wantedVersion(electronPackage) {
  return JSON.parse(readFileSync(path.join(electronPackage, 'package.json'), 'utf8')).version
}

/**
 * @param {{ electronPackage: string, platform: NodeJS.Platform, env: NodeJS.ProcessEnv }} where
 * @param {AbortSignal} signal
 * @returns {Promise<Runtime>}
 */
export async function downloadedRuntime(where, signal) {
  await runInstaller(where, signal)
  const runtime = installedRuntime(where, 'downloaded')
  if (runtime) return runtime
  throw new Error('the installer ended without an error, but left no Electron behind')
}

// An unreachable host fails within ten seconds by itself; this bounds a download that has stalled.
const downloadLimit = 10 * 60_000

/**
 * @param {{ electronPackage: string, env: NodeJS.ProcessEnv }} where
 * @param {AbortSignal} signal
 */
async function runInstaller({ electronPackage, env }, signal) {
  const args = [path.join(electronPackage, 'install.js')]
  // It downloads into a temporary directory, which it leaves behind when it is stopped.
  const temporary = await mkdtemp(path.join(os.tmpdir(), 'electron-download-'))
  const its = { ...env, TMPDIR: temporary, TEMP: temporary, TMP: temporary }
  const limits = { timeout: downloadLimit, signal, killSignal: /** @type {const} */ ('SIGKILL') }
  try {
    await promisify(execFile)(process.execPath, args, { env: its, ...limits })
  } catch (error) {
    throw new Error(`${installerFailure(error)}${nodeHint()}`, { cause: error })
  } finally {
    await rm(temporary, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
    if (signal.aborted) await removeHalfUnpacked(electronPackage)
  }
}

/** @param {string} electronPackage The installer writes `path.txt` when it has unpacked all. */
async function removeHalfUnpacked(electronPackage) {
  if (existsSync(path.join(electronPackage, 'path.txt'))) return
  await rm(path.join(electronPackage, 'dist'), {
    recursive: true,
    force: true,
    maxRetries: 10,
    retryDelay: 50,
  })
}

/** @param {unknown} error */
function installerFailure(error) {
  const { killed, stderr = '' } = /** @type {{ killed?: boolean, stderr?: string }} */ (error)
  if (killed) return `not finished after ${downloadLimit / 60_000} minutes`
  const lines = stderr.split('\n').map((line) => line.trim())
  return lines.find((line) => /^\w*Error\b/.test(line)) ?? lines.find(Boolean) ?? 'the installer failed'
}

function nodeHint() {
  const major = Number(process.versions.node.split('.')[0])
  return major < 22 ? ` (the installer is made for Node 22 and later; this is ${process.version})` : ''
}
