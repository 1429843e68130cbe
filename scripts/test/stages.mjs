import { checkCounts } from './counts.mjs'
import { packageCommand, runCommand } from './run-command.mjs'
import { endToEndSurroundings, offerTestTools } from './surroundings.mjs'
import { runVitest } from './vitest-stage.mjs'

/**
 * @typedef {object} StageOutcome
 * @property {import('./counts.mjs').Counts} counts
 * @property {string} output What has not been shown yet.
 */

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {() => Promise<StageOutcome>} run
 */

/**
 * @typedef {object} StageGroup
 * @property {readonly Stage[]} stages Run at the same time.
 * @property {boolean} gate Whether a failure makes what comes after not worth its time.
 */

/**
 * @param {string} name
 * @param {readonly string[]} commandLine
 * @returns {Stage}
 */
function check(name, commandLine) {
  return {
    name,
    run: async () => {
      const { ok, output } = await runCommand(commandLine, { buffered: true })
      return { counts: checkCounts(ok), output }
    },
  }
}

/** @type {readonly Stage[]} */
const staticChecks = [
  check('types', [...packageCommand('typescript-7', 'tsc'), '--noEmit', '-p', 'tsconfig.json']),
  check('lint', [...packageCommand('@biomejs/biome', 'biome'), 'ci', '.']),
  check('layers', [
    ...packageCommand('dependency-cruiser', 'depcruise'),
    ...['--config', '.dependency-cruiser.mjs', 'electron', 'renderer', 'shared'],
  ]),
  check('unused', packageCommand('knip')),
]

/** @type {Stage} */
const build = {
  name: 'build',
  run: async () => {
    const script = await import('../build.mjs')
    await script.build()
    return { counts: checkCounts(true), output: '' }
  },
}

/** @type {Stage} */
const unit = {
  name: 'unit',
  run: async () => {
    offerTestTools()
    return runVitest('unit', ['core', 'component'])
  },
}

/** @type {Stage} */
const endToEnd = {
  name: 'e2e',
  run: async () => {
    const surroundings = await endToEndSurroundings()
    // This stage may have been asked for alone, and must not test yesterday's build.
    await (await import('../build.mjs')).buildIfStale()
    return runVitest('e2e', ['e2e'], surroundings)
  },
}

/** @type {readonly StageGroup[]} */
export const stageGroups = [
  { stages: staticChecks, gate: true },
  { stages: [build], gate: true },
  { stages: [unit], gate: false },
  { stages: [endToEnd], gate: false },
]
