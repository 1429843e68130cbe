import { readFile, stat, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { ssoconfig } from '../../electron/cli/ssoconfig/program.ts'
import { PASSWORD } from '../support/test-system.ts'
import { jsonOf } from './support/json-of.ts'
import { aCliPlace, anEmptyCliPlace, type CliPlace, type RunOptions } from './support/run-cli.ts'

const input = `${PASSWORD}\n`

function generate(place: CliPlace, file = 'SSO.bak', options: RunOptions = {}, ...more: string[]) {
  return place.run(ssoconfig, ['-generateSecret', place.file(file), '--password-stdin', ...more], {
    input,
    ...options,
  })
}

describe('ssoconfig -generateSecret', () => {
  it('tells in JSON which secret is current now', async () => {
    const place = await aCliPlace()
    const { code, stdout } = await generate(place, 'SSO.bak', {}, '--json')
    expect(code).toBe(0)
    const generated = jsonOf<{ msid: string }>(ssoconfig, 'generateSecret', stdout)
    expect(JSON.parse(await readFile(place.file('SSO.bak'), 'utf8')).currentMsid).toBe(generated.msid)
  })

  it('says nothing beside the result with --quiet', async () => {
    const place = await aCliPlace()
    expect(await generate(place, 'SSO.bak', {}, '-quiet')).toMatchObject({ code: 0, stderr: '' })
  })

  it('exits with 4 when the file exists, and replaces it with --force', async () => {
    const place = await aCliPlace()
    await writeFile(place.file('SSO.bak'), 'precious')
    expect(await generate(place)).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('BackupFileExists'),
    })
    expect(await generate(place, 'SSO.bak', {}, '/force')).toMatchObject({ code: 0 })
  })

  it('changes nothing and says so when it is interrupted before the secret is current', async () => {
    const place = await aCliPlace()
    const interrupt = new AbortController()
    const run = await generate(place, 'SSO.bak', {
      signal: interrupt.signal,
      onStderr: (text) => text.includes('Checking') && interrupt.abort(),
    })
    expect(run).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('Interrupted. ') })
    await expect(stat(place.file('SSO.bak'))).rejects.toThrow('ENOENT')
  })
})

describe('ssoconfig -showSecret', () => {
  it('says that there is no secret yet, and what would guard it', async () => {
    const place = await aCliPlace()
    expect(await place.run(ssoconfig, ['-showSecret'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Master secret: none yet\nGuarded by: .*file permissions only/),
    })
  })

  it('names the secret, what guards it and its last backup', async () => {
    const place = await aCliPlace()
    const generated = await generate(place)
    const { stdout } = await place.run(ssoconfig, ['-showSecret', '--json'])
    const shown = jsonOf<{ msid: string }>(ssoconfig, 'showSecret', stdout)
    expect(shown).toMatchObject({ state: 'current', lastBackup: { fileName: 'SSO.bak' } })
    expect(generated.stdout).toContain(shown.msid)
    const text = await place.run(ssoconfig, ['/SHOWSECRET'])
    expect(text.stdout).toContain(`Master secret:   ${shown.msid}\n`)
    expect(text.stdout).toContain('Last backup:     SSO.bak, ')
  })

  it('tells why the secret is not available', async () => {
    const place = await aCliPlace()
    await generate(place)
    await writeFile(`${place.dataDirectory}/secret-store.json`, '{')
    const { code, stdout } = await place.run(ssoconfig, ['-showSecret'])
    expect(code).toBe(1)
    expect(stdout).toMatch(/^Master secret: not available\. The secret store is damaged: /)
    const json = await place.run(ssoconfig, ['-showSecret', '--json'])
    expect(jsonOf(ssoconfig, 'showSecret', json.stdout)).toMatchObject({ state: 'unavailable' })
  })
})

