import { readFileSync } from 'node:fs'
import path from 'node:path'
import { project } from './run-command.mjs'
import { testNames } from './test-names.mjs'

/** What takes seconds a file: whole lives of systems, waiting for locks, thousands of rows. By how the path begins. */
const slow = [
  'bench/',
  'cli/errors-inside',
  'cli/hostile-data',
  'cli/sso',
  'core/database/busy-database',
  'core/database/long-deletions',
  'core/mappings/many-mappings',
  'core/master-secret/',
  'core/reencryption/running-reencryption',
  'core/rehearsal/',
  'core/secret-store/',
  'core/unusable-clock',
  'crash/',
  'e2e/',
  'fuzz/',
  'independent-reader/',
]

/** What starts processes and threads, runs what was built, or draws at random. */
const slowMarks = /from '(node:child_process|node:worker_threads|fast-check)'|\bdist\//

/**
 * The tests for the inner loop: none that takes seconds, and none that starts a process or a thread, runs what was
 * built, or draws at random.
 *
 * @returns {readonly string[]} Paths from the project's folder.
 */
export function quickTests() {
  return testNames(slow, (_, isSlow) => !isSlow).filter(
    (name) => !slowMarks.test(readFileSync(path.join(project, name), 'utf8')),
  )
}
