import { randomBytes } from 'node:crypto'
import { findPostgres, startCluster } from './postgres-cluster.mjs'
import { absent, said, verify, whatIsMissing } from './programs.mjs'

/**
 * Has PostgreSQL re-encrypt a table with AES-CBC of pgcrypto, each row under a fresh initialization vector, in a
 * cluster with the default settings (with fsync).
 *
 * @param {string} folder Empty, and let to the account postgres when measured by root. Its path is short enough for
 *   a socket in it.
 * @param {number} [rows] Of 64 bytes.
 * @returns {Promise<import('./programs.mjs').Peer>} The time of the one UPDATE with its commit, as psql saw it.
 */
export async function measurePgcrypto(folder, rows = 200_000) {
  const missing = await whatIsMissing(process.getuid?.() === 0 ? ['setpriv', 'id'] : [])
  if (missing !== undefined) return missing
  const programs = await findPostgres()
  if (programs === undefined) return absent('not installed: PostgreSQL')
  const cluster = await startCluster(programs, folder)
  try {
    const offered = "SELECT count(*) FROM pg_available_extensions WHERE name = 'pgcrypto';"
    if ((await cluster.sql([offered])).trim() !== '1') return absent('not installed: pgcrypto')
    const [oldKey, newKey] = [aesKey(), aesKey()]
    await cluster.sql(building(oldKey, rows))
    const timed = await cluster.sql(['\\timing on', changeOfKey(oldKey, newKey)])
    verify(said(/^UPDATE (\d+)$/m, timed) === String(rows), 'every row has been updated')
    await verifyRows(cluster, newKey, rows)
    const version = said(/^(\S+)/, await cluster.sql(['SHOW server_version;']))
    const milliseconds = Number(said(/^Time: (\d+\.\d+) ms/m, timed))
    return { available: true, rows, milliseconds, version: `PostgreSQL ${version}` }
  } finally {
    await cluster.stop()
  }
}

/**
 * @param {string} key
 * @param {number} rows
 * @returns {readonly string[]} Each plaintext follows from its id, so that every row can be verified.
 */
function building(key, rows) {
  return [
    'CREATE EXTENSION pgcrypto;',
    'CREATE TABLE credential (id integer PRIMARY KEY, iv bytea NOT NULL, ct bytea NOT NULL);',
    `INSERT INTO credential SELECT id, iv, encrypt_iv(${plaintext}, ${key}, iv, 'aes-cbc')`,
    `FROM (SELECT id, gen_random_bytes(16) AS iv FROM generate_series(1, ${rows}) AS id) AS fresh;`,
    'VACUUM ANALYZE credential;',
    'CHECKPOINT;',
  ]
}

const plaintext = "sha512(convert_to(id::text, 'UTF8'))"

/**
 * @param {string} oldKey
 * @param {string} newKey
 * @returns {string}
 */
function changeOfKey(oldKey, newKey) {
  return [
    'UPDATE credential SET (iv, ct) = (',
    `SELECT fresh.iv, encrypt_iv(decrypt_iv(ct, ${oldKey}, credential.iv, 'aes-cbc'), ${newKey}, fresh.iv, 'aes-cbc')`,
    // Without the OFFSET, the planner may put the volatile function in the place of each of the two uses.
    'FROM (SELECT gen_random_bytes(16) AS iv OFFSET 0) AS fresh);',
  ].join(' ')
}

/**
 * @param {import('./postgres-cluster.mjs').Cluster} cluster
 * @param {string} key
 * @param {number} rows
 */
async function verifyRows(cluster, key, rows) {
  const opened = await cluster.sql([
    "SELECT count(*) || ' open, ' || count(DISTINCT iv) || ' fresh' FROM credential",
    `WHERE decrypt_iv(ct, ${key}, iv, 'aes-cbc') = ${plaintext};`,
  ])
  verify(
    opened.trim() === `${rows} open, ${rows} fresh`,
    'every row opens with the new key and a vector of its own',
  )
}

/** @returns {string} As a literal of SQL. */
function aesKey() {
  return `'\\x${randomBytes(32).toString('hex')}'::bytea`
}
