import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { currentOsAccount, type OsAccount } from '../../electron/core/access/os-account.ts'
import { thisServer } from '../../electron/core/accounts/account-name.ts'
import { anApplication } from '../support/application-services.ts'
import { aGenerateRequest, openTestSystem } from '../support/test-system.ts'

/** The program as it is shipped; `npm test` builds it first. */
const PROGRAM = resolve('dist/cli/ssoclient.js')
const SECRET = 'hunter2 and more'

/** The data directory of a system that stays open here, with the application Payroll for whoever runs the test. */
async function aPlace(): Promise<{ data: string; account: OsAccount }> {
  const account = await currentOsAccount()
  const administrator = { ...account, groups: [...account.groups, 'sudo'], isLocalAdministrator: true }
  const { directory, folder, system } = await openTestSystem({
    account: async () => administrator,
    server: thisServer(),
  })
  await system.masterSecret.generate(aGenerateRequest(join(folder, '1.bak')))
  await system.applications.create(
    anApplication({ users: [{ kind: 'user', name: account.name }], flags: { allowLocalAccounts: true } }),
  )
  await system.applications.enable('Payroll')
  return { data: directory.path, account }
}

function ssoclient(data: string, args: readonly string[], input = '') {
  const env = { ...process.env, SSO_DATA_DIR: data }
  return spawnSync(process.execPath, [PROGRAM, ...args], { env, input, encoding: 'utf8' })
}

describe('ssoclient as a process, while another one has the system open', () => {
  it('sets, looks up, disables and deletes what belongs to the account it runs as', async () => {
    const { account, data } = await aPlace()
    const set = ssoclient(data, ['–setcredentials', 'Payroll', '--password-stdin'], `EXT1\n${SECRET}\n`)
    expect(set).toMatchObject({ status: 0, stderr: '' })
    const shown = ssoclient(data, ['-getCredentials', 'Payroll', '--show', '--json'])
    expect(JSON.parse(shown.stdout)).toEqual({
      application: 'Payroll',
      externalUser: 'EXT1',
      fields: [{ label: 'Password', masked: true, value: SECRET }],
    })
    expect(ssoclient(data, ['/disablemapping', 'Payroll'])).toMatchObject({ status: 0, stderr: '' })
    expect(ssoclient(data, ['-listMappings']).stdout).toBe(`(D) ${account.name} : Payroll : EXT1\n`)
    expect(ssoclient(data, ['-deletemapping', 'payroll'])).toMatchObject({ status: 0 })
    expect(ssoclient(data, ['-getCredentials', 'Payroll'])).toMatchObject({ status: 3, stdout: '' })
  })

  it('exits with 2 instead of waiting when there is no terminal and no source of values', async () => {
    const { data } = await aPlace()
    expect(ssoclient(data, ['-setCredentials', 'Payroll'])).toMatchObject({ status: 2, stdout: '' })
  })
})

describe.runIf(process.platform === 'linux')('ssoclient -setCredentials on a terminal', () => {
  function onTerminal(data: string, answers: readonly string[]) {
    const args = [
      resolve('test/cli/type-answers.py'),
      process.execPath,
      PROGRAM,
      '-setCredentials',
      'Payroll',
    ]
    const pair = 'Password:,Confirm Password:'
    // A pair that differs is asked for again, twice.
    const PROMPTS = ['User ID:', pair, pair, pair].join(',')
    const env = { ...process.env, SSO_DATA_DIR: data, TERM: 'xterm', PROMPTS }
    return spawnSync('python3', args, { env, input: answers.join('\n'), encoding: 'utf8', timeout: 20_000 })
  }

  it('echoes the external user, and no masked value', async () => {
    const { data } = await aPlace()
    const run = onTerminal(data, ['EXT1', SECRET, SECRET])
    expect(run).toMatchObject({ status: 0, stdout: expect.stringContaining('EXT1') })
    expect(run.stdout).not.toContain(SECRET)
    const { stdout } = ssoclient(data, ['-getCredentials', 'Payroll', '--show'])
    expect(stdout).toContain(SECRET)
  })

  it('changes nothing when the two answers for a masked value differ', async () => {
    const { data } = await aPlace()
    const run = onTerminal(data, ['EXT1', SECRET, 'one', SECRET, 'two', SECRET, 'three'])
    expect(run).toMatchObject({ status: 2, stdout: expect.stringContaining('answers for Password differ') })
    expect(ssoclient(data, ['-listMappings'])).toMatchObject({ stdout: '', status: 0 })
  })
})
