import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const peakMemory = fileURLToPath(new URL('./peak-memory.cjs', import.meta.url))

/**
 * @typedef {object} ProgramMeasured
 * @property {number} milliseconds Of the whole process.
 * @property {number} firstOutput Milliseconds from the spawn to the first of its results; NaN without any.
 * @property {number} mebibytes The most it has had resident; NaN unless `weigh` was given.
 * @property {number} lines Of results.
 */

/**
 * Runs Node.
 *
 * @param {readonly string[]} args
 * @param {{ dataDirectory?: string, input?: string, weigh?: boolean }} [options]
 * @returns {Promise<ProgramMeasured>}
 */
export async function runNode(args, { dataDirectory, input = '', weigh = false } = {}) {
  const env = { ...process.env, ...(dataDirectory && { SSO_DATA_DIR: dataDirectory }) }
  const spawned = performance.now()
  const child = spawn(process.execPath, [...(weigh ? ['--require', peakMemory] : []), ...args], { env })
  const ended = once(child, 'close')
  let firstOutput = Number.NaN
  let lines = 0
  let said = ''
  child.stdout.on('data', (/** @type {Buffer} */ chunk) => {
    if (lines === 0) firstOutput = performance.now() - spawned
    for (const byte of chunk) if (byte === 0x0a) lines += 1
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said += text
  })
  let exited = Number.NaN
  child.once('exit', () => {
    exited = performance.now()
  })
  child.stdin.end(input)
  const [code] = await ended
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${said}`)
  const mebibytes = Number(/^bench:peak (\d+)$/m.exec(said)?.[1] ?? Number.NaN) / 1024
  return { milliseconds: exited - spawned, firstOutput, mebibytes, lines }
}

/**
 * Runs one of the command lines as it is shipped.
 *
 * @param {'ssoconfig' | 'ssomanage' | 'ssoclient'} name
 * @param {readonly string[]} args
 * @param {Parameters<typeof runNode>[1]} [options]
 */
export function runProgram(name, args, options) {
  return runNode([fileURLToPath(new URL(`../../../dist/cli/${name}.js`, import.meta.url)), ...args], options)
}
