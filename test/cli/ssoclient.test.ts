import { describe, expect, it } from 'vitest'
import { ssoclient } from '../../electron/cli/ssoclient/program.ts'
import type { OsAccount } from '../../electron/core/access/os-account.ts'
import type { NewApplication } from '../../electron/core/records/application.ts'
import { anApplication, passwordField, userIdField } from '../support/application-services.ts'
import { aGenerateRequest, utf8 } from '../support/test-system.ts'
import { jsonOf } from './support/json-of.ts'
import { aCliPlace, type CliPlace, type Run, type RunOptions } from './support/run-cli.ts'

const ursula: OsAccount = { name: 'ursula', groups: ['staff'], isLocalAdministrator: false }
const otto: OsAccount = { name: 'otto', groups: ['staff'], isLocalAdministrator: false }
const stranger: OsAccount = { name: 'erin', groups: [], isLocalAdministrator: false }

const PIN = { label: 'PIN', masked: true, synchronized: false }

interface Place extends CliPlace {
  /** Runs ssoclient, as Ursula unless told otherwise. */
  client(argv: readonly string[], options?: RunOptions): Promise<Run>
}

/** A system with a master secret and the enabled application Payroll for the local group `staff`. */
async function aPlace(overrides: Partial<NewApplication> = {}): Promise<Place> {
  const place = await aCliPlace()
  const system = await place.open()
  await system.masterSecret.generate(aGenerateRequest(place.file('1.bak')))
  const { name } = await system.applications.create(
    anApplication({
      users: [{ kind: 'group', name: 'staff' }],
      flags: { allowLocalAccounts: true },
      fields: [userIdField, passwordField, PIN],
      ...overrides,
    }),
  )
  await system.applications.enable(name)
  await system.close()
  return {
    ...place,
    client: (argv, options = {}) => place.run(ssoclient, argv, { account: ursula, ...options }),
  }
}

const values = 'UREICH\nhunter2 and more\n1234\n'

function setOwn(place: Place, options: RunOptions = {}, ...more: string[]): Promise<Run> {
  return place.client(['-setCredentials', 'payroll', '--password-stdin', ...more], {
    input: values,
    ...options,
  })
}

describe('ssoclient -listApps', () => {
  it('lists the applications of the caller, and says so when there are none', async () => {
    const place = await aPlace()
    expect(await place.client(['-listApps'])).toMatchObject({
      code: 0,
      stdout: '(E) Payroll: Pays everybody\n',
    })
    const { stdout } = await place.client(['-listApps', '--json'])
    expect(jsonOf(ssoclient, 'listApps', stdout)).toEqual([
      {
        name: 'Payroll',
        type: 'individual',
        description: 'Pays everybody',
        enabled: true,
        role: 'application-user',
      },
    ])
    expect(await place.client(['-listApps'], { account: stranger })).toEqual({
      code: 0,
      stdout: '',
      stderr: 'There is no application that you may use.\n',
    })
  })

  it('marks one that is disabled', async () => {
    const place = await aPlace()
    const system = await place.open()
    await system.applications.disable('Payroll')
    await system.close()
    expect((await place.client(['–listapps'])).stdout).toBe('(D) Payroll: Pays everybody\n')
  })
})

describe('ssoclient -displayApp', () => {
  it('shows whom to ask and which values credentials have', async () => {
    const place = await aPlace()
    const { stdout } = await place.client(['-displayapp', 'PAYROLL'])
    expect(stdout).toMatch(/^Contact: +payroll@corp\.example$/m)
    expect(stdout).toContain('Field 0: User ID\nField 1: Password (masked)\nField 2: PIN (masked)\n')
    const json = await place.client(['-displayApp', 'Payroll', '--json'])
    expect(jsonOf(ssoclient, 'displayApp', json.stdout)).toMatchObject({ allowLocalAccounts: true })
  })

  it('exits with 3 when there is none of that name, and with 5 for whoever may not use it', async () => {
    const place = await aPlace()
    expect(await place.client(['-displayApp', 'Nothing'])).toMatchObject({ code: 3, stdout: '' })
    expect(await place.client(['-displayApp', 'Payroll'], { account: stranger })).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('AccessDeniedNotApplicationUser'),
    })
  })
})

