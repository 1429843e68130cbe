/** The second table of docs/benchmarks.md: the SSO database, and others that change the key of what they keep. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { measureKeepassxc } from '../peers/keepassxc.mjs'
import { measurePass } from '../peers/pass.mjs'
import { measurePgcrypto } from '../peers/pgcrypto.mjs'
import { measureSqlcipher } from '../peers/sqlcipher.mjs'
import { table } from '../report.mjs'
import { median } from '../statistics.mjs'
import { healthRows, measureHealth } from './health.mjs'
import { measureOthers, measureRound, prepareDatabases, reencryptionRows } from './reencryption.mjs'
import { buildChild } from './run-child.mjs'
import { measureServices, peerRows, serviceRows } from './services.mjs'

/**
 * @param {string} electron The executable.
 * @param {number} roundCount
 * @returns {Promise<boolean>} Whether every bar is met.
 */
export async function benchDatabase(electron, roundCount) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sso-db-'))
  try {
    const { child, healthChild, serviceChild } = await buildChild()
    const databases = await prepareDatabases(child, folder, electron)
    const sweeps = []
    const services = []
    const checks = []
    for (let number = 0; number < roundCount; number += 1) {
      sweeps.push(await measureRound(databases, number))
      services.push(await measureServices(serviceChild, path.join(folder, `services-${number}`), number))
      checks.push(await measureHealth(healthChild, databases, number))
      process.stderr.write(`database round ${number + 1} of ${roundCount}\n`)
    }
    const rows = [
      ...reencryptionRows(sweeps),
      ...(await measureOthers(databases)),
      ...healthRows(checks),
      ...serviceRows(services),
    ]
    const peers = peerRows(await measurePeers(folder), median(sweeps.map(({ ours }) => ours)))
    rows.push(...peers.rows)
    console.log(`\n${table(rows)}\n`)
    for (const note of peers.notes) console.log(note)
    console.log('SQLCipher re-keys pages, not credentials, in one transaction that cannot be resumed.')
    return rows.every(({ passes }) => passes)
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** pass takes two processes an entry, so that fewer will do. */
const PASS_ENTRIES = 100

/** @param {string} folder */
async function measurePeers(folder) {
  const empty = async (/** @type {string} */ name) => {
    await mkdir(path.join(folder, name))
    return path.join(folder, name)
  }
  return {
    keepassxc: await measureKeepassxc(await empty('kp')),
    pass: await measurePass(await empty('pass'), PASS_ENTRIES),
    pgcrypto: await measurePgcrypto(await empty('pg')),
    sqlcipher: await measureSqlcipher(await empty('sc')),
  }
}
