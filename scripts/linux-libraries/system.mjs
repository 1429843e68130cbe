import { execFileSync } from 'node:child_process'
import { LinuxLibrariesError } from './error.mjs'
import { hasFonts, isOnPath, missingLibraries, missingTestCommands } from './missing.mjs'

/**
 * @typedef {object} LinuxSystem What is asked of, and done to, the system.
 * @property {NodeJS.Platform} platform
 * @property {boolean} isRoot
 * @property {boolean} hasApt
 * @property {() => string[]} missing
 * @property {() => void} updatePackageLists
 * @property {() => ReadonlySet<string>} knownPackages
 * @property {(packages: readonly string[]) => void} install
 */

/**
 * @param {string | undefined} executable `undefined` leaves Electron's libraries out.
 * @param {boolean} forTests
 * @returns {LinuxSystem}
 */
export function thisSystem(executable, forTests) {
  const searchPath = process.env.PATH ?? ''
  return {
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    hasApt: isOnPath('apt-get', searchPath),
    missing: () => [
      ...(executable ? missingLibraries(executable) : []),
      ...(forTests ? missingTestCommands(searchPath) : []),
      ...(forTests && !hasFonts('/usr/share/fonts') ? ['fonts'] : []),
    ],
    updatePackageLists: () => void apt('apt-get', ['update']),
    knownPackages: () => new Set(apt('apt-cache', ['pkgnames']).split('\n')),
    install: (packages) => void apt('apt-get', ['install', '--yes', '--no-install-recommends', ...packages]),
  }
}

/**
 * @param {'apt-get' | 'apt-cache'} command
 * @param {readonly string[]} args
 * @returns {string}
 */
function apt(command, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  try {
    return execFileSync(command, args, { env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, stdio: 'pipe' })
  } catch (error) {
    const { stderr = '' } = /** @type {{ stderr?: string }} */ (error)
    throw new LinuxLibrariesError(`${command} ${args[0]} failed:\n${stderr.trim()}`)
  }
}