describe('ssoclient -setCredentials', () => {
  it('creates and enables the mapping where there is none', async () => {
    const place = await aPlace()
    const run = await setOwn(place)
    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('of ursula in Payroll are set') })
    expect((await place.client(['-listMappings'])).stdout).toBe('(E) ursula : Payroll : UREICH\n')
    expect(run.stdout + run.stderr).not.toContain('hunter2')
  })

  it('keeps the external user of the mapping where the first value is empty', async () => {
    const place = await aPlace()
    await setOwn(place)
    expect(await setOwn(place, { input: '\nanother\n5678\n' })).toMatchObject({ code: 0 })
    const { stdout } = await place.client(['-getCredentials', 'Payroll', '--show', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ externalUser: 'UREICH', fields: [{ value: 'another' }, {}] })
  })

  it('exits with 3 where the first value is empty and there is no mapping', async () => {
    const place = await aPlace()
    expect(await setOwn(place, { input: '\nhunter2\n1234\n' })).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('MappingMissing'),
    })
  })

  it('exits with 2 when values are missing, or there is nobody to ask', async () => {
    const place = await aPlace()
    expect(await setOwn(place, { input: 'UREICH\nhunter2\n' })).toMatchObject({
      code: 2,
      stderr: 'ERROR: 3 lines are needed, one for each value; there were 2.\n',
    })
    expect(await place.client(['-setCredentials', 'Payroll'])).toMatchObject({ code: 2, stdout: '' })
  })

  it('refuses a Host Group application, in which nobody has credentials of their own', async () => {
    const place = await aPlace({ type: 'host-group', users: [{ kind: 'user', name: 'ursula' }] })
    expect(await setOwn(place)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Use ssomanage -setCredentials.'),
    })
  })

  it('refuses a password in the arguments without repeating it', async () => {
    const place = await aPlace()
    const run = await place.client(['-setCredentials', 'Payroll', 'hunter2'])
    expect(run.code).toBe(2)
    expect(run.stdout + run.stderr).not.toContain('hunter2')
  })

  it('tells why an account without a domain cannot be mapped where local accounts are not allowed', async () => {
    const place = await aPlace({ flags: { allowLocalAccounts: false } })
    expect(await setOwn(place)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('MappingOnlyForDomainUsers'),
    })
  })

  it('maps an account with a domain without that', async () => {
    const place = await aPlace({ flags: { allowLocalAccounts: false } })
    const account = { ...ursula, name: 'corp\\Ursula' }
    expect(await setOwn(place, { account })).toMatchObject({ code: 0 })
    // Mappings are stored with the domain in upper case.
    expect((await place.client(['-listMappings'], { account })).stdout).toBe(
      '(E) CORP\\ursula : Payroll : UREICH\n',
    )
  })
})

describe('ssoclient -getCredentials', () => {
  it('hides masked fields unless --show is given', async () => {
    const place = await aPlace()
    await setOwn(place)
    const hidden = await place.client(['-getCredentials', 'Payroll'])
    expect(hidden).toEqual({
      code: 0,
      stderr: '',
      stdout:
        'Application:   Payroll\nExternal user: UREICH\nPassword:      ********\nPIN:           ********\n',
    })
    const shown = await place.client(['-getCredentials', 'Payroll', '--show'])
    expect(shown.stdout).toContain('Password:      hunter2 and more\nPIN:           1234\n')
  })

  it('has null for what is hidden in JSON, and strings with --show', async () => {
    const place = await aPlace()
    await setOwn(place)
    const valuesOf = async (...more: string[]) => {
      const { stdout } = await place.client(['-getCredentials', 'Payroll', '--json', ...more])
      const found = jsonOf<{ fields: { value: string | null }[] }>(ssoclient, 'getCredentials', stdout)
      return found.fields.map(({ value }) => value)
    }
    expect(await valuesOf()).toEqual([null, null])
    expect(await valuesOf('--show')).toEqual(['hunter2 and more', '1234'])
  })

  it('shows fields that are not masked', async () => {
    const plain = { label: 'Client', masked: false, synchronized: false }
    const place = await aPlace({ fields: [userIdField, plain, PIN] })
    await setOwn(place)
    expect((await place.client(['-getCredentials', 'Payroll'])).stdout).toMatch(
      /^Client: +hunter2 and more\nPIN: +\*{8}$/m,
    )
  })

  it('wipes what it looked up', async () => {
    const place = await aPlace()
    await setOwn(place)
    const looked: Uint8Array[] = []
    const { core } = await import('../../electron/cli/host/core-services.ts')
    const openSystem: typeof core.openSystem = async () => {
      const system = await place.open(ursula)
      const get = system.credentials.get.bind(system.credentials)
      system.credentials.get = async (ref) => {
        const found = await get(ref)
        looked.push(...found.values)
        return found
      }
      return system
    }
    expect(
      (await place.client(['-getCredentials', 'Payroll', '--show'], { core: { openSystem } })).stdout,
    ).toContain('hunter2')
    expect(looked.map((value) => value.every((byte) => byte === 0))).toEqual([true, true])
  })

  it('finds the credentials of the group of the caller in a group application', async () => {
    const place = await aPlace({ type: 'group', fields: [userIdField, passwordField] })
    const system = await place.open()
    await system.credentials.set({
      application: 'Payroll',
      account: 'staff',
      externalUser: 'STAFF01',
      values: [utf8('of all')],
    })
    await system.close()
    expect((await place.client(['-getCredentials', 'Payroll', '--show'])).stdout).toMatch(
      /STAFF01\nPassword: +of all\n/,
    )
    expect(await setOwn(place, { input: 'MINE\nhunter2\n' })).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('AccessDeniedGroupMapping'),
    })
  })

  it('never looks up those of somebody else', async () => {
    const place = await aPlace()
    await setOwn(place)
    expect(await place.client(['-getCredentials', 'Payroll', '--show'], { account: otto })).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringContaining('MappingMissing'),
    })
    expect(await place.client(['-getCredentials', 'ursula', 'Payroll'])).toMatchObject({ code: 2 })
  })

  it('says in its help that the output holds secrets', async () => {
    const place = await aPlace()
    expect((await place.client(['-getCredentials', '--help'])).stdout).toContain('output holds secrets')
  })
})

