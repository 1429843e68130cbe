import { checkCounts, countsLine } from './counts.mjs'

/** @typedef {import('./counts.mjs').Counts} Counts */
/** @typedef {import('./stages.mjs').Stage} Stage */
/** @typedef {import('./stages.mjs').StageGroup} StageGroup */

/**
 * @typedef {object} StageResult
 * @property {string} name
 * @property {Counts} counts
 * @property {string} line
 */

/**
 * @param {readonly StageGroup[]} groups
 * @param {(line: string) => void} log
 * @returns {Promise<StageResult[]>} One per stage, also for those that were not run.
 */
export async function runStages(groups, log) {
  /** @type {StageResult[]} */
  const results = []
  let closed = false
  for (const { stages, gate } of groups) {
    const together = stages.length > 1
    /** @type {StageResult[]} */
    const group = closed
      ? stages.map(notRun)
      : await Promise.all(stages.map((stage) => runStage(stage, together, log)))
    closed ||= gate && group.some(({ counts }) => counts.failed > 0)
    results.push(...group)
  }
  return results
}

/**
 * @param {Stage} stage
 * @returns {StageResult}
 */
function notRun({ name }) {
  return { name, counts: { passed: 0, failed: 0, skipped: 1 }, line: `${name}: not run` }
}

/**
 * @param {Stage} stage
 * @param {boolean} together With others, so that its header has to wait for its output.
 * @param {(line: string) => void} log
 * @returns {Promise<StageResult>}
 */
async function runStage({ name, run }, together, log) {
  const start = performance.now()
  const header = `── ${name}`
  if (!together) log(header)
  const { counts, failures = [], output } = await run().catch(crashed)
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  const line = `${name}: ${countsLine(counts)} in ${seconds} s`
  log(`${together ? `${header}\n` : ''}${output}── ${line}`)
  return { name, counts, line: [line, ...failures.map((failure) => `  failed: ${failure}`)].join('\n') }
}

/**
 * @param {unknown} error
 * @returns {import('./stages.mjs').StageOutcome}
 */
function crashed(error) {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { counts: checkCounts(false), output: `${text}\n` }
}
