import { execFileSync } from 'node:child_process'
import os from 'node:os'
import { median, ratiosByRound, summary } from './statistics.mjs'

/**
 * @typedef {object} Row
 * @property {string} measure
 * @property {string} console
 * @property {string} reference
 * @property {string} ratio Empty where nothing is compared.
 * @property {string} bar Empty where there is none.
 * @property {boolean} passes
 */

/**
 * @param {object} compared
 * @param {string} compared.measure
 * @param {readonly number[]} compared.ours
 * @param {readonly number[]} compared.reference By round, as `ours`.
 * @param {number} [compared.bar] The highest ratio that passes.
 * @returns {Row}
 */
export function ratioRow({ bar, measure, ours, reference }) {
  const ratios = ratiosByRound(ours, reference)
  return {
    ...compared(measure, ours, reference, ratios),
    bar: bar === undefined ? '' : `≤ ×${bar.toFixed(2)}`,
    passes: bar === undefined || median(ratios) <= bar,
  }
}

/**
 * @param {object} compared
 * @param {string} compared.measure
 * @param {readonly number[]} compared.ours The more the better.
 * @param {readonly number[]} compared.reference By round, as `ours`.
 * @param {number} [compared.bar] The lowest ratio that passes; 0 for none.
 * @returns {Row}
 */
export function floorRow({ bar = 0, measure, ours, reference }) {
  const ratios = ratiosByRound(ours, reference)
  return {
    ...compared(measure, ours, reference, ratios),
    bar: bar === 0 ? '' : `≥ ×${bar}`,
    passes: median(ratios) >= bar,
  }
}

/**
 * @param {string} measure
 * @param {readonly number[]} ours
 * @param {readonly number[]} reference
 * @param {readonly number[]} ratios
 */
function compared(measure, ours, reference, ratios) {
  return { measure, console: summary(ours), reference: summary(reference), ratio: `×${summary(ratios, 2)}` }
}

/**
 * @param {object} limited
 * @param {string} limited.measure
 * @param {readonly number[]} limited.ours
 * @param {number} [limited.bar] The highest value that passes.
 * @param {number} [limited.digits]
 * @returns {Row}
 */
export function limitRow({ bar, digits = 0, measure, ours }) {
  return {
    measure,
    console: ours.length === 1 ? (ours[0] ?? Number.NaN).toFixed(digits) : summary(ours, digits),
    reference: '',
    ratio: '',
    bar: bar === undefined ? '' : `≤ ${Number(bar.toFixed(digits))}`,
    passes: bar === undefined || median(ours) <= bar,
  }
}

/**
 * @param {object} limited
 * @param {string} limited.measure
 * @param {readonly number[]} limited.ours
 * @param {number} limited.bar The lowest value that passes.
 * @returns {Row}
 */
export function leastRow({ bar, measure, ours }) {
  const passes = median(ours) >= bar
  return { measure, console: summary(ours), reference: '', ratio: '', bar: `≥ ${bar}`, passes }
}

/**
 * @param {readonly Row[]} rows
 * @returns {string} Markdown that reads as a table in a terminal too.
 */
export function table(rows) {
  const cells = [
    ['Measure', 'Console', 'Compared with', 'Ratio', 'Bar', ''],
    ...rows.map((row) => [row.measure, row.console, row.reference, row.ratio, row.bar, verdict(row)]),
  ]
  const widths =
    cells[0]?.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0))) ?? []
  const lines = cells.map(
    (line) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  )
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  return [lines[0], rule, ...lines.slice(1)].join('\n')
}

/** @param {Row} row */
function verdict({ bar, passes }) {
  if (bar === '') return ''
  return passes ? 'pass' : 'MISS'
}

/** @param {string} electronVersion */
export function describeMachine(electronVersion) {
  const [cpu] = os.cpus()
  const age = execFileSync('age', ['--version'], { encoding: 'utf8' }).trim()
  return [
    `${os.cpus().length} × ${cpu?.model.trim()}, ${(os.totalmem() / 2 ** 30).toFixed(0)} GiB, ${os.type()} ${os.release()}`,
    `Node ${process.versions.node}, Electron ${electronVersion}, age ${age}`,
    `load average before the first round: ${os.loadavg()[0]?.toFixed(2)}`,
  ].join('\n')
}