describe('the own mapping of an ssoclient', () => {
  it('is disabled, enabled, and deleted once it is disabled', async () => {
    const place = await aPlace()
    await setOwn(place)
    await setOwn(place, { account: otto, input: 'OTTO\nof otto\n1\n' })
    expect(await place.client(['-deleteMapping', 'Payroll'])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('MappingMustBeDisabled'),
    })
    expect(await place.client(['-disableMapping', 'payroll'])).toMatchObject({
      code: 0,
      stdout: 'The mapping of ursula in Payroll is disabled.\nThe operation completed successfully.\n',
    })
    expect((await place.client(['-listMappings'])).stdout).toBe('(D) ursula : Payroll : UREICH\n')
    expect(await place.client(['-getCredentials', 'Payroll'])).toMatchObject({ code: 4 })
    const enabled = await place.client(['-enableMapping', 'Payroll', '--json'])
    expect(jsonOf(ssoclient, 'enableMapping', enabled.stdout)).toEqual({
      application: 'Payroll',
      windowsAccount: 'ursula',
    })
    await place.client(['-disableMapping', 'Payroll'])
    const deleted = await place.client(['-deleteMapping', 'Payroll', '--json'])
    expect(jsonOf(ssoclient, 'deleteMapping', deleted.stdout)).toMatchObject({ windowsAccount: 'ursula' })
    expect(await place.client(['-listMappings'])).toMatchObject({
      stdout: '',
      stderr: 'You have no mappings.\n',
    })
    const others = await place.client(['-listMappings', '--json'], { account: otto })
    expect(jsonOf(ssoclient, 'listMappings', others.stdout)).toEqual([
      { application: 'Payroll', windowsAccount: 'otto', externalUser: 'OTTO', enabled: true },
    ])
  })

  it.each(['-enableMapping', '-disableMapping', '-deleteMapping'])(
    'is answered with 3 by %s when there is none',
    async (verb) => {
      const place = await aPlace()
      expect(await place.client([verb, 'Payroll'])).toMatchObject({
        code: 3,
        stderr: expect.stringContaining('MappingMissing'),
      })
    },
  )
})

describe('ssoclient and servers', () => {
  it('shows this computer, and whom it takes the caller for', async () => {
    const place = await aPlace()
    const { stdout } = await place.client(['-showServer', '--json'])
    expect(jsonOf(ssoclient, 'showServer', stdout)).toEqual({
      ssoServer: 'sso01',
      masterSecretServer: 'sso01',
      account: 'ursula',
    })
    expect((await place.client(['-showserver'])).stdout).toMatch(/^SSO server: +sso01$/m)
  })

  it('has no other server to choose, and says so', async () => {
    const place = await aPlace()
    expect(await place.client(['-server', 'sso02'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^ERROR: ssoclient -server: .*this computer.*\n$/),
    })
  })
})
