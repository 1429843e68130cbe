/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/**
 * A check without tests of its own counts as one.
 *
 * @param {boolean} ok
 * @returns {Counts}
 */
export function checkCounts(ok) {
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 }
}

/**
 * @typedef {object} VitestReport The part of Vitest's JSON report that is counted.
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {readonly VitestFile[]} testResults
 */

/**
 * @typedef {object} VitestFile
 * @property {string} name Its path.
 * @property {string} status
 * @property {readonly { status: string, fullName?: string }[]} assertionResults
 */

/**
 * @param {VitestReport | undefined} report `undefined` if the run ended before it wrote one.
 * @param {boolean} ok Whether the run itself reports success.
 * @returns {Counts}
 */
export function vitestCounts(report, ok) {
  if (!report) return checkCounts(false)
  const failed = report.numFailedTests + report.testResults.filter(failedAsWhole).length
  return {
    passed: report.numPassedTests,
    // Errors outside any test fail a run too.
    failed: failed === 0 && !ok ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/**
 * @param {VitestReport | undefined} report
 * @returns {string[]} The file and the name of each test that failed.
 */
export function vitestFailures(report) {
  return (report?.testResults ?? []).flatMap((file) => {
    if (failedAsWhole(file)) return [file.name]
    const failed = file.assertionResults.filter(({ status }) => status === 'failed')
    return failed.map(({ fullName }) => `${file.name}: ${fullName}`)
  })
}

/** @param {VitestFile} file */
function failedAsWhole(file) {
  return file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed')
}

/**
 * @param {readonly Counts[]} all
 * @returns {Counts}
 */
export function sum(all) {
  const total = { passed: 0, failed: 0, skipped: 0 }
  for (const { passed, failed, skipped } of all) {
    total.passed += passed
    total.failed += failed
    total.skipped += skipped
  }
  return total
}

/** @param {Counts} counts */
export function countsLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}
