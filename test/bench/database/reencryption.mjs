import { copyFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { floorRow, limitRow } from '../report.mjs'
import { percentile } from '../statistics.mjs'
import { runChild, startChild } from './run-child.mjs'

export const MILLION = 1_000_000
const SMALL = 100_000

/** What one naive row takes is measured with fewer rows, or it would take most of the time. */
const NAIVE_ROWS = 100_000

/** @typedef {import('../report.mjs').Row} Row */

/**
 * @typedef {object} Databases
 * @property {string} script
 * @property {string} electron
 * @property {string} million
 * @property {string} small
 */

/**
 * @param {string} script
 * @param {string} folder
 * @param {string} electron
 * @returns {Promise<Databases>}
 */
export async function prepareDatabases(script, folder, electron) {
  const million = path.join(folder, 'million.db')
  const small = path.join(folder, 'small.db')
  await runChild(script, { what: 'fill', database: million, rows: MILLION })
  await runChild(script, { what: 'fill', database: small, rows: SMALL })
  return { script, electron, million, small }
}

/**
 * One of each, one after the other, in rows per second; in every other round in the opposite order.
 *
 * @param {Databases} databases
 * @param {number} number
 */
export async function measureRound({ electron, million, script, small }, number) {
  const big = { database: million, rows: MILLION }
  const rate = (/** @type {any} */ { milliseconds }, rows = MILLION) => (rows * 1000) / milliseconds
  /** @type {Record<string, () => Promise<any>>} */
  const measures = {
    plain: async () => rate(await runChild(script, { ...big, what: 'plain' })),
    set: async () => rate(await runChild(script, { ...big, what: 'set' })),
    naive: async () =>
      rate(await runChild(script, { database: small, rows: NAIVE_ROWS, what: 'naive' }), NAIVE_ROWS),
    ours: () => runChild(script, { ...big, what: 'ours' }),
    single: async () => rate(await runChild(script, { ...big, what: 'single' })),
    smallOurs: () => runChild(script, { database: small, rows: SMALL, what: 'ours' }),
    app: async () => rate(await runChild(script, { ...big, what: 'app' })),
    electron: () => runChild(script, { ...big, what: 'app', electron }),
  }
  const inOrder = Object.entries(measures)
  /** @type {Record<string, any>} */
  const measured = {}
  for (const [name, measure] of number % 2 === 0 ? inOrder : inOrder.reverse())
    measured[name] = await measure()
  const { electron: inElectron, ours, smallOurs, ...rates } = measured
  return {
    ...rates,
    ours: rate(ours),
    mebibytes: ours.mebibytes,
    small: rate(smallOurs, SMALL),
    smallMebibytes: smallOurs.mebibytes,
    electron: rate(inElectron),
    gap: inElectron.longestGap,
  }
}

/**
 * @param {readonly any[]} rounds
 * @returns {readonly Row[]}
 */
export function reencryptionRows(rounds) {
  const each = (/** @type {string} */ name) => rounds.map((round) => round[name])
  const compare = (
    /** @type {string} */ measure,
    /** @type {string} */ ours,
    /** @type {string} */ with_,
    bar = 0,
  ) => floorRow({ measure, ours: each(ours), reference: each(with_), bar })
  return [
    compare('Re-encryption of 1M, rows/s (an UPDATE a row, no crypto)', 'ours', 'plain', 1.1),
    compare('The same (set-based UPDATE, no crypto)', 'ours', 'set', 0.5),
    compare('The same (a cipher and an UPDATE a row)', 'ours', 'naive', 10),
    compare('On one thread, rows/s (an UPDATE a row, no crypto)', 'single', 'plain', 0.65),
    compare('In Electron, rows/s (in Node)', 'electron', 'app', 0.9),
    compare('At 1M, rows/s (at 100k)', 'ours', 'small', 0.8),
    limitRow({
      measure: 'Peak memory at 1M over that at 100k',
      ours: each('mebibytes').map((value, at) => value / each('smallMebibytes')[at]),
      bar: 1.3,
      digits: 2,
    }),
    limitRow({ measure: 'Longest main-process gap in Electron, ms', ours: each('gap'), bar: 50 }),
  ]
}

/**
 * What others notice while it runs.
 *
 * @param {Databases} databases
 * @returns {Promise<readonly Row[]>}
 */
export async function measureOthers({ million, script }) {
  const order = { database: million, rows: MILLION }
  const { times: held } = await runChild(script, { ...order, what: 'holds' })
  const copy = `${million}.shared`
  await copyFile(million, copy)
  const shared = { rows: MILLION, database: copy }
  const idle = await hammered(script, { ...shared, what: 'read' }, () => pause(3_000))
  const run = async () => {
    const child = startChild(script, { ...shared, what: 'ours' })
    await child.next()
    await child.ended()
  }
  const reads = await hammered(script, { ...shared, what: 'read' }, run)
  for (const suffix of ['', '-wal', '-shm']) await rm(copy + suffix, { force: true })
  await copyFile(million, copy)
  const writes = await hammered(script, { ...shared, what: 'write' }, run)
  for (const suffix of ['', '-wal', '-shm']) await rm(copy + suffix, { force: true })
  return [
    limitRow({
      measure: 'Reader in another process, p99 ms',
      ours: [percentile(reads, 0.99)],
      bar: Math.max(1, 2 * percentile(idle, 0.99)),
      digits: 2,
    }),
    limitRow({ measure: 'Write lock held, p99 ms', ours: [percentile(held, 0.99)], bar: 25, digits: 1 }),
    limitRow({
      measure: 'Writer of a row in another process, p99 ms',
      ours: [percentile(writes, 0.99)],
      bar: 200,
      digits: 1,
    }),
  ]
}

/**
 * @param {string} script
 * @param {import('./run-child.mjs').ChildOrder} order
 * @param {() => Promise<void>} during
 * @returns {Promise<readonly number[]>} Milliseconds of each read or write.
 */
async function hammered(script, order, during) {
  const child = startChild(script, order)
  await child.next()
  await during()
  child.stop()
  const { times } = await child.next()
  await child.ended()
  return times
}
