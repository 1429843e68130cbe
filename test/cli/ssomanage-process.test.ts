import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { currentOsAccount } from '../../electron/core/access/os-account.ts'
import { thisServer } from '../../electron/core/accounts/account-name.ts'
import type { SsoSystem } from '../../electron/core/sso-system.ts'
import { administratorsNode, asAdministrator } from '../support/administrator.ts'
import { anApplication } from '../support/application-services.ts'
import { getPassword } from '../support/credential-system.ts'
import { aGenerateRequest, openTestSystem } from '../support/test-system.ts'

/** The program as it is shipped; `npm test` builds it first. */
const PROGRAM = resolve('dist/cli/ssomanage.js')
const posix = process.platform !== 'win32'

interface Place {
  readonly data: string
  /** Stays open, as the console would. */
  readonly system: SsoSystem
}

async function aPlace(): Promise<Place> {
  const account = await currentOsAccount()
  const administrator = { ...account, groups: [...account.groups, 'sudo'], isLocalAdministrator: true }
  const { directory, folder, system } = await openTestSystem({
    account: async () => administrator,
    server: thisServer(),
  })
  await system.masterSecret.generate(aGenerateRequest(join(folder, '1.bak')))
  await system.applications.create(anApplication())
  await system.applications.enable('Payroll')
  return { data: directory.path, system }
}

function ssomanage(data: string, args: readonly string[], input = '') {
  const env = { ...process.env, SSO_DATA_DIR: data }
  return spawnSync(...administratorsNode([PROGRAM, ...args]), { env, input, encoding: 'utf8' })
}

function fillPayroll({ system }: Place, count: number) {
  const rows = Array.from({ length: count }, (_, n) => ({
    windowsAccount: `CORP\\user${String(n).padStart(6, '0')}`,
    externalUser: `U${n}`,
  }))
  return system.mappings.create('Payroll', rows)
}

describe('ssomanage as a process, while another one has the system open', () => {
  it('changes what the other one sees', async () => {
    const { data, system } = await aPlace()
    const set = ssomanage(
      data,
      ['–setcredentials', 'CORP\\ann', 'Payroll', '--password-stdin'],
      'ANN\nhunter2\n',
    )
    expect(set).toMatchObject({ status: 0, stderr: '' })
    expect(await getPassword(system, { account: 'CORP\\ann' })).toBe('hunter2')
    expect(ssomanage(data, ['/DISABLESSO'])).toMatchObject({ status: 0, stderr: '' })
    await expect(getPassword(system, { account: 'CORP\\ann' })).rejects.toMatchObject({
      code: 'SystemDisabled',
    })
    expect(ssomanage(data, ['-listMappings', 'Payroll']).stdout).toBe('(E) CORP\\ann : Payroll : ANN\n')
    expect(ssomanage(data, ['-displayApp', 'SAP'])).toMatchObject({ status: 3, stdout: '' })
  })

  it('exits with 2 instead of waiting when there is no terminal and no source of values', async () => {
    const { data } = await aPlace()
    expect(ssomanage(data, ['-setCredentials', 'CORP\\ann', 'Payroll'])).toMatchObject({
      status: 2,
      stdout: '',
    })
  })

  it.runIf(posix)('ends in silence when its reader has read enough', async () => {
    const place = await aPlace()
    await fillPayroll(place, 20_000)
    const child = spawn(
      ...administratorsNode([PROGRAM, '-listMappings', 'Payroll', '--data-dir', place.data]),
    )
    const told: string[] = []
    child.stderr.setEncoding('utf8').on('data', (text) => told.push(text))
    for await (const line of createInterface(child.stdout)) {
      expect(line).toBe('(D) CORP\\user000000 : Payroll : U0')
      break
    }
    child.stdout.destroy()
    const [code] = await once(child, 'close')
    expect({ code, told: told.join('') }).toEqual({ code: 0, told: '' })
  })
})

describe.runIf(process.platform === 'linux')('ssomanage on a terminal', () => {
  function onTerminal(data: string, args: readonly string[], answers: Readonly<Record<string, string>>) {
    const typed = ['python3', resolve('test/cli/type-answers.py'), process.execPath, PROGRAM, ...args]
    const PROMPTS = Object.keys(answers).join(',')
    const env = { ...process.env, SSO_DATA_DIR: data, TERM: 'xterm', PROMPTS }
    const input = Object.values(answers).join('\n')
    return spawnSync(...asAdministrator(typed), { env, input, encoding: 'utf8', timeout: 20_000 })
  }

  it('asks before an application is deleted, and deletes nothing on a no', async () => {
    const { data, system } = await aPlace()
    await system.applications.disable('Payroll')
    const { status, stdout } = onTerminal(data, ['-deleteApp', 'payroll'], { '[y/N]': 'no' })
    expect(stdout).toContain('Delete Payroll, its 0 mappings and their credentials? [y/N]')
    expect(status).toBe(1)
    expect(await system.applications.describe('Payroll')).toMatchObject({ enabled: false })
    expect(onTerminal(data, ['-deleteApp', 'payroll', '--yes'], {}).status).toBe(0)
    expect(await system.applications.list()).toEqual([])
  })

  it('echoes no masked value of credentials', async () => {
    const { data, system } = await aPlace()
    const answers = { 'User ID:': 'ANN', 'Password:': 'hunter2', 'Confirm Password:': 'hunter2' }
    const run = onTerminal(data, ['-setCredentials', 'CORP\\ann', 'Payroll'], answers)
    expect(run).toMatchObject({ status: 0, stdout: expect.not.stringContaining('hunter2') })
    expect(await getPassword(system, { account: 'CORP\\ann' })).toBe('hunter2')
  })
})
