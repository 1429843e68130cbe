import { spawn } from 'node:child_process'
import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import path from 'node:path'

/**
 * One run of a peer: it changed the key of `rows` stored credentials in `milliseconds`, and they were found to open
 * with the new key afterwards.
 *
 * @typedef {object} PeerMeasured
 * @property {true} available
 * @property {number} rows
 * @property {number} milliseconds Of the change of the key alone.
 * @property {string} version As the program tells it.
 */

/**
 * @typedef {object} PeerAbsent
 * @property {false} available
 * @property {string} reason
 */

/** @typedef {PeerMeasured | PeerAbsent} Peer */

/**
 * @typedef {object} Surroundings
 * @property {string} folder Where it runs, and its home: it sees none of the settings of whoever measures.
 * @property {string} [input] For its standard input.
 * @property {Readonly<Record<string, string>>} [env]
 */

/** The folders of the PATH. */
export const searched = (process.env.PATH ?? '').split(path.delimiter)

/**
 * @param {readonly string[]} names
 * @returns {Promise<PeerAbsent | undefined>} Nothing when all the programs are installed.
 */
export async function whatIsMissing(names) {
  if (process.platform !== 'linux') return absent('peers are measured on Linux only')
  const found = await Promise.all(names.map((name) => findProgram(name, searched)))
  const missing = names.filter((_, index) => found[index] === undefined)
  return missing.length === 0 ? undefined : absent(`not installed: ${missing.join(', ')}`)
}

/**
 * @param {string} reason
 * @returns {PeerAbsent}
 */
export function absent(reason) {
  return { available: false, reason }
}

/**
 * @param {string} name
 * @param {readonly string[]} folders
 * @returns {Promise<string | undefined>} The path of the first one that may be executed.
 */
export async function findProgram(name, folders) {
  for (const folder of folders) {
    const program = path.join(folder, name)
    const executable = await access(program, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (executable) return program
  }
  return undefined
}

/**
 * Runs a program to its end.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {Surroundings} surroundings
 * @returns {Promise<{ output: string, milliseconds: number }>} The time from the spawn to the end of the process.
 * @throws {Error} When it ends with anything but 0: a change of key that failed would be a fast one.
 */
export async function run(program, args, { env = {}, folder, input = '' }) {
  const spawned = performance.now()
  const child = spawn(program, args, { cwd: folder, env: environment(folder, env) })
  let output = ''
  let complaints = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    complaints += text
  })
  // A program that ends before it has read everything is told on by its exit code.
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const { code, ended } = await ending(child)
  if (code !== 0) throw new Error(`${path.basename(program)} ended with ${code}: ${complaints.trim()}`)
  return { output, milliseconds: ended - spawned }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<{ code: number | null, ended: number }>} Once its output has been read as well.
 */
function ending(child) {
  return new Promise((resolve, reject) => {
    let ended = Number.NaN
    child.once('error', reject)
    child.once('exit', () => {
      ended = performance.now()
    })
    child.once('close', (code) => resolve({ code, ended }))
  })
}

/**
 * @param {string} folder
 * @param {Readonly<Record<string, string>>} [additions]
 * @returns {Record<string, string>}
 */
export function environment(folder, additions = {}) {
  return { PATH: searched.join(path.delimiter), HOME: folder, LC_ALL: 'C.UTF-8', ...additions }
}

/**
 * @param {RegExp} pattern With one group.
 * @param {string} output
 * @returns {string} What the group matched.
 * @throws {Error} When the program did not say what it was expected to.
 */
export function said(pattern, output) {
  const found = pattern.exec(output)?.[1]
  if (found === undefined) throw new Error(`Expected ${pattern} in: ${output.slice(0, 500)}`)
  return found
}

/**
 * @param {boolean} holds
 * @param {string} what Should have held after the change of the key.
 * @throws {Error} When it does not: then the time means nothing.
 */
export function verify(holds, what) {
  if (!holds) throw new Error(`After the change of the key this does not hold: ${what}`)
}
