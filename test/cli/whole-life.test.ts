import { spawnSync } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { thisServer } from '../../electron/core/accounts/account-name.ts'
import { locateDataDirectory } from '../../electron/core/files/data-directory.ts'
import { openSsoSystem } from '../../electron/core/sso-system.ts'
import { administratorsName, administratorsNode } from '../support/administrator.ts'
import { inProcessKdf } from '../support/in-process-kdf.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const MAPPINGS = 1000
const PASSWORD = 'correct horse battery staple'

type Program = 'ssoconfig' | 'ssomanage' | 'ssoclient'

/** A folder, and the programs as they are shipped, run on the data directory in it; each must succeed. */
async function aPlace() {
  const folder = await temporaryFolder()
  const data = join(folder, 'data')
  await mkdir(data, { mode: 0o700 })
  const run = (program: Program, args: readonly string[], input = ''): string => {
    const path = resolve(`dist/cli/${program}.js`)
    const env = { ...process.env, SSO_DATA_DIR: data, CI: '1' }
    const { status, stderr, stdout } = spawnSync(...administratorsNode([path, ...args]), {
      env,
      input,
      encoding: 'utf8',
    })
    expect({ args, status, stderr: status === 0 ? '' : stderr }).toEqual({ args, status: 0, stderr: '' })
    return stdout
  }
  return { data, run, file: (name: string) => join(folder, name) }
}

const application = (user: string): string => `<application name="Payroll">
  <appUserAccount>CORP\\HR Users</appUserAccount><appUserAccount kind="user">${user}</appUserAccount>
  <field ordinal="0" label="User ID"/><field ordinal="1" label="Password" masked="yes"/>
  <flags allowLocalAccounts="yes" enableApp="yes"/></application>`

function mapping(domain: string, user: string, external: string, credentials: boolean): string {
  return `<mapping><windowsDomain>${domain}</windowsDomain><windowsUserId>${user}</windowsUserId>
    <externalApplication>Payroll</externalApplication><externalUserId>${external}</externalUserId>
    ${credentials ? `<credential><field>password of ${external}</field></credential>` : ''}</mapping>`
}

function mappings(user: string, credentials: boolean): string {
  const others = Array.from({ length: MAPPINGS - 1 }, (_, n) =>
    mapping('CORP', `user${n}`, `U${n}`, credentials),
  )
  return `<sso>${mapping('', user, 'SELF', credentials)}${others.join('\n')}</sso>`
}

/** What an administrator of the application finds: the external user and the values of each mapping. */
async function lookUpAll(data: string): Promise<readonly string[]> {
  const system = await openSsoSystem({
    directory: locateDataDirectory(data),
    expected: 'existing',
    kdf: inProcessKdf,
    account: async () => ({ name: administratorsName, groups: [], isLocalAdministrator: true }),
  })
  try {
    const lookUps = await system.credentials.openLookUps('Payroll')
    const found = []
    for (const { windowsAccount } of await system.mappings.list({ application: 'Payroll' })) {
      const { externalUser, values } = await lookUps.lookUp(windowsAccount)
      found.push(
        [windowsAccount, externalUser, ...values.map((value) => Buffer.from(value).toString())].join(),
      )
    }
    return found
  } finally {
    await system.close()
  }
}

it('is lived by the commands alone: created, filled, generated, backed up, lost, restored', async () => {
  const { data, file, run } = await aPlace()
  const name = administratorsName
  const generated = ['-generateSecret', file('first.bak'), '--password-stdin']
  await writeFile(file('applications.xml'), `<sso>${application(name)}</sso>`)
  await writeFile(file('mappings.xml'), mappings(name, false))
  await writeFile(file('credentials.xml'), mappings(name, true))
  run('ssoconfig', ['-createDatabase'])
  run('ssomanage', ['–createapps', file('applications.xml')])
  run('ssomanage', ['–enableapp', 'Payroll'])
  expect(run('ssomanage', ['–createmappings', file('mappings.xml')])).toContain(
    `${MAPPINGS.toLocaleString('en-US')} created`,
  )
  run('ssoconfig', generated, PASSWORD)
  expect(run('ssomanage', ['–createmappings', file('credentials.xml')])).toContain(
    `${MAPPINGS.toLocaleString('en-US')} changed`,
  )
  const own = run('ssoclient', ['-getCredentials', 'Payroll', '--show', '--json'])
  expect(JSON.parse(own).fields).toMatchObject([{ value: 'password of SELF' }])
  const before = await lookUpAll(data)
  expect(before).toHaveLength(MAPPINGS)
  expect(before).toContain('CORP\\user7,U7,password of U7')

  run('ssoconfig', ['–backupSecret', file('second.bak'), '--password-stdin'], PASSWORD)
  const { keyFile, secretStore } = locateDataDirectory(data)
  await rm(secretStore)
  await rm(keyFile, { force: true })
  await expect(lookUpAll(data)).rejects.toThrow(/secret/i)

  run('ssoconfig', ['–restoreSecret', file('second.bak'), '--password-stdin'], PASSWORD)
  expect(await lookUpAll(data)).toEqual(before)
  expect(run('ssoclient', ['-getCredentials', 'Payroll', '--show', '--json'])).toBe(own)
  expect(JSON.parse(run('ssomanage', ['-showServer', '--json']))).toMatchObject({ ssoServer: thisServer() })
}, 60_000)
