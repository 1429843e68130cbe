import { countsLine, sum } from './test/counts.mjs'
import { runStages } from './test/run-stages.mjs'
import { furtherStageGroups, quickGroups, stageGroups } from './test/stages.mjs'

const QUICK = 'quick'
const allGroups = [...stageGroups, ...furtherStageGroups]
const names = [QUICK, ...allGroups.flatMap(({ stages }) => stages.map(({ name }) => name))]

/**
 * @param {readonly string[]} wanted None means all but the further ones; `quick` means what the inner loop takes.
 * @returns {readonly import('./test/stages.mjs').StageGroup[]}
 */
function chosenGroups(wanted) {
  if (wanted.length === 0) return stageGroups
  const quick = wanted.includes(QUICK) ? quickGroups : []
  const others = allGroups.map(({ stages, gate }) => ({
    stages: stages.filter(({ name }) => wanted.includes(name)),
    gate,
  }))
  return [...quick, ...others]
}

/** @param {readonly string[]} wanted */
async function test(wanted) {
  const results = await runStages(chosenGroups(wanted), console.log)
  console.log(['', ...results.map(({ line }) => line), ''].join('\n'))
  return sum(results.map(({ counts }) => counts))
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !names.includes(name))
if (unknown.length > 0) {
  console.error(`There is no stage ${unknown.join(', ')}. Stages: ${names.join(', ')}`)
  process.exitCode = 1
} else {
  const total = await test(wanted)
  console.log(countsLine(total))
  process.exitCode = total.failed > 0 ? 1 : 0
}
