import { floorRow, limitRow } from '../report.mjs'
import { median } from '../statistics.mjs'
import { MILLION } from './reencryption.mjs'
import { runOnce } from './run-child.mjs'

/** So many rows a second pass, however fast a bare scan is. */
const ENOUGH = 300_000

/** @typedef {import('../report.mjs').Row} Row */

/**
 * Checks a million credentials, one way after the other; in every other round in the opposite order.
 *
 * @param {string} script
 * @param {import('./reencryption.mjs').Databases} databases
 * @param {number} number
 */
export async function measureHealth(script, { electron, million }, number) {
  const order = { database: million, rows: MILLION }
  /** @type {Record<string, () => Promise<any>>} */
  const measures = {
    scan: () => runOnce(script, { ...order, what: 'scan' }),
    bare: () => runOnce(script, { ...order, what: 'bare' }),
    ours: () => runOnce(script, { ...order, what: 'ours' }),
    app: () => runOnce(script, { ...order, what: 'app', electron }),
  }
  const inOrder = Object.entries(measures)
  /** @type {Record<string, any>} */
  const measured = {}
  for (const [name, measure] of number % 2 === 0 ? inOrder : inOrder.reverse())
    measured[name] = await measure()
  return measured
}

/**
 * @param {readonly Record<string, any>[]} rounds
 * @returns {readonly Row[]}
 */
export function healthRows(rounds) {
  const each = (/** @type {string} */ name, key = 'rowsPerSecond') => rounds.map((round) => round[name][key])
  const compare = (/** @type {string} */ measure, /** @type {string} */ ours, /** @type {string} */ with_) =>
    floorRow({ measure, ours: each(ours), reference: each(with_) })
  return [
    orEnough(
      floorRow({
        measure: 'Check of 1M credentials, rows/s (a bare scan that opens each)',
        ours: each('ours'),
        reference: each('bare'),
        bar: 0.5,
      }),
      each('ours'),
    ),
    compare('The same (a scan that opens nothing)', 'ours', 'scan'),
    compare('In Electron, in a thread, rows/s (in Node)', 'app', 'ours'),
    limitRow({
      measure: 'Longest main-process gap of it in Electron, ms',
      ours: each('app', 'longestGap'),
      bar: 50,
    }),
  ]
}

/**
 * @param {Row} row
 * @param {readonly number[]} ours
 * @returns {Row} It passes with {@link ENOUGH}, too.
 */
function orEnough(row, ours) {
  return { ...row, bar: `${row.bar} or ≥ ${ENOUGH}`, passes: row.passes || median(ours) >= ENOUGH }
}
