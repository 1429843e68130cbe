/** Prints the second table of docs/benchmarks.md: the SSO database. Start it as `npm run bench`. */
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { table } from '../report.mjs'
import { measureOthers, measureRound, prepareDatabases, reencryptionRows } from './reencryption.mjs'
import { buildChild } from './run-child.mjs'

/**
 * @param {string} electron The executable.
 * @param {number} roundCount
 * @returns {Promise<boolean>} Whether every bar is met.
 */
export async function benchDatabase(electron, roundCount) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sso-bench-database-'))
  try {
    const databases = await prepareDatabases(await buildChild(), folder, electron)
    const rounds = []
    for (let number = 0; number < roundCount; number += 1) {
      rounds.push(await measureRound(databases, number))
      process.stderr.write(`database round ${number + 1} of ${roundCount}\n`)
    }
    const rows = [...reencryptionRows(rounds), ...(await measureOthers(databases))]
    console.log(`\n${table(rows)}`)
    return rows.every(({ passes }) => passes)
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}
