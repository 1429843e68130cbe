import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const project = fileURLToPath(new URL('../..', import.meta.url))

/**
 * @typedef {object} CommandOutcome
 * @property {boolean} ok
 * @property {string} output Empty if it was shown while the command ran.
 */

/**
 * The script behind a package's command: unlike `node_modules/.bin`, it runs without a shell on Windows.
 *
 * @param {string} packageName
 * @param {string} [command]
 * @returns {string[]} Command line.
 */
export function packageCommand(packageName, command = packageName) {
  const directory = path.join(project, 'node_modules', packageName)
  const { bin } = JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8'))
  return [process.execPath, path.join(directory, typeof bin === 'string' ? bin : bin[command])]
}

/**
 * @param {readonly string[]} commandLine
 * @param {{ buffered: boolean, env?: NodeJS.ProcessEnv, directory?: string }} options
 * @returns {Promise<CommandOutcome>}
 */
export function runCommand([command = '', ...args], { buffered, env = process.env, directory = project }) {
  const shown = buffered ? 'pipe' : 'inherit'
  const child = spawn(command, args, { cwd: directory, env, stdio: ['ignore', shown, shown] })
  /** @type {Buffer[]} */
  const chunks = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => chunks.push(chunk))
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ ok: false, output: `${error.message}\n` }))
    child.once('close', (code) => resolve({ ok: code === 0, output: Buffer.concat(chunks).toString() }))
  })
}
