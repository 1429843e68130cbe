import { readFile, writeFile } from 'node:fs/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { exitCodes } from '../../electron/cli/outcome/exit-codes.ts'
import { ssoclient } from '../../electron/cli/ssoclient/program.ts'
import { ssoconfig } from '../../electron/cli/ssoconfig/program.ts'
import { ssomanage } from '../../electron/cli/ssomanage/program.ts'
import type { Program } from '../../electron/cli/verb/program.ts'
import { SeededRandom } from '../fuzz/seeded-random.ts'
import { mutateText } from '../fuzz/text-mutations.ts'
import { utf8 } from '../support/test-system.ts'
import { type Run, run } from './support/run-cli.ts'
import { aManagePlace, applicationXml, mappingXml } from './support/ssomanage-place.ts'

const TIME_MS = 5_000

const PREFIXES = ['-', '--', '/', '–', '—', 'â€“', 'â€”', '', '---', '-/', '​'] as const
const WORDS = [
  ...['Payroll', 'CORP\\ann', 'all', 'yes', 'no', 'hisso', 'status', '', ' ', '--', '-', '/', '\0', '\ud800'],
  ...[
    '%s%n',
    "'; drop table mapping; --",
    '💥'.repeat(50),
    'x'.repeat(5000),
    '__proto__',
    '=',
    '9'.repeat(40),
  ],
  ...['--data-dir=elsewhere', '--password-fd=99', '--password-file=/nowhere', '--json', '--quiet', '--help'],
] as const satisfies readonly string[]

/** Makes `folder` the one that relative paths start from. */
function standIn(folder: string): void {
  const before = process.cwd()
  process.chdir(folder)
  onTestFinished(() => process.chdir(before))
}

/** An answer, a usage error, or an error with a code: never a bug. */
function expectNoBug({ code, stderr, stdout }: Run, seed: string): void {
  expect.soft(Object.values(exitCodes), seed).toContain(code)
  expect
    .soft(stdout + stderr, seed)
    .not.toMatch(/\n {4}at |node:internal|TypeError|RangeError|\bUnexpected\b/)
}

function commandLine(program: Program, random: SeededRandom): string[] {
  const verb = program.verbs[random.below(program.verbs.length)]
  const options = ['json', 'dry-run', 'yes', ...(verb?.options.map(({ name }) => name) ?? [])]
  const words = [`${random.pick(PREFIXES)}${verb?.name ?? ''}`]
  for (let left = random.below(5); left > 0; left -= 1) {
    const option = `${random.pick(PREFIXES)}${options[random.below(options.length)]}`
    words.splice(random.below(words.length + 1), 0, random.below(3) === 0 ? option : random.pick(WORDS))
  }
  return words
}

describe.each([
  [ssoconfig, 150],
  [ssomanage, 400],
  [ssoclient, 150],
] as const)('any command line of $name', (program, count) => {
  it('is answered, or refused with a code', async () => {
    const place = await aManagePlace()
    const random = new SeededRandom(20261122)
    standIn(place.folder)
    const until = performance.now() + TIME_MS
    for (let nth = 0; nth < count && performance.now() < until; nth += 1) {
      const argv = commandLine(program, random)
      const line = argv.includes('--')
        ? ['--data-dir', place.dataDirectory, ...argv]
        : [...argv, '--data-dir', place.dataDirectory]
      expectNoBug(
        await run(program, line, { input: 'a\nb\n' }),
        `${nth}: ${JSON.stringify(argv).slice(0, 300)}`,
      )
    }
  }, 30_000)
})

describe('any XML file', () => {
  it('is taken or refused with a code by the verbs that read one', async () => {
    const place = await aManagePlace()
    const samples = [
      `<sso>${applicationXml('SAP')}</sso>`,
      `<SSO>${mappingXml('ann', 'ANN', 'hunter2')}${mappingXml('bob', 'BOB')}</SSO>`,
      await readFile('test/fixtures/xml/global-info.xml', 'utf8'),
      await readFile('test/fixtures/xml/tree-dashes.xml', 'utf8'),
      await readFile('test/fixtures/xml/host-group.xml', 'utf8'),
    ] as const
    const verbs = ['-updateDB', '-createApps', '-updateApps', '-createMappings', '-deleteMappings'] as const
    const random = new SeededRandom(5)
    const file = place.file('fuzzed.xml')
    const codes = new Set<number>()
    for (let nth = 0; nth < 120; nth += 1) {
      await writeFile(file, utf8(mutateText(random.pick(samples), random)))
      const verb = random.pick(verbs)
      const result = await place.manage([verb, file, ...(random.below(2) === 0 ? ['--dry-run'] : [])])
      codes.add(result.code)
      expectNoBug(result, `${nth}: ${verb}`)
    }
    expect([...codes]).toEqual(expect.arrayContaining([0, 1]))
  }, 30_000)
})
