/* Fetches a runtime that never comes, as `npm start` does on a slow network: to be interrupted meanwhile. */
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { electronRuntime } from '../../scripts/electron-runtime.mjs'

const [root = ''] = process.argv.slice(2)

/**
 * @param {string} _spec
 * @param {string} directory
 * @param {AbortSignal} signal
 */
async function fetchForEver(_spec, directory, signal) {
  writeFileSync(path.join(directory, 'half.tgz'), 'half')
  const program = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
    signal,
    killSignal: 'SIGKILL',
  })
  console.log('fetching')
  await new Promise((_resolve, reject) => program.once('error', reject))
  return ''
}

await electronRuntime({
  env: process.env,
  platform: 'linux',
  arch: 'x64',
  electronPackage: path.join(root, 'electron'),
  cacheDirectory: path.join(root, 'cache'),
  fetchPackage: fetchForEver,
  log: () => {},
})
console.log('must not be reached')
