import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { run, verify, whatIsMissing } from './programs.mjs'

const PROGRAM = 'keepassxc-cli'

const oldPassword = 'correct-horse-battery-staple-1066'
const newPassword = 'staple-battery-horse-correct-1815'

/**
 * Has KeePassXC change the password of a database. It decrypts and writes the whole file anew, and derives a key
 * of either password at its command line's default cost.
 *
 * @param {string} folder Empty.
 * @param {number} [entries]
 * @returns {Promise<import('./programs.mjs').Peer>} The time of the whole `db-edit` process.
 */
export async function measureKeepassxc(folder, entries = 10_000) {
  const missing = await whatIsMissing([PROGRAM])
  if (missing !== undefined) return missing
  const version = (await keepassxc(folder, ['--version'])).output.trim()
  const secrets = Array.from({ length: entries }, () => randomBytes(32).toString('base64'))
  const exported = path.join(folder, 'export.xml')
  const database = path.join(folder, 'credentials.kdbx')
  await writeFile(exported, xmlExport(secrets))
  await keepassxc(folder, ['import', '--set-password', exported, database], [oldPassword, oldPassword])
  const answers = [oldPassword, newPassword, newPassword]
  const { milliseconds } = await keepassxc(folder, ['db-edit', '--set-password', database], answers)
  await verifyEntries(folder, database, secrets)
  return { available: true, rows: entries, milliseconds, version: `KeePassXC ${version}` }
}

/**
 * @param {string} folder
 * @param {string} database
 * @param {readonly string[]} secrets
 */
async function verifyEntries(folder, database, secrets) {
  const last = secrets.length - 1
  const show = ['show', '--quiet', '--attributes', 'Password', database, title(last)]
  const shown = (await keepassxc(folder, show, [newPassword])).output.trim()
  verify(shown === secrets[last], 'the last entry opens with the new password')
  const listed = (await keepassxc(folder, ['ls', '--quiet', database], [newPassword])).output
  verify(listed.trim().split('\n').length === secrets.length, 'no entry is lost')
  const opened = await keepassxc(folder, show, [oldPassword]).then(
    () => true,
    () => false,
  )
  verify(!opened, 'the old password is refused')
}

/**
 * @param {string} folder
 * @param {readonly string[]} args
 * @param {readonly string[]} [answers] To the questions it asks.
 */
function keepassxc(folder, args, answers = []) {
  const input = answers.map((answer) => `${answer}\n`).join('')
  return run(PROGRAM, args, { folder, input, env: { QT_QPA_PLATFORM: 'offscreen' } })
}

/**
 * @param {readonly string[]} secrets
 * @returns {string} What KeePass exports, with an entry for each secret.
 */
function xmlExport(secrets) {
  const entries = secrets.map((secret, index) =>
    [
      `<Entry><UUID>${uuid()}</UUID>`,
      field('Title', title(index)),
      field('UserName', `DOMAIN\\user${index}`),
      `<String><Key>Password</Key><Value ProtectInMemory="True">${secret}</Value></String></Entry>`,
    ].join(''),
  )
  const group = `<Group><UUID>${uuid()}</UUID><Name>Root</Name>${entries.join('\n')}</Group>`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<KeePassFile><Meta/><Root>${group}</Root></KeePassFile>\n`
}

/**
 * @param {string} key
 * @param {string} value
 */
function field(key, value) {
  return `<String><Key>${key}</Key><Value>${value}</Value></String>`
}

/** @param {number} index */
function title(index) {
  return `credential-${index}`
}

function uuid() {
  return randomBytes(16).toString('base64')
}
