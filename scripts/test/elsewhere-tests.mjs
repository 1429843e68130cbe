import { testNames } from './test-names.mjs'

/* Which of the tests are run elsewhere, too: those that the Node or the account could change most. */

/** The command lines, and the folders of the core that stand nearest to Node. */
const nearNode = [
  'cli/',
  'core/access/',
  'core/backup/',
  'core/credentials/',
  'core/crypto/',
  'core/database/',
  'core/files/',
  'core/reencryption/',
  'core/rehearsal/',
  'core/secret-store/',
  'core/system/',
  'independent-reader/',
  'one-sqlite.test.ts',
]

/** The command lines and the core, whose files and databases an account's rights concern. */
const nearAccount = ['cli/', 'core/', 'independent-reader/', 'one-sqlite.test.ts']

/** Many inputs or faults against one rule, which holds or not wherever it runs. */
const manyOfOneKind = /(fuzz|restore-faults|hostile-data)\.test\.ts$/

/** @param {readonly string[]} places Beginnings of paths in `test/`. */
const testsIn = (places) => testNames(places, (name, isThere) => isThere && !manyOfOneKind.test(name))

/** The tests for another version of Node. */
export const testsForNode = () => testsIn(nearNode)

/** The tests for an ordinary account. */
export const testsForAccount = () => testsIn(nearAccount)
