import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { run, said, verify, whatIsMissing } from './programs.mjs'

const PROGRAM = 'sqlcipher'

/**
 * Has SQLCipher change the raw key (no derivation) of a database in WAL mode. It re-encrypts pages, not
 * credentials, in one transaction.
 *
 * @param {string} folder Empty.
 * @param {number} [rows] Of 64 bytes.
 * @returns {Promise<import('./programs.mjs').Peer>} The time of the one statement, in steps of a millisecond.
 */
export async function measureSqlcipher(folder, rows = 200_000) {
  const missing = await whatIsMissing([PROGRAM])
  if (missing !== undefined) return missing
  const [oldKey, newKey] = [rawKey(), rawKey()]
  const version = said(/^(\d+\.\d+\.\d+)/m, await sqlcipher(folder, ['PRAGMA cipher_version;']))
  await build(folder, oldKey, rows)
  const before = await content(folder, oldKey)
  const timed = await sqlcipher(folder, [
    `PRAGMA key = ${oldKey};`,
    'SELECT count(*) FROM credential;',
    '.timer on',
    `PRAGMA rekey = ${newKey};`,
    '.timer off',
    'PRAGMA journal_mode;',
  ])
  verify(/^wal$/m.test(timed), 'the journal is a WAL')
  await verifyRows(folder, { oldKey, newKey }, before)
  const milliseconds = Number(said(/Run Time: real (\d+\.\d+)/, timed)) * 1_000
  return { available: true, rows, milliseconds, version: `SQLCipher ${version}` }
}

/**
 * @param {string} folder
 * @param {string} key
 * @param {number} rows
 */
async function build(folder, key, rows) {
  await sqlcipher(folder, [
    `PRAGMA key = ${key};`,
    'PRAGMA journal_mode = wal;',
    'CREATE TABLE credential (id INTEGER PRIMARY KEY, secret BLOB NOT NULL);',
    `WITH RECURSIVE ids(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM ids WHERE id < ${rows})`,
    'INSERT INTO credential SELECT id, randomblob(64) FROM ids;',
  ])
}

/**
 * @param {string} folder
 * @param {{ oldKey: string, newKey: string }} keys
 * @param {string} before
 */
async function verifyRows(folder, { newKey, oldKey }, before) {
  verify((await content(folder, newKey)) === before, 'the rows open with the new key')
  const opened = await content(folder, oldKey).then(
    () => true,
    () => false,
  )
  verify(!opened, 'the old key is refused')
}

/**
 * @param {string} folder
 * @param {string} key
 * @returns {Promise<string>} The number of rows, and the first and the last of them.
 */
function content(folder, key) {
  return sqlcipher(folder, [
    `PRAGMA key = ${key};`,
    'SELECT count(*), sum(length(secret)) FROM credential;',
    'SELECT hex(secret) FROM credential WHERE id IN (1, (SELECT max(id) FROM credential)) ORDER BY id;',
  ])
}

/**
 * @param {string} folder
 * @param {readonly string[]} lines
 */
async function sqlcipher(folder, lines) {
  const input = lines.map((line) => `${line}\n`).join('')
  const { output } = await run(PROGRAM, ['-batch', '-bail', path.join(folder, 'credentials.db')], {
    folder,
    input,
  })
  return output
}

/** @returns {string} As a literal of SQL. */
function rawKey() {
  return `"x'${randomBytes(32).toString('hex')}'"`
}
