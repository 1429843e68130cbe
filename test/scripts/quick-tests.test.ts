import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { quickTests } from '../../scripts/test/quick-tests.mjs'

it('takes tests of rules, and none that starts a process or injects faults', () => {
  const quick = quickTests()
  expect(quick).toContain('test/shared/actions.test.ts')
  expect(quick).toContain('test/scripts/json-shape.test.ts')
  expect(quick.filter((name) => /^test\/(crash|fuzz|e2e|bench)\//.test(name))).toEqual([])
  expect(quick).toContain('test/cli/wrong-words.test.ts')
  expect(quick).not.toContain('test/core/reencryption/reencryption.test.ts')
  const startsProcesses = (name: string) => /from 'node:child_process'/.test(readFileSync(name, 'utf8'))
  expect(quick.filter(startsProcesses)).toEqual([])
})
