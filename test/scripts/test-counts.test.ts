import { describe, expect, it } from 'vitest'
import { countsLine, sum, vitestCounts, vitestFailures } from '../../scripts/test/counts.mjs'
import { runStages } from '../../scripts/test/run-stages.mjs'

const noTests = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] }

function aStage(name: string, failed = 0) {
  return { name, run: async () => ({ counts: { passed: 1 - failed, failed, skipped: 0 }, output: '' }) }
}

const quiet = () => {}

describe('vitestCounts', () => {
  it('counts one failure when the run wrote no report', () => {
    expect(vitestCounts(undefined, false)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })

  it('counts one failure when the run failed but no test did', () => {
    expect(vitestCounts({ ...noTests, numPassedTests: 3 }, false)).toEqual({
      passed: 3,
      failed: 1,
      skipped: 0,
    })
  })

  it('counts a file when it failed before its tests could run', () => {
    const testResults = [
      { name: 'a.test.ts', status: 'failed', assertionResults: [] },
      { name: 'b.test.ts', status: 'failed', assertionResults: [{ status: 'failed' }] },
    ]
    expect(vitestCounts({ ...noTests, numFailedTests: 1, testResults }, false).failed).toBe(2)
  })

  it('counts a to-do as skipped when the run succeeds', () => {
    const report = { ...noTests, numPassedTests: 2, numPendingTests: 1, numTodoTests: 1 }
    expect(vitestCounts(report, true)).toEqual({ passed: 2, failed: 0, skipped: 2 })
  })
})

describe('vitestFailures', () => {
  it('names each test that failed, and each file that failed as a whole', () => {
    const testResults = [
      { name: 'a.test.ts', status: 'failed', assertionResults: [] },
      {
        name: 'b.test.ts',
        status: 'failed',
        assertionResults: [
          { status: 'passed', fullName: 'adds' },
          { status: 'failed', fullName: 'divides' },
        ],
      },
      { name: 'c.test.ts', status: 'passed', assertionResults: [{ status: 'passed', fullName: 'counts' }] },
    ]
    expect(vitestFailures({ ...noTests, testResults })).toEqual(['a.test.ts', 'b.test.ts: divides'])
    expect(vitestFailures(undefined)).toEqual([])
  })
})

describe('runStages', () => {
  it('ends the line of a stage with the names of what failed', async () => {
    const run = async () => ({
      counts: { passed: 0, failed: 1, skipped: 0 },
      output: '',
      failures: ['a.test.ts: adds'],
    })
    const [result] = await runStages([{ stages: [{ name: 'unit', run }], gate: false }], quiet)
    expect(result?.line).toMatch(/^unit: .*\n {2}failed: a\.test\.ts: adds$/)
  })

  it('goes on when a stage that is no gate fails', async () => {
    const groups = [
      { stages: [aStage('unit', 1)], gate: false },
      { stages: [aStage('e2e')], gate: false },
    ]
    const results = await runStages(groups, quiet)
    expect(results.map(({ counts }) => counts.passed)).toEqual([0, 1])
  })

  it('counts the rest as skipped when a gate fails', async () => {
    const groups = [
      { stages: [aStage('types', 1), aStage('lint')], gate: true },
      { stages: [aStage('unit')], gate: false },
    ]
    const results = await runStages(groups, quiet)
    expect(countsLine(sum(results.map(({ counts }) => counts)))).toBe('1 passed, 1 failed, 1 skipped')
  })

  it('counts one failure and shows the reason when a stage throws', async () => {
    const said: string[] = []
    const stage = { name: 'e2e', run: () => Promise.reject(new Error('no runtime')) }
    const [result] = await runStages([{ stages: [stage], gate: false }], (line) => said.push(line))
    expect(result?.counts.failed).toBe(1)
    expect(said.join('\n')).toContain('no runtime')
  })
})
