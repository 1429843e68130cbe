import { readdirSync } from 'node:fs'
import path from 'node:path'
import { project } from './run-command.mjs'

/* Which of the tests are run elsewhere, too. What depends on neither the Node nor the account is tested once. */

/** What asks Node for files, processes, threads, cryptography or a database. */
const meetsNode = [
  'cli',
  'core/access',
  'core/backup',
  'core/credentials',
  'core/crypto',
  'core/database',
  'core/files',
  'core/key-protectors',
  'core/reencryption',
  'core/rehearsal',
  'core/secret-store',
  'core/system',
  'independent-reader',
  'one-sqlite.test.ts',
]

/** What an account's rights could change. */
const meetsAccount = ['cli', 'core', 'independent-reader', 'one-sqlite.test.ts']

/** Many inputs or faults against one rule, which holds or not wherever it runs. */
const manyOfOneKind = /(fuzz|restore-faults|hostile-data)\.test\.ts$/

/**
 * @param {readonly string[]} places Folders and files of `test/`.
 * @returns {readonly string[]} Test files, by their paths from the project's folder.
 */
function testsIn(places) {
  return readdirSync(path.join(project, 'test'), { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.test.ts') && !manyOfOneKind.test(name))
    .filter((name) => places.some((place) => name === place || name.startsWith(`${place}/`)))
    .map((name) => `test/${name}`)
    .sort()
}

/** The tests for another version of Node. */
export const testsForNode = () => testsIn(meetsNode)

/** The tests for an ordinary account. */
export const testsForAccount = () => testsIn(meetsAccount)
