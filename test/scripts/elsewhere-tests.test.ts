import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { testsForAccount, testsForNode } from '../../scripts/test/elsewhere-tests.mjs'
import { testNames } from '../../scripts/test/test-names.mjs'

describe.each([
  ['another Node', testsForNode],
  ['an ordinary account', testsForAccount],
])('the tests for %s', (_, tests) => {
  it('are files of the core and the command lines, each there', () => {
    expect(tests().filter((name) => !existsSync(name))).toEqual([])
    expect(tests()).toEqual(
      expect.arrayContaining([
        'test/cli/whole-life.test.ts',
        'test/core/database/busy-database.test.ts',
        'test/core/secret-store/secret-store-lock.test.ts',
        'test/independent-reader/independent-reader.test.ts',
        'test/one-sqlite.test.ts',
      ]),
    )
  })

  it('are none of crashes, of faults by the hundred, or of random input', () => {
    expect(tests().filter((name) => /^test\/(crash|fuzz|e2e)\/|fuzz|restore-faults/.test(name))).toEqual([])
  })
})

it('an ordinary account is tested with every rule of the core', () => {
  expect(testsForAccount()).toEqual(
    expect.arrayContaining(['test/core/access/access.test.ts', 'test/core/health/health.test.ts']),
  )
})

it('a list that names what is not there is refused', () => {
  expect(() => testNames(['core/', 'core/moved-away/'], () => true)).toThrow('core/moved-away/')
})