describe('ssoconfig -auditLevel', () => {
  it.each([[['33']], [['3', '3']], [['3 3']]])('takes the levels as %j', async (levels) => {
    const place = await aCliPlace()
    const run = await place.run(ssoconfig, ['-auditlevel', ...levels, '--json'])
    expect(run.code).toBe(0)
    expect(jsonOf(ssoconfig, 'auditLevel', run.stdout)).toEqual({ positive: 3, negative: 3 })
  })

  it('shows the levels when none are given', async () => {
    const place = await aCliPlace()
    await place.run(ssoconfig, ['-auditLevel', '1', '2'])
    expect((await place.run(ssoconfig, ['-auditLevel'])).stdout).toBe(
      'Positive audit level: 1\nNegative audit level: 2\n',
    )
  })

  it.each(['3', '333', 'high'])('refuses %s', async (levels) => {
    const place = await aCliPlace()
    expect(await place.run(ssoconfig, ['-auditLevel', levels])).toMatchObject({ code: 2, stdout: '' })
  })

  it('exits with 2 for a level above 3', async () => {
    const place = await aCliPlace()
    expect(await place.run(ssoconfig, ['-auditLevel', '4', '1'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('each from 0 to 3'),
    })
  })

  it('exits with 5, the code and what to do for an account that is no SSO Administrator', async () => {
    const place = await aCliPlace()
    const erin = { name: 'erin', groups: [], isLocalAdministrator: false }
    const run = await place.run(ssoconfig, ['-auditLevel', '1', '1', '--json'], { account: erin })
    expect(run).toMatchObject({ code: 5, stderr: '' })
    expect(JSON.parse(run.stdout).error).toMatchObject({
      code: 'AccessDeniedNotSsoAdministrator',
      hresult: '0xC0002B01',
      eventId: 11009,
      remedy: expect.stringMatching(/\w/),
    })
  })
})

describe('ssoconfig and the SSO database', () => {
  it('creates it once', async () => {
    const place = await anEmptyCliPlace()
    const created = await place.run(ssoconfig, ['-createDatabase', '--json'])
    expect(jsonOf(ssoconfig, 'createDatabase', created.stdout)).toEqual({
      path: `${place.dataDirectory}/sso.db`,
    })
    expect(await place.run(ssoconfig, ['-createDatabase'])).toMatchObject({
      code: 4,
      stderr: expect.stringMatching(/^ERROR: 0xC0002935 : .*\n\(DatabaseExists, event 10549\)\n$/),
    })
  })

  it('shows where it is and what is in it', async () => {
    const place = await aCliPlace()
    const { stdout } = await place.run(ssoconfig, ['-showdb', '--json'])
    expect(jsonOf(ssoconfig, 'showDB', stdout)).toMatchObject({ path: `${place.dataDirectory}/sso.db` })
    const text = await place.run(ssoconfig, ['-showdb'])
    expect(text.stdout).toContain(`${place.dataDirectory}/sso.db\n`)
    expect(text.stdout).toMatch(/^Schema version: +\d+$/m)
  })

  it('leaves one that is up to date as it is, and exits with 3 when there is none', async () => {
    const place = await anEmptyCliPlace()
    expect(await place.run(ssoconfig, ['-upgradeDatabase'])).toMatchObject({ code: 3 })
    await place.run(ssoconfig, ['-createDatabase'])
    const { stdout } = await place.run(ssoconfig, ['-upgradeDatabase', '--json'])
    expect(jsonOf(ssoconfig, 'upgradeDatabase', stdout)).toMatchObject({ copy: null })
  })
})

describe('ssoconfig -reencrypt', () => {
  it('says that nothing had to be re-encrypted', async () => {
    const place = await aCliPlace()
    expect(await place.run(ssoconfig, ['-reencrypt', 'STATUS'])).toMatchObject({
      code: 0,
      stdout: 'No credentials have had to be re-encrypted yet.\n',
    })
  })

  it.each(['status', 'pause', 'resume', 'cancel'])('answers %s in its shape', async (action) => {
    const place = await aCliPlace()
    await generate(place)
    const { code, stdout } = await place.run(ssoconfig, ['-reencrypt', action, '--json'])
    expect(code).toBe(0)
    expect(jsonOf(ssoconfig, 'reencrypt', stdout)).toMatchObject({ reencryption: { phase: 'done' } })
  })

  it('refuses what it does not know', async () => {
    const place = await aCliPlace()
    expect(await place.run(ssoconfig, ['-reencrypt', 'faster'])).toMatchObject({
      code: 2,
      stderr: 'ERROR: ssoconfig -reencrypt: <action> is one of status, pause, resume, cancel.\n',
    })
  })
})
