import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ssoclient } from '../../electron/cli/ssoclient/program.ts'
import { ssoconfig } from '../../electron/cli/ssoconfig/program.ts'
import { ssomanage } from '../../electron/cli/ssomanage/program.ts'
import type { Program } from '../../electron/cli/verb/program.ts'
import type { Verb } from '../../electron/cli/verb/verb.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { run } from './support/run-cli.ts'

/* What a command does where there is no SSO system: it says so, and leaves no trace. */

const verbs = [ssoconfig, ssomanage, ssoclient].flatMap((program) =>
  program.verbs.map((verb) => [program, verb] as const),
)
const creating = ['ssoconfig -createDatabase', 'ssoconfig -generateSecret']

const lineOf = (verb: Verb): readonly string[] => [
  `-${verb.name}`,
  ...verb.arguments.filter(({ optional }) => !optional).map(({ choices }) => choices?.[0] ?? 'word'),
]

/** Every file and folder below, with what tells whether it was touched. */
function traces(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const { mode, mtimeMs, size } = statSync(join(folder, name), { throwIfNoEntry: false }) ?? {}
      return [name, mode, mtimeMs, size].join(' ')
    })
}

const places: Readonly<Record<string, (folder: string) => string>> = {
  'a folder that does not exist': (folder) => join(folder, 'typo'),
  'a folder whose folder does not exist': (folder) => join(folder, 'unmounted', 'sso'),
  'an empty folder': (folder) => {
    mkdirSync(join(folder, 'empty'), { mode: 0o755 })
    return join(folder, 'empty')
  },
  'a folder of other files': (folder) => {
    mkdirSync(join(folder, 'home'))
    writeFileSync(join(folder, 'home', 'letter.txt'), 'Dear Sir')
    return join(folder, 'home')
  },
  'a folder with an empty database': (folder) => {
    mkdirSync(join(folder, 'cut'))
    writeFileSync(join(folder, 'cut', 'sso.db'), '')
    return join(folder, 'cut')
  },
  'a link to nothing': (folder) => {
    symlinkSync(join(folder, 'gone'), join(folder, 'link'))
    return join(folder, 'link')
  },
}

describe.each(Object.entries(places))('at %s', (_title, make) => {
  it('every verb but those that make a system exits with 3, says where it looked, and leaves no trace', async () => {
    const folder = await temporaryFolder()
    const place = make(folder)
    const before = traces(folder)
    const wrong: unknown[] = []
    for (const [program, verb] of verbs) {
      if (creating.includes(`${program.name} -${verb.name}`)) continue
      // Whether the named server is this computer is known without a system.
      if (verb.name === 'server' || verb.name === 'serverAll') continue
      const argv = [...lineOf(verb), '--data-dir', place]
      const { code, stderr, stdout } = await run(program, argv)
      const isRight = code === 3 && stdout === '' && stderr.includes(place) && stderr.includes('NoSsoSystem')
      if (!isRight) wrong.push({ argv, code, stderr, stdout })
    }
    expect(wrong).toEqual([])
    expect(traces(folder)).toEqual(before)
  })
})

describe('the verbs that make a system', () => {
  const plain = { name: 'erin', groups: ['users'], isLocalAdministrator: false }

  it('make none for whoever does not administer the computer', async () => {
    const folder = await temporaryFolder()
    for (const verb of [
      ['-createDatabase'],
      ['-generateSecret', join(folder, 'a.bak'), '--password-stdin'],
    ]) {
      const argv = [...verb, '--data-dir', join(folder, 'data')]
      const { code, stderr } = await run(ssoconfig, argv, { account: plain, input: 'a long password\n' })
      expect({ code, stderr }).toMatchObject({
        code: 5,
        stderr: expect.stringContaining('AccessDeniedNotLocalAdministrator'),
      })
    }
    expect(traces(folder)).toEqual([])
  })

  it('make none where the folder above is missing, as on a disk that is not mounted', async () => {
    const folder = await temporaryFolder()
    const data = join(folder, 'disk', 'sso')
    const { code, stderr } = await run(ssoconfig, ['-createDatabase', '--data-dir', data])
    expect({ code, stderr }).toMatchObject({
      code: 3,
      stderr: expect.stringContaining(`no folder ${folder}/disk`),
    })
    expect(traces(folder)).toEqual([])
  })

  it('say that they made one', async () => {
    const folder = await temporaryFolder()
    const data = join(folder, 'data')
    const argv = ['-generateSecret', join(folder, 'a.bak'), '--password-stdin', '--data-dir', data]
    const { code, stderr } = await run(ssoconfig, argv, { input: 'a long password\n' })
    expect({ code, stderr }).toMatchObject({
      code: 0,
      stderr: expect.stringContaining(`no SSO system in ${data}`),
    })
    expect(await run(ssomanage, ['-displayDB', '--data-dir', data])).toMatchObject({ code: 0 })
  })

  it('finish a database without a system in it, and refuse one with', async () => {
    const folder = await temporaryFolder()
    writeFileSync(join(folder, 'sso.db'), '')
    chmodSync(folder, 0o700)
    const argv = ['-createDatabase', '--data-dir', folder]
    expect(await run(ssoconfig, argv)).toMatchObject({ code: 0 })
    expect(await run(ssoconfig, argv)).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('DatabaseExists'),
    })
  })
})

