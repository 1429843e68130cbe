import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** Runs a script on this Node, which says that it is another. */
async function runOn(version: string, args: readonly string[]) {
  const pretence = join(await temporaryFolder(), 'version.cjs')
  const versions = `{ ...process.versions, node: '${version}' }`
  writeFileSync(pretence, `Object.defineProperty(process, 'versions', { value: ${versions} })`)
  return spawnSync(process.execPath, ['--require', pretence, ...args], { encoding: 'utf8' })
}

const programs = ['ssoconfig', 'ssomanage', 'ssoclient'].map((name) => `dist/cli/${name}.js`)

const tooOld: readonly (readonly [script: string, argument: string, version: string])[] = [
  ...programs.flatMap((program) => [
    [program, '--help', '12.22.12'] as const,
    [program, '--help', '20.18.3'] as const,
  ]),
  ['scripts/run.mjs', 'test', '18.20.8'],
  ['scripts/run.mjs', 'start', '20.9.0'],
]

it.each(tooOld)('%s %s says in one line that Node %s is too old', async (script, argument, version) => {
  const { status, stderr, stdout } = await runOn(version, [resolve(script), argument])
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(stderr).toMatch(/^[^\n]* needs Node\.js 20\.19 or later, and is run by v[\d.]+: [^\n]*\n$/)
  expect(stderr).toContain(version)
})

it.each(programs)('%s runs on the oldest Node that is new enough', async (program) => {
  expect(await runOn('20.19.0', [resolve(program), '--help'])).toMatchObject({ status: 0, stderr: '' })
})

it.each([...programs, 'scripts/run.mjs'])('%s is written so that an old Node can read it', (script) => {
  const text = readFileSync(resolve(script), 'utf8')
  expect(text.length).toBeLessThan(2_000)
  // What came after ES2015, and what an import without it would fail at; dynamic imports are older than the rest.
  expect(text).not.toMatch(/\?\?|\?\.|\bawait\b|\basync\b|^import\s+[{\w*]|#\w+\s*[=(]/m)
})
