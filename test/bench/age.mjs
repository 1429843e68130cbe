import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { stat } from 'node:fs/promises'

/**
 * @typedef {object} AgeMeasured
 * @property {number} encryption Milliseconds from the confirmed passphrase to the end of the process.
 * @property {number} whole Milliseconds of the whole process, the answering of its two questions included.
 */

/**
 * The second of two encryptions. On a virtual machine the first to touch its 256 MiB may wait for the host to hand
 * them out and take twice as long, which must not make the console look fast.
 *
 * @param {{ plaintext: string, encrypted: string, passphrase: string }} what
 * @returns {Promise<AgeMeasured>}
 */
export async function measureAge({ encrypted, passphrase, plaintext }) {
  await encryptWithAge({ encrypted: `${encrypted}.warm-up`, passphrase, plaintext })
  return encryptWithAge({ encrypted, passphrase, plaintext })
}

/**
 * Encrypts a file with the distribution's `age -p`, which takes a passphrase from a terminal only: `script` makes
 * it one. Its default work factor is 18, as ours.
 *
 * @param {{ plaintext: string, encrypted: string, passphrase: string }} what
 * @returns {Promise<AgeMeasured>}
 */
async function encryptWithAge({ encrypted, passphrase, plaintext }) {
  const command = `exec age -p -o '${encrypted}' '${plaintext}'`
  const spawned = performance.now()
  const terminal = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'])
  const ended = once(terminal, 'exit')
  let confirmed = Number.NaN
  terminal.stdout.setEncoding('utf8')
  terminal.stdout.on('data', (text) => {
    if (!/Enter passphrase|Confirm passphrase/.test(text)) return
    terminal.stdin.write(`${passphrase}\n`)
    if (/Confirm passphrase/.test(text)) confirmed = performance.now()
  })
  const [code] = await ended
  const now = performance.now()
  // The exit code of age: an encryption that failed would be a fast one.
  if (code !== 0 || (await stat(encrypted)).size === 0) throw new Error(`age ended with ${code}`)
  return { encryption: now - confirmed, whole: now - spawned }
}
