import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { ElectronRuntimeError } from './error.mjs'

const run = promisify(execFile)
const downloadLimit = 30 * 60_000
/** Whatever is stopped writes no more. */
const killSignal = 'SIGKILL'

/**
 * Fetches a package archive with the user's own npm, so with their registry, proxy and credentials.
 *
 * @param {string} spec Name and exact version.
 * @param {string} directory
 * @param {AbortSignal} signal
 * @returns {Promise<string>} The archive.
 */
export async function packFromNpm(spec, directory, signal) {
  // A cache of its own, thrown away with the directory: the user's would keep a second copy for ever.
  const cache = path.join(directory, 'npm-cache')
  const args = ['pack', spec, '--pack-destination', directory, '--cache', cache, '--loglevel', 'error']
  await run('npm', args, { cwd: directory, timeout: downloadLimit, signal, killSignal })
  const archive = (await readdir(directory)).find((name) => name.endsWith('.tgz'))
  if (!archive) throw new Error(`npm pack ${spec} ended without an error, but left no archive`)
  return path.join(directory, archive)
}

/**
 * @param {string} file
 * @param {string} integrity Subresource-integrity form, sha512.
 * @param {AbortSignal} signal
 * @throws {ElectronRuntimeError} `IntegrityMismatch`
 */
export async function checkIntegrity(file, integrity, signal) {
  const hash = createHash('sha512')
  await pipeline(createReadStream(file), hash, { signal })
  if (`sha512-${hash.digest('base64')}` === integrity) return
  throw new ElectronRuntimeError(
    'IntegrityMismatch',
    `the fetched ${path.basename(file)} is not the one this project trusts; nothing of it was unpacked`,
  )
}

/**
 * @param {string} archive
 * @param {string} member Path inside the package.
 * @param {string} directory
 * @param {AbortSignal} signal
 * @returns {Promise<string>} The unpacked file.
 */
export async function unpackMember(archive, member, directory, signal) {
  await run('tar', ['-xzf', archive, '-C', directory, `package/${member}`], { signal, killSignal })
  return path.join(directory, 'package', member)
}
