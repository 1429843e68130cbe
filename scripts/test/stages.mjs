import { checkCounts } from './counts.mjs'
import { noAccountBecause, nodeOfVersion, withNodeForAll, withOrdinaryAccount } from './elsewhere.mjs'
import { testsForAccount, testsForNode } from './elsewhere-tests.mjs'
import { quickTests } from './quick-tests.mjs'
import { packageCommand, runCommand } from './run-command.mjs'
import { endToEndSurroundings, offerTestTools } from './surroundings.mjs'
import { runVitest } from './vitest-stage.mjs'

/**
 * @typedef {object} StageOutcome
 * @property {import('./counts.mjs').Counts} counts
 * @property {string} output What has not been shown yet.
 * @property {readonly string[]} [failures] Names of what failed, to be found at the end of a long output.
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

/** Each stage that runs dist/ may be asked for alone, and must not test yesterday's build. */
async function buildIfStale() {
  const script = await import('../build.mjs')
  await script.buildIfStale()
}

/** @type {Stage} */
const unit = {
  name: 'unit',
  run: async () => {
    offerTestTools()
    await buildIfStale()
    return runVitest('unit', ['core', 'component'])
  },
}

/** @type {Stage} Of the unit tests, what takes no process, no build and no time. */
const quickUnit = {
  name: 'quick-unit',
  run: () => runVitest('quick-unit', ['core'], { args: quickTests() }),
}

/** @type {Stage} */
const endToEnd = {
  name: 'e2e',
  run: async () => {
    const surroundings = await endToEndSurroundings()
    await buildIfStale()
    return runVitest('e2e', ['e2e'], surroundings)
  },
}

/**
 * @param {number} major
 * @returns {Stage} What stands nearest to Node, on another one.
 */
function onNode(major) {
  const name = `node-${major}`
  return {
    name,
    run: async () => {
      const node = await nodeOfVersion(major)
      if (node === null) return notTested('there is no package of it for this platform')
      offerTestTools()
      await buildIfStale()
      return withNodeForAll(node, (copy) => runVitest(name, ['core'], { node: copy, args: testsForNode() }))
    },
  }
}

/** @type {Stage} The core and the command lines as somebody who is neither root nor in a group of administrators. */
const ordinaryAccount = {
  name: 'ordinary-account',
  run: async () => {
    const because = noAccountBecause()
    if (because !== null) return notTested(because)
    offerTestTools()
    await buildIfStale()
    return withOrdinaryAccount(({ copy, home, name }) => {
      const { CI = '', LANG = 'C.UTF-8', PATH = '' } = process.env
      const own = [`HOME=${home}`, `PATH=${PATH}`, `LANG=${LANG}`, `CI=${CI}`]
      const prefix = ['runuser', '-u', name, '--', 'env', '-i', ...own]
      return runVitest('ordinary-account', ['core'], { prefix, directory: copy, args: testsForAccount() })
    })
  },
}

/**
 * @param {string} because
 * @returns {StageOutcome}
 */
function notTested(because) {
  return { counts: { passed: 0, failed: 0, skipped: 1 }, output: `${because}\n` }
}

/** @type {readonly StageGroup[]} */
export const stageGroups = [
  { stages: staticChecks, gate: true },
  { stages: [build], gate: true },
  { stages: [unit], gate: false },
  { stages: [endToEnd], gate: false },
]

/** @type {readonly StageGroup[]} What the inner loop takes: `npm test -- quick`. */
export const quickGroups = [
  { stages: staticChecks, gate: true },
  { stages: [quickUnit], gate: false },
]

/** @type {readonly StageGroup[]} Run only where they are asked for. */
export const furtherStageGroups = [onNode(22), onNode(24), ordinaryAccount].map((stage) => ({
  stages: [stage],
  gate: false,
}))
