import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'

/** How long the machine has had nothing to do before a generate or an encryption. */
export const IDLE_BEFORE_MS = 1_500

/**
 * @typedef {object} AgeMeasured
 * @property {number} encryption Milliseconds from the confirmed passphrase to the end of the process.
 * @property {number} again The same, of a second encryption right after the first.
 * @property {number} whole Milliseconds of the whole process, the answering of its two questions included.
 */

/**
 * Encrypts twice, after the same pause as the console's generate has before it. The pause matters: when a virtual
 * machine has idled for some seconds, 256 MiB may take its host twice as long to hand out.
 *
 * @param {{ plaintext: string, encrypted: string, passphrase: string }} what
 * @returns {Promise<AgeMeasured>}
 */
export async function measureAge({ encrypted, passphrase, plaintext }) {
  await pause(IDLE_BEFORE_MS)
  const first = await encryptWithAge({ encrypted, passphrase, plaintext })
  const second = await encryptWithAge({ encrypted: `${encrypted}.again`, passphrase, plaintext })
  return { ...first, again: second.encryption }
}

/**
 * Encrypts a file with the distribution's `age -p`, which takes a passphrase from a terminal only: `script` makes
 * it one. Its default work factor is 18, as ours.
 *
 * @param {{ plaintext: string, encrypted: string, passphrase: string }} what
 * @returns {Promise<{ encryption: number, whole: number }>}
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
