import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('../../dist/cli/ssoconfig.js', import.meta.url))

/**
 * Runs `ssoconfig -generateSecret` on an empty data directory.
 *
 * @param {{ dataDirectory: string, backupFile: string, password: string }} what
 * @returns {Promise<number>} Milliseconds of the whole process.
 */
export async function measureSsoconfig({ backupFile, dataDirectory, password }) {
  const env = { ...process.env, SSO_DATA_DIR: dataDirectory }
  const spawned = performance.now()
  const child = spawn(process.execPath, [script, '-generateSecret', backupFile, '--password-stdin'], {
    env,
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said += text
  })
  child.stdin.end(`${password}\n`)
  const [code] = await once(child, 'exit')
  const milliseconds = performance.now() - spawned
  if (code !== 0) throw new Error(`ssoconfig ended with ${code}: ${said}`)
  return milliseconds
}
