import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm, stat } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { IDLE_BEFORE_MS } from '../age.mjs'

/**
 * Decrypts a file with the distribution's `age -d`, which takes a passphrase from a terminal only: `script` makes it
 * one. It starts after the same pause as the verification that it is compared with.
 *
 * @param {{ encrypted: string, plaintext: string, passphrase: string }} what
 * @returns {Promise<{ decryption: number, whole: number }>} Milliseconds from the passphrase to the end of the
 * process, and those of the whole process.
 */
export async function measureAgeDecrypt({ encrypted, passphrase, plaintext }) {
  await rm(plaintext, { force: true })
  await pause(IDLE_BEFORE_MS)
  const command = `exec age -d -o '${plaintext}' '${encrypted}'`
  const spawned = performance.now()
  const terminal = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'])
  const ended = once(terminal, 'exit')
  let typed = Number.NaN
  terminal.stdout.setEncoding('utf8').on('data', (text) => {
    if (!text.includes('Enter passphrase')) return
    terminal.stdin.write(`${passphrase}\n`)
    typed = performance.now()
  })
  const [code] = await ended
  const now = performance.now()
  if (code !== 0 || (await stat(plaintext)).size === 0) throw new Error(`age -d ended with ${code}`)
  return { decryption: now - typed, whole: now - spawned }
}
