import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { ssoconfig } from '../../electron/cli/ssoconfig/program.ts'
import { ssomanage } from '../../electron/cli/ssomanage/program.ts'
import { terminalText } from '../../electron/cli/terminal/terminal-remedies.ts'
import type { ErrorCode, ErrorDetails } from '../../shared/errors.ts'
import { PASSWORD } from '../support/test-system.ts'
import { coreOf, type Run, run } from './support/run-cli.ts'
import { aManagePlace, applicationXml, type ManagePlace, mappingXml } from './support/ssomanage-place.ts'

/** Runs a command line as the computer of that name. */
function runOn(
  server: string,
  folder: string,
  [name, ...argv]: readonly string[],
  input: string,
): Promise<Run> {
  const program = name === 'ssoconfig' ? ssoconfig : ssomanage
  return run(program, [...argv, '--data-dir', folder], { input, core: coreOf(server) })
}

/* Errors that are shown as part of something else: rows of a file, rehearsals, Health, what a command found. */

let place: ManagePlace
beforeEach(async () => {
  place = await aManagePlace()
})

interface ErrorJson {
  readonly code: ErrorCode
  readonly details: ErrorDetails
  readonly message: string
  readonly remedy: string
}

/** Verb, elements, and the code that the one element is refused with. */
const refusedFiles: readonly (readonly [verb: string, xml: string, code: ErrorCode])[] = [
  ['-createApps', applicationXml('Payroll'), 'ApplicationExists'],
  ['-createApps', applicationXml('Own').replace('CORP\\Users', 'CORP\\\\Users'), 'ApplicationUserInvalid'],
  [
    '-createApps',
    '<application name="Own"><appUserAccount>CORP\\U</appUserAccount></application>',
    'ApplicationFieldsMissing',
  ],
  [
    '-updateApps',
    '<application name="None"><description>x</description></application>',
    'ApplicationMissing',
  ],
  ['-createMappings', mappingXml('ann', 'ANN', undefined, 'None'), 'ApplicationMissing'],
  ['-deleteMappings', mappingXml('nobody', 'NO'), 'MappingMissing'],
  ['-updateDB', '<globalInfo><ticketTimeout>0</ticketTimeout></globalInfo>', 'TicketTimeoutInvalid'],
  ['-updateDB', '<globalInfo><secretServer>sso99</secretServer></globalInfo>', 'ServerMissing'],
]

describe('a file that is refused', () => {
  it.each(refusedFiles)('says the remedy of its first refused element: %s', async (verb, xml, code) => {
    const file = await place.xml(`${code}.xml`, xml)
    const told = await place.manage([verb, file, '--json'])
    const { error } = JSON.parse(told.stdout) as { error: ErrorJson & { cause: ErrorJson } }
    expect({ code: error.code, cause: error.cause.code }).toEqual({ code: 'XmlRefused', cause: code })
    expect(error.remedy).toContain(error.cause.remedy)
    const { stderr } = await place.manage([verb, file])
    expect(stderr).toContain(error.cause.remedy)
    expect(stderr).toContain('Correct or remove what is refused')
  })

  it.each(refusedFiles)('says the remedy of each row of a dry run: %s', async (verb, xml, code) => {
    const file = await place.xml(`${code}.xml`, xml)
    const told = await place.manage([verb, file, '--dry-run', '--json'])
    const [item] = (JSON.parse(told.stdout) as { items: { error: ErrorJson }[] }).items
    expect(item?.error).toMatchObject({ code, ...terminalText(item?.error as ErrorJson) })
    const { stdout } = await place.manage([verb, file, '--dry-run'])
    expect(stdout).toContain(item?.error.remedy)
  })
})

describe('a rehearsal, Health and what is shown of the secret', () => {
  it('say the remedy of what they found wrong', async () => {
    const lost = await aManagePlace()
    await writeFile(join(lost.dataDirectory, 'secret-store.json'), 'not a store')
    for (const [argv, pick] of [
      [['-rehearse', 'generate'], (json: { error: ErrorJson }) => json.error],
      [['-showSecret'], (json: { error: ErrorJson }) => json.error],
      [
        ['-health'],
        ({ checks }: { checks: { id: string; error: ErrorJson }[] }) =>
          checks.find(({ id }) => id === 'master-secret')?.error,
      ],
    ] as const) {
      const told = await lost.run(ssoconfig, [...argv, '--json', '--quiet'])
      const error = pick(JSON.parse(told.stdout)) as ErrorJson
      expect(error.code).toBe('SecretStoreDamaged')
      expect(error).toMatchObject(terminalText(error))
      const { stdout } = await lost.run(ssoconfig, [...argv, '--quiet'])
      expect(stdout.replace(/\s+/g, ' ')).toContain(error.remedy)
    }
  })
})

describe('after the loss of the master secret server', () => {
  it('the steps that every refusal names make another computer take its place', async () => {
    const folder = join(place.folder, 'other')
    await mkdir(folder, { mode: 0o700 })
    await copyFile(join(place.dataDirectory, 'sso.db'), join(folder, 'sso.db'))
    const other = (argv: readonly string[], input = '') => runOn('sso02', folder, argv, input)
    const password = `${PASSWORD}\n`
    const refused = await other(
      ['ssoconfig', '-backupSecret', place.file('second.bak'), '--password-stdin'],
      password,
    )
    expect(refused.stderr).toContain('If that computer is lost')
    const [, xml = ''] = /a file that holds (<sso>.*<\/sso>)/.exec(refused.stderr) ?? []
    const [, verb = ''] = /run ssomanage (-\w+)/.exec(refused.stderr) ?? []
    await writeFile(place.file('other.xml'), xml)
    expect(await other(['ssomanage', verb, place.file('other.xml')])).toMatchObject({ code: 0 })
    const awaits = await other(
      ['ssoconfig', '-backupSecret', place.file('second.bak'), '--password-stdin'],
      password,
    )
    const [, restore = ''] = /ssoconfig (-\w+)\./.exec(awaits.stderr) ?? []
    expect(restore).toBe('-restoreSecret')
    const restored = await other(
      ['ssoconfig', restore, place.file('first.bak'), '--password-stdin'],
      password,
    )
    expect(restored).toMatchObject({ code: 0 })
    expect((await other(['ssoconfig', '-showSecret'])).code).toBe(0)
  })
})
