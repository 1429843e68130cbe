import { fileURLToPath } from 'node:url'
import { ElectronRuntimeError } from './electron-runtime/error.mjs'
import { electronRuntime } from './electron-runtime.mjs'
import { debianPackages } from './linux-libraries/debian-packages.mjs'
import { LinuxLibrariesError } from './linux-libraries/error.mjs'
import { thisSystem } from './linux-libraries/system.mjs'

/** @typedef {import('./linux-libraries/system.mjs').LinuxSystem} LinuxSystem */

/**
 * Makes sure that Electron, and for tests its surroundings, find what they need; installs it as root on
 * Debian and its kin.
 *
 * @param {{ executable?: string, forTests?: boolean, log?: (message: string) => void, system?: LinuxSystem }} options
 * @throws {LinuxLibrariesError} if something is missing and stays so.
 */
export function ensureLinuxLibraries({ executable, forTests = false, log = console.log, system }) {
  const machine = system ?? thisSystem(executable, forTests)
  if (machine.platform !== 'linux') return
  const missing = machine.missing()
  if (missing.length === 0) return
  if (!machine.hasApt) throw new LinuxLibrariesError(`Missing on this system: ${missing.join(', ')}`)
  if (!machine.isRoot) throw new LinuxLibrariesError(askForPackages(missing, machine))
  installMissing(missing, machine, log)
}

/**
 * @param {readonly string[]} missing
 * @param {LinuxSystem} machine
 */
function askForPackages(missing, machine) {
  const { packages, unknown } = debianPackages(missing, machine.knownPackages())
  const lines = [`Missing on this system: ${missing.join(', ')}`]
  if (packages.length > 0) lines.push(`Install with: sudo apt-get install ${packages.join(' ')}`)
  if (unknown.length > 0) lines.push(`No package is known for: ${unknown.join(', ')}`)
  return lines.join('\n')
}

/**
 * @param {readonly string[]} missing
 * @param {LinuxSystem} machine
 * @param {(message: string) => void} log
 */
function installMissing(missing, machine, log) {
  machine.updatePackageLists()
  const { packages } = debianPackages(missing, machine.knownPackages())
  if (packages.length > 0) {
    log(`Installing ${packages.join(' ')}`)
    machine.install(packages)
  }
  const left = machine.missing()
  if (left.length > 0) throw new LinuxLibrariesError(`Still missing on this system: ${left.join(', ')}`)
}

async function main() {
  try {
    const { executable } = await electronRuntime()
    ensureLinuxLibraries({ executable, forTests: process.argv.includes('--for-tests') })
  } catch (error) {
    process.exitCode = reportExpected(error)
  }
}

/** @param {unknown} error */
function reportExpected(error) {
  if (!(error instanceof LinuxLibrariesError || error instanceof ElectronRuntimeError)) throw error
  console.error(error.message)
  return 1
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
