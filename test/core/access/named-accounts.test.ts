import { execFileSync, spawnSync } from 'node:child_process'
import { appendFile, chmod, mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { thisServer } from '../../../electron/core/accounts/account-name.ts'
import { locateDataDirectory } from '../../../electron/core/files/data-directory.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { openTestSystem } from '../../support/test-system.ts'

/* The commands under accounts whose names only a private copy of /etc/passwd and /etc/group has. */

const UID = 54_321
const GID = 54_322

interface Names {
  readonly passwd?: string
  readonly group?: string
  /** In the place of getent. */
  readonly getent?: string
  /** More of setpriv's options. */
  readonly as?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
}

interface Place {
  readonly folder: string
  readonly data: string
}

/** A system whose files belong to the account {@link UID}, with `administrators` as its SSO Administrators beside root's. */
async function aPlace(administrators: readonly string[] = []): Promise<Place> {
  const folder = await temporaryFolder()
  await chmod(folder, 0o755)
  const directory = locateDataDirectory(join(folder, 'data'))
  const { system } = await openTestSystem({ directory, server: thisServer() })
  await system.globalInfo.disable()
  const groups = ['sudo', ...administrators].map((name) => ({ kind: 'group', name }) as const)
  await system.globalInfo.update({ ssoAdministrators: [{ kind: 'user', name: 'root' }, ...groups] })
  await system.globalInfo.enable()
  await system.close()
  execFileSync('chown', ['-R', `${UID}:${GID}`, directory.path])
  return { folder, data: directory.path }
}

async function run({ data, folder }: Place, command: string, names: Names) {
  // All of it, not the two files: whoever makes an account meanwhile puts new ones in their place.
  const etc = join(folder, 'etc')
  execFileSync('cp', ['-a', '/etc', etc])
  for (const file of ['passwd', 'group'] as const) await appendFile(join(etc, file), `${names[file] ?? ''}\n`)
  const bind = [`mount --bind '${etc}' /etc`]
  if (names.getent !== undefined) {
    await writeFile(join(folder, 'getent'), names.getent, { mode: 0o755 })
    bind.push(`mount --bind '${join(folder, 'getent')}' /usr/bin/getent`)
  }
  const [program = '', ...args] = command.split(' ')
  const ids = names.as ?? ['--reuid', `${UID}`, '--regid', `${GID}`, '--clear-groups']
  const argv = [process.execPath, resolve(`dist/cli/${program}.js`), ...args, '--data-dir', data]
  const script = `${bind.join(' && ')} && exec setpriv ${ids.join(' ')} -- ${argv.map((one) => `'${one}'`).join(' ')}`
  const env = { ...process.env, ...names.environment }
  return spawnSync('unshare', ['-m', 'sh', '-c', script], { cwd: '/', env, encoding: 'utf8' })
}

const user = `ann:x:${UID}:${GID}::/:/bin/false`

describe.runIf(process.platform === 'linux' && process.getuid?.() === 0)('an account', () => {
  it.each([
    ['CORP\\SSO Administrators', 'CORP\\SSO Administrators'],
    ['CORP\\SSO Administrators', 'corp\\sso administrators'],
    ['Löhne und Gehälter', 'Löhne und Gehälter'],
    [`${thisServer().toUpperCase()}\\payroll`, 'payroll'],
  ])('in the group that the role names %s and the computer %s holds it', async (role, group) => {
    const place = await aPlace([role])
    const run1 = await run(place, 'ssoconfig -auditLevel', { passwd: user, group: `${group}:x:${GID}:` })
    expect(run1).toMatchObject({ status: 0, stderr: '' })
  })

  it('in a group whose name ends in that of an administrators’ group is no administrator', async () => {
    const place = await aPlace()
    const group = `friends of sudo:x:${GID}:`
    const denied = await run(place, 'ssoconfig -auditLevel', { passwd: user, group })
    expect(denied).toMatchObject({
      status: 5,
      stderr: expect.stringContaining('ann is not an SSO Administrator'),
    })
  })

  it('without a name, in groups without one, works and is shown by number', async () => {
    const place = await aPlace()
    expect(await run(place, 'ssoclient -showServer --json', {})).toMatchObject({
      status: 0,
      stdout: expect.stringContaining(`"account": "#${UID}"`),
    })
  })

  it('is the one that the process acts as, not the one that started it', async () => {
    const place = await aPlace()
    const as = ['--ruid', '0', '--euid', `${UID}`, '--rgid', '0', '--egid', `${GID}`, '--clear-groups']
    const environment = { USER: 'root', USERNAME: 'root', LOGNAME: 'root', HOME: '/root' }
    expect(await run(place, 'ssoclient -showServer', { passwd: user, as, environment })).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^Account: +ann$/m),
    })
  })

  it('is not named by what the search path leads to', async () => {
    const place = await aPlace()
    const liar = join(place.folder, 'bin')
    await mkdir(liar)
    for (const name of ['getent', 'id'])
      await writeFile(join(liar, name), '#!/bin/sh\necho root:x:0:\n', { mode: 0o755 })
    const run1 = await run(place, 'ssoclient -showServer', {
      passwd: user,
      environment: { PATH: `${liar}:${process.env.PATH}` },
    })
    expect(run1).toMatchObject({ status: 0, stdout: expect.stringMatching(/^Account: +ann$/m) })
  })

  it('may be in a thousand groups, one of them with twenty thousand members', async () => {
    const place = await aPlace(['big one'])
    const gids = Array.from({ length: 1000 }, (_, n) => 60_000 + n)
    const members = Array.from({ length: 20_000 }, (_, n) => `CORP\\member${n}`).join(',')
    const as = ['--reuid', `${UID}`, '--regid', `${GID}`, '--groups', gids.join(',')]
    const group = `big one:x:${gids.at(-1)}:${members}`
    expect(await run(place, 'ssoconfig -auditLevel', { passwd: user, group, as })).toMatchObject({
      status: 0,
      stderr: '',
    })
  })

  it.each([
    ['fails', '#!/bin/sh\nexit 1\n', 'exit code 1'],
    ['is killed', '#!/bin/sh\nkill -9 $$\n', 'SIGKILL'],
    ['hangs', '#!/bin/sh\nexec sleep 600\n', 'did not answer within 10 seconds'],
  ])(
    'is asked for in vain, by name, when the name service %s',
    async (_how, getent, reason) => {
      const place = await aPlace()
      const run1 = await run(place, 'ssoconfig -auditLevel', { getent })
      expect(run1).toMatchObject({ status: 1, stdout: '' })
      expect(run1.stderr).toContain('NameServiceFailed')
      expect(run1.stderr).toContain('/usr/bin/getent')
      expect(run1.stderr).toContain(reason)
    },
    40_000,
  )
})
