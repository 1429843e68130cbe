import { describeRuntime, electronRuntime } from '../electron-runtime.mjs'
import { LinuxLibrariesError } from '../linux-libraries/error.mjs'
import { ensureLinuxLibraries } from '../linux-libraries.mjs'
import { administratorsPrefix } from './elsewhere.mjs'

/** Gets the standard tools that some unit tests compare us with; those tests skip themselves without them. */
export function offerTestTools() {
  try {
    ensureLinuxLibraries({ forTests: true })
  } catch (error) {
    if (!(error instanceof LinuxLibrariesError)) throw error
    console.log(error.message)
  }
}

/**
 * Gets all that the end-to-end tests need.
 *
 * @returns {Promise<{ prefix: readonly string[], env: NodeJS.ProcessEnv }>}
 */
export async function endToEndSurroundings() {
  const runtime = await electronRuntime()
  console.log(describeRuntime(runtime))
  ensureLinuxLibraries({ executable: runtime.executable, forTests: true })
  // Playwright asks the electron package for the executable, which knows only this way to another one.
  const env = { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: runtime.distPath }
  return process.platform === 'linux'
    ? { prefix: [...administratorsPrefix(), ...virtualDisplay], env: withoutDisplay(env) }
    : { prefix: [], env }
}

const virtualDisplay = ['xvfb-run', '-a', '-s', '-screen 0 1280x1024x24']

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv} Electron prefers Wayland to the virtual display if it finds both.
 */
function withoutDisplay({ WAYLAND_DISPLAY, XDG_SESSION_TYPE, ...env }) {
  return env
}
