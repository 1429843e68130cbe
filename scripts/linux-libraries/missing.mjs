import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { testCommands } from './debian-packages.mjs'

/**
 * @param {string} executable
 * @returns {string[]} Empty also where `ldd` cannot tell: Electron then names the first missing one itself.
 */
export function missingLibraries(executable) {
  const { stdout } = spawnSync('ldd', [executable], { encoding: 'utf8' })
  return notFoundIn(stdout ?? '')
}

/**
 * @param {string} lddOutput
 * @returns {string[]}
 */
export function notFoundIn(lddOutput) {
  const names = lddOutput.matchAll(/^\s*(\S+) => not found$/gm)
  return [...new Set([...names].map((match) => match[1] ?? ''))]
}

/**
 * @param {string} searchPath
 * @returns {string[]} Those that tests run; the app itself runs none.
 */
export function missingTestCommands(searchPath) {
  return Object.keys(testCommands).filter((name) => !isOnPath(name, searchPath))
}

/**
 * @param {string} command
 * @param {string} searchPath
 */
export function isOnPath(command, searchPath) {
  const directories = searchPath.split(path.delimiter).filter(Boolean)
  return directories.some((directory) => existsSync(path.join(directory, command)))
}

/**
 * @param {string} directory
 * @returns {boolean} Without any font, screens are laid out but empty, and look like a fault of ours.
 */
export function hasFonts(directory) {
  if (!existsSync(directory)) return false
  return readdirSync(directory, { recursive: true }).some((name) => /\.(ttf|otf|ttc)$/i.test(String(name)))
}
