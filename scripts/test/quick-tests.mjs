import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { project } from './run-command.mjs'

/** Whole lives of systems, on real files and with real passwords: seconds each. */
const slowFolders = [
  'bench',
  'cli',
  'core/master-secret',
  'core/rehearsal',
  'core/secret-store',
  'crash',
  'e2e',
  'fuzz',
  'independent-reader',
]

/** What starts processes and threads, runs what was built, or draws at random. */
const slowMarks = /from '(node:child_process|node:worker_threads|fast-check)'|\bdist\//

/**
 * The tests for the inner loop: none in a folder that is slow, and none that starts a process or a thread, runs
 * what was built, or draws at random.
 *
 * @returns {readonly string[]} Paths from the project's folder.
 */
export function quickTests() {
  const all = readdirSync(path.join(project, 'test'), { recursive: true, encoding: 'utf8' })
  return all
    .map((name) => name.replaceAll('\\', '/'))
    .filter(
      (name) => name.endsWith('.test.ts') && !slowFolders.some((folder) => name.startsWith(`${folder}/`)),
    )
    .map((name) => `test/${name}`)
    .filter((name) => !slowMarks.test(readFileSync(path.join(project, name), 'utf8')))
    .sort()
}
