import { randomBytes } from 'node:crypto'
import { mkdir, readdir, unlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { run, said, verify, whatIsMissing } from './programs.mjs'

/**
 * @typedef {object} Store
 * @property {string} folder
 * @property {string} entries Folder of the password store.
 * @property {Readonly<Record<string, string>>} env
 */

/**
 * Has pass re-encrypt a password store to another GnuPG key (cv25519, without a passphrase). Each entry costs two
 * processes of gpg, so that the time grows with the entries and fewer of them tell the same rate.
 *
 * @param {string} folder Empty. Its path is short enough for a socket of gpg's agent in it.
 * @param {number} [entries]
 * @returns {Promise<import('./programs.mjs').Peer>} The time of the whole `pass init` process.
 */
export async function measurePass(folder, entries = 1_000) {
  const missing = await whatIsMissing(['pass', 'gpg', 'gpgconf'])
  if (missing !== undefined) return missing
  const store = await emptyStore(folder)
  try {
    const oldKey = await generateKey(store, 'old@example.com')
    const newKey = await generateKey(store, 'new@example.com')
    const secrets = Array.from({ length: entries }, () => randomBytes(32).toString('base64'))
    await execute(store, 'pass', ['init', oldKey])
    await fill(store, oldKey, secrets)
    const { milliseconds } = await execute(store, 'pass', ['init', newKey])
    await verifyEntries(store, oldKey, secrets)
    return { available: true, rows: entries, milliseconds, version: await versions(store) }
  } finally {
    await execute(store, 'gpgconf', ['--kill', 'all'])
  }
}

/**
 * @param {string} folder
 * @returns {Promise<Store>}
 */
async function emptyStore(folder) {
  const home = path.join(folder, 'gnupg')
  const entries = path.join(folder, 'store')
  await mkdir(home, { mode: 0o700 })
  return { folder, entries, env: { GNUPGHOME: home, PASSWORD_STORE_DIR: entries } }
}

/**
 * @param {Store} store
 * @param {string} owner
 * @returns {Promise<string>} The key's fingerprint.
 */
async function generateKey(store, owner) {
  const unprotected = ['--batch', '--pinentry-mode', 'loopback', '--passphrase', '']
  await execute(store, 'gpg', [
    ...unprotected,
    '--quick-generate-key',
    owner,
    'future-default',
    'default',
    'never',
  ])
  const { output } = await execute(store, 'gpg', ['--batch', '--with-colons', '--list-keys', owner])
  verify(/^sub:(?:[^:]*:){15}cv25519:/m.test(output), 'the keys to encrypt with are of cv25519')
  return said(/^fpr:(?:[^:]*:){8}([^:]+):/m, output)
}

/**
 * Encrypts all entries in one process, which `pass insert` does not.
 *
 * @param {Store} store
 * @param {string} key
 * @param {readonly string[]} secrets
 */
async function fill(store, key, secrets) {
  const plain = secrets.map((_, index) => path.join(store.entries, name(index)))
  await Promise.all(plain.map((file, index) => writeFile(file, `${secrets[index]}\n`)))
  const args = ['--batch', '--compress-algo=none', '--recipient', key, '--multifile', '--encrypt']
  await execute(store, 'gpg', args, plain.map((file) => `${file}\n`).join(''))
  await Promise.all(plain.map((file) => unlink(file)))
}

/**
 * @param {Store} store
 * @param {string} oldKey
 * @param {readonly string[]} secrets
 */
async function verifyEntries(store, oldKey, secrets) {
  const files = (await readdir(store.entries)).filter((file) => file.endsWith('.gpg'))
  verify(files.length === secrets.length, 'no entry is lost')
  await execute(store, 'gpg', ['--batch', '--yes', '--delete-secret-keys', oldKey])
  for (const index of [0, secrets.length - 1]) {
    const { output } = await execute(store, 'pass', ['show', name(index)])
    verify(output === `${secrets[index]}\n`, 'the first and the last entry open without the old key')
  }
}

/** @param {Store} store */
async function versions(store) {
  const pass = said(/v(\d[\d.]*)/, (await execute(store, 'pass', ['version'])).output)
  const gnupg = said(/\(GnuPG\) (\S+)/, (await execute(store, 'gpg', ['--version'])).output)
  return `pass ${pass}, GnuPG ${gnupg}`
}

/**
 * @param {Store} store
 * @param {string} program
 * @param {readonly string[]} args
 * @param {string} [input]
 */
function execute({ env, folder }, program, args, input = '') {
  return run(program, args, { env, folder, input })
}

/** @param {number} index */
function name(index) {
  return `credential-${index}`
}