describe('a secret store without its database', () => {
  it('is not given a new one by who only reads', async () => {
    const folder = await temporaryFolder()
    const data = join(folder, 'data')
    await run(ssoconfig, ['-createDatabase', '--data-dir', data])
    for (const name of readdirSync(data).filter((one) => one.startsWith('sso.db')))
      spawnSync('rm', [join(data, name)])
    const { code, stderr } = await run(ssoconfig, ['-health', '--data-dir', data])
    expect({ code, stderr }).toMatchObject({ code: 3, stderr: expect.stringContaining('DatabaseMissing') })
    expect(readdirSync(data).filter((one) => one.startsWith('sso.db'))).toEqual([])
  })
})

describe('names of data directories', () => {
  const shipped = (name: string, args: readonly string[], cwd: string, env: Record<string, string> = {}) => {
    const { SSO_DATA_DIR: _, ...inherited } = process.env
    const options = { cwd, env: { ...inherited, ...env }, encoding: 'utf8', timeout: 30_000 } as const
    return spawnSync(process.execPath, [resolve(`dist/cli/${name}.js`), ...args], options)
  }

  it.each([
    ['--data-dir='],
    ['--data-dir', ''],
    ['--data-dir', '  '],
    ['--data-dir=~/sso'],
    ['--data-dir', '--yes'],
    ['--data-dir=a\u001b[2Jb'],
    ['--data-dir=D:\\sso'],
  ])('are refused with exit code 2 when they are %s %s', async (...args) => {
    const cwd = await temporaryFolder()
    for (const verb of ['-health', '-createDatabase']) {
      const { status, stderr } = shipped('ssoconfig', [verb, ...args], cwd)
      expect({ status, stderr }).toMatchObject({ status: 2, stderr: expect.stringContaining('--data-dir') })
    }
    expect(traces(cwd)).toEqual([])
  })

  it.each(['', '  '])('count as not given when SSO_DATA_DIR is “%s”', async (blank) => {
    const cwd = await temporaryFolder()
    const home = await temporaryFolder()
    const env = { SSO_DATA_DIR: blank, HOME: home, XDG_DATA_HOME: join(home, 'share') }
    const { status, stderr } = shipped('ssoconfig', ['-health'], cwd, env)
    expect({ status, stderr }).toMatchObject({
      status: 3,
      stderr: expect.stringContaining(join(home, 'share', 'sso-administration')),
    })
    expect([...traces(cwd), ...traces(home)]).toEqual([])
  })

  it.runIf(process.platform === 'linux')('are refused in bounded time below /proc', async () => {
    const cwd = await temporaryFolder()
    for (const verb of ['-health', '-createDatabase']) {
      const { signal, status } = shipped('ssoconfig', [verb, '--data-dir', '/proc/x'], cwd)
      expect({ signal, isRefused: status !== 0 }).toEqual({ signal: null, isRefused: true })
    }
  })

  it.each([
    [ssoconfig, ['-backupSecret', 'a.bak', '--password-file=']],
    [ssoconfig, ['-backupSecret', 'a.bak', '--password-fd=']],
    [ssoconfig, ['-backupSecret', '']],
    [ssomanage, ['-exportApps', '--application=']],
    [ssomanage, ['-listMappings', ' ']],
  ] as readonly (readonly [Program, readonly string[]])[])(
    'are not all that can be left empty: %s %s',
    async (program, argv) => {
      const data = await temporaryFolder()
      expect(await run(program, [...argv, '--data-dir', data])).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('empty'),
      })
    },
  )
})
