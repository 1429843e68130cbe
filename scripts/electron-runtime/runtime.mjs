import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** @typedef {'override' | 'installed' | 'downloaded' | 'packaged-in-npm'} RuntimeSource */

/**
 * @typedef {object} Runtime
 * @property {string} executable Absolute path, to be spawned as it is.
 * @property {string} distPath What `ELECTRON_OVERRIDE_DIST_PATH` would have to say.
 * @property {string} version `unknown` if the directory does not tell.
 * @property {RuntimeSource} source
 */

/** @type {Partial<Record<NodeJS.Platform, string>>} */
const executables = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }

/**
 * @param {string} distPath
 * @param {RuntimeSource} source
 * @param {NodeJS.Platform} platform
 * @returns {Runtime | undefined} `undefined` if the directory holds no Electron for this platform.
 */
export function runtimeIn(distPath, source, platform) {
  const executable = path.join(distPath, executables[platform] ?? 'electron')
  if (!existsSync(executable)) return undefined
  return { executable, distPath, version: versionIn(distPath), source }
}

/** @param {string} distPath */
function versionIn(distPath) {
  const file = path.join(distPath, 'version')
  return existsSync(file) ? readFileSync(file, 'utf8').trim().replace(/^v/, '') : 'unknown'
}
