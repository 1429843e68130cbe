import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { ratioRow } from '../report.mjs'
import { measureListMappings, prepareMappings } from './list-mappings.mjs'
import { measureCliStarts } from './starts.mjs'
import { measureAgeOpening, measureVerify, prepareBackup } from './verify.mjs'

const MANY = 100_000
const FEW = 1_000

/** @typedef {import('../report.mjs').Row} Row */

/**
 * @typedef {object} CliPrepared
 * @property {import('./verify.mjs').BackupPlace} backup
 * @property {{ dataDirectory: string, count: number }} many
 * @property {{ dataDirectory: string, count: number }} few
 */

/**
 * @typedef {object} CliRound
 * @property {import('./starts.mjs').CliStarts} starts
 * @property {number} verify
 * @property {{ decryption: number, whole: number }} ageOpening
 * @property {import('./run-program.mjs').ProgramMeasured} many
 * @property {import('./run-program.mjs').ProgramMeasured} few
 */

/**
 * @param {string} parent
 * @param {string} password
 * @returns {Promise<CliPrepared>}
 */
export async function prepareCli(parent, password) {
  const folder = path.join(parent, 'cli')
  await mkdir(folder)
  return {
    backup: await prepareBackup(folder, password),
    many: await prepareMappings(folder, MANY),
    few: await prepareMappings(folder, FEW),
  }
}

/**
 * Measures one of each, one after the other; in every other round in the opposite order.
 *
 * @param {CliPrepared} prepared
 * @param {number} number
 * @returns {Promise<CliRound>}
 */
export async function measureCliRound({ backup, few, many }, number) {
  /** @type {{ [Measure in keyof CliRound]: () => Promise<CliRound[Measure]> }} */
  const measures = {
    starts: measureCliStarts,
    verify: () => measureVerify(backup),
    ageOpening: () => measureAgeOpening(backup),
    many: () => measureListMappings(many),
    few: () => measureListMappings(few),
  }
  const inOrder = Object.entries(measures)
  const results = []
  for (const [name, measure] of number % 2 === 0 ? inOrder : inOrder.reverse()) {
    results.push([name, await measure()])
  }
  return Object.fromEntries(results)
}

/**
 * @param {readonly CliRound[]} rounds
 * @returns {readonly Row[]}
 */
export function cliRows(rounds) {
  const each = (/** @type {(round: CliRound) => number} */ pick) => rounds.map(pick)
  const start = (/** @type {'ssoconfig' | 'ssomanage' | 'ssoclient'} */ name) =>
    ratioRow({
      measure: `${name} --help, ms (node -e 0)`,
      ours: each(({ starts }) => starts[name]),
      reference: each(({ starts }) => starts.node),
      bar: 1.5,
    })
  return [
    start('ssoconfig'),
    start('ssomanage'),
    start('ssoclient'),
    ratioRow({
      measure: 'ssoconfig -verifyBackup less the start of Node, ms (age -d)',
      ours: each(({ starts, verify }) => verify - starts.node),
      reference: each(({ ageOpening }) => ageOpening.decryption),
      bar: 1.35,
    }),
    ratioRow({
      measure: 'The same, whole (whole age -d)',
      ours: each(({ verify }) => verify),
      reference: each(({ ageOpening }) => ageOpening.whole),
      bar: 1.35,
    }),
    ratioRow({
      measure: 'ssomanage -listMappings of 100,000, start to first line, ms (node -e 0)',
      ours: each(({ many }) => many.firstOutput),
      reference: each(({ starts }) => starts.node),
      bar: 3.2,
    }),
    ratioRow({
      measure: 'Peak memory of it, MiB (of 1,000)',
      ours: each(({ many }) => many.mebibytes),
      reference: each(({ few }) => few.mebibytes),
      bar: 1.2,
    }),
  ]
}
