/** Prints the tables of docs/benchmarks.md. Needs a display and a build: start it as `npm run bench`. */
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { electronRuntime } from '../../scripts/electron-runtime.mjs'
import { cliRows, measureCliRound, prepareCli } from './cli/cli.mjs'
import { benchDatabase } from './database/run.mjs'
import { describeMachine, limitRow, ratioRow, table } from './report.mjs'
import { measureRound, password, prepare } from './rounds.mjs'

const LEAST_ROUNDS = 5

/** @typedef {import('./rounds.mjs').Round & { cli: import('./cli/cli.mjs').CliRound }} Round */

/** @param {readonly Round[]} rounds */
function rows(rounds) {
  return [...consoleRows(rounds), ...generateRows(rounds), ...cliRows(rounds.map(({ cli }) => cli))]
}

/** @param {readonly Round[]} rounds */
function consoleRows(rounds) {
  const each = (/** @type {(round: Round) => number} */ pick) => rounds.map(pick)
  return [
    ratioRow({
      measure: 'Start to painted tree, ms (blank window)',
      ours: each(({ console }) => console.painted),
      reference: each(({ blank }) => blank.painted),
      bar: 1.15,
    }),
    ratioRow({
      measure: 'Start to system described, ms (blank window)',
      ours: each(({ console }) => console.settled),
      reference: each(({ blank }) => blank.settled),
    }),
    ratioRow({
      measure: 'Generate, click to result, ms (age -p)',
      ours: each(({ generate }) => generate.clickToResult),
      reference: each(({ age }) => age.encryption),
      bar: 1.35,
    }),
    ratioRow({
      measure: 'The same (age -p a second time, at once)',
      ours: each(({ generate }) => generate.clickToResult),
      reference: each(({ age }) => age.again),
    }),
    limitRow({
      measure: 'Longest main-process gap during it, ms',
      ours: each(({ generate }) => generate.longestMainGap),
      bar: 50,
    }),
    limitRow({
      measure: 'Longest renderer gap during it, ms',
      ours: each(({ generate }) => generate.longestPageGap),
      bar: 50,
    }),
    ratioRow({
      measure: 'Memory when idle, MiB PSS (blank window)',
      ours: each(({ console }) => console.mebibytes),
      reference: each(({ blank }) => blank.mebibytes),
      bar: 1.25,
    }),
    ratioRow({
      measure: 'Memory after one generate, MiB PSS (before it)',
      ours: each(({ generate }) => generate.idleAfter),
      reference: each(({ generate }) => generate.idleBefore),
    }),
  ]
}

/** @param {readonly Round[]} rounds */
function generateRows(rounds) {
  const each = (/** @type {(round: Round) => number} */ pick) => rounds.map(pick)
  return [
    ratioRow({
      measure: 'ssoconfig -generateSecret less the start of Node, ms (age -p)',
      ours: each(({ cli, ssoconfig }) => ssoconfig - cli.starts.node),
      reference: each(({ age }) => age.encryption),
      bar: 1.35,
    }),
    ratioRow({
      measure: 'The same, whole (whole age -p)',
      ours: each(({ ssoconfig }) => ssoconfig),
      reference: each(({ age }) => age.whole),
      bar: 1.5,
    }),
  ]
}

/** @param {readonly Round[]} rounds */
function processesOfLast(rounds) {
  const last = rounds.at(-1)
  return [
    `Processes, MiB PSS, last round: console ${last?.console.processes.join(', ')}`,
    `                                blank   ${last?.blank.processes.join(', ')}`,
  ].join('\n')
}

/** @param {number} roundCount */
async function bench(roundCount) {
  const { executable, version } = await electronRuntime()
  console.log(`npm run bench -- --rounds ${roundCount}\n${describeMachine(version)}\n`)
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sso-bench-'))
  try {
    const { firstStart, ...prepared } = await prepare(executable, folder)
    const cli = await prepareCli(folder, password)
    const rounds = []
    for (let number = 0; number < roundCount; number += 1) {
      const round = await measureRound(prepared, number)
      rounds.push({ ...round, cli: await measureCliRound(cli, number) })
      process.stderr.write(`round ${number + 1} of ${roundCount}\n`)
    }
    const measured = rows(rounds)
    console.log(`${table(measured)}\n`)
    console.log(
      `First start, nothing cached: ${firstStart.console.toFixed(0)} ms, `.concat(
        `blank window ${firstStart.blank.toFixed(0)} ms`,
      ),
    )
    console.log(processesOfLast(rounds))
    const consoleMeets = measured.every(({ passes }) => passes)
    return (await benchDatabase(executable, roundCount)) && consoleMeets
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' } } })
const roundCount = Number(values.rounds)
if (!(Number.isInteger(roundCount) && roundCount >= LEAST_ROUNDS)) {
  console.error(`--rounds takes a whole number from ${LEAST_ROUNDS} up`)
  process.exitCode = 2
} else if (!(await bench(roundCount))) {
  process.exitCode = 1
}
