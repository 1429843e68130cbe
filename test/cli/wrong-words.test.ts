import { existsSync } from 'node:fs'
import { mkdtemp, readdir } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { similarNames } from '../../electron/cli/grammar/did-you-mean.ts'
import { optionsOf } from '../../electron/cli/grammar/global-options.ts'
import { programVerbs } from '../../electron/cli/parse/program-verbs.ts'
import { ssoclient } from '../../electron/cli/ssoclient/program.ts'
import { ssoconfig } from '../../electron/cli/ssoconfig/program.ts'
import { ssomanage } from '../../electron/cli/ssomanage/program.ts'
import type { Program } from '../../electron/cli/verb/program.ts'
import { namesComputer } from '../../electron/cli/verb-parts/choose-server.ts'
import { windowsPathReason } from '../../shared/windows-path.ts'
import { aCliPlace, run } from './support/run-cli.ts'

const programs = [ssoconfig, ssomanage, ssoclient]
const namesOf = ({ retired, verbs }: Program): readonly string[] =>
  [...verbs, ...retired].map(({ name }) => name)

const pairs = programs.flatMap((given) =>
  programs.flatMap((home) =>
    namesOf(home)
      .filter((verb) => home !== given && !namesOf(given).includes(verb))
      .map((verb) => ({ given, home, verb, name: `${given.name} -${verb} (${home.name})` })),
  ),
)

describe('a verb', () => {
  it('list of all programs is that of the programs', () => {
    expect(programVerbs).toEqual(
      Object.fromEntries(programs.map((program) => [program.name, namesOf(program)])),
    )
  })

  it.each(pairs)('of another program is sent there: $name', async ({ given, home, verb }) => {
    for (const word of [`-${verb}`, `–${verb.toUpperCase()}`, `/${verb.toLowerCase()}`]) {
      const { code, stderr, stdout } = await run(given, [word, 'x'])
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toMatch(
        new RegExp(`^ERROR: -${verb} is a verb of .*${home.name}.*, not of ${given.name}\\. Try: `),
      )
      expect(stderr).toContain(`${home.name} -${verb}`)
    }
  })

  it.each([
    [ssomanage, ['-lstapps'], 'Did you mean -listApps?'],
    [ssomanage, ['/dispalyDB'], 'Did you mean -displayDB?'],
    [ssomanage, ['-list'], 'Did you mean -listApps, -listServers or -listMappings?'],
    [ssoconfig, ['--backup', 'a.bak'], 'Did you mean -backupSecret or -verifyBackup?'],
    [ssoconfig, ['-generatesecrt', 'a.bak'], 'Did you mean -generateSecret?'],
    [ssoconfig, ['-setSLL', 'yes'], 'Did you mean -setSSL?'],
    [ssoconfig, ['-displayBD'], 'Did you mean ssomanage -displayDB?'],
    [ssoclient, ['listapps'], 'Nothing to do. Did you mean -listApps?'],
    [ssoclient, ['listmapping'], 'Nothing to do. Did you mean -listMappings?'],
  ] as const)('that is misspelt is guessed: $0.name $1', async (program, argv, said) => {
    const { code, stderr } = await run(program, argv)
    expect(code).toBe(2)
    expect(stderr).toContain(said)
    expect(stderr).toContain(`Try: ${program.name} --help`)
  })

  it('that is like none is not guessed', async () => {
    expect((await run(ssoclient, ['-frobnicate'])).stderr).toBe(
      'ERROR: ssoclient has no verb -frobnicate. Try: ssoclient --help\n',
    )
    expect(similarNames('ab', ['abc'])).toEqual([])
  })
})

describe('an option', () => {
  it.each([
    [['-displayDB', '--jsno'], "unknown option '--jsno'. Did you mean --json?"],
    [['-displayDB', '--datadir', 'x'], "unknown option '--datadir'. Did you mean --data-dir?"],
    [['-createApps', 'a.xml', '--dryrun'], "unknown option '--dryrun'. Did you mean --dry-run?"],
    [['-displayDB', '-generateSecret'], '-generateSecret is a verb of ssoconfig, not of ssomanage.'],
    [
      ['-displayDB', '--frobnicate=hunter2'],
      "unknown option '--frobnicate'. Try: ssomanage -displayDB --help",
    ],
  ])('that is unknown is guessed: %j', async (argv, said) => {
    const { code, stderr } = await run(ssomanage, argv)
    expect(code).toBe(2)
    expect(stderr).toContain(said)
    expect(stderr).not.toContain('hunter2')
  })
})

const windowsPaths = [
  'D:\\backups\\SSO1234.bak',
  'd:/x.bak',
  'C:x',
  '\\\\server\\share\\x.bak',
  '%TEMP%\\x.bak',
  '%TEMP%',
  '%ProgramFiles(x86)%/x',
  'backups\\x.bak',
  '..\\x.bak',
  '~\\x.bak',
  '$env:TEMP/x',
  '\\x',
]
const ownPaths = [
  'x.bak',
  '/tmp/x.bak',
  './D:x',
  './a\\b',
  '../a\\b',
  '/tmp/a\\b',
  '100%',
  'a%b',
  'SSO%20x.bak',
  '-',
  'ab:c',
  '~/x',
]

/** Every place of every program that takes the name of a file or a folder. */
const places = programs.flatMap((program) =>
  program.verbs.flatMap((verb) => {
    const argument = verb.arguments.findIndex(({ offers }) => offers === 'file')
    const words = verb.arguments
      .filter(({ optional }) => !optional)
      .map(({ choices }) => choices?.[0] ?? 'word')
    const options = optionsOf(verb).filter(({ offers }) => offers === 'file')
    const lineOf = (argv: (path: string) => readonly string[], what: string) => ({
      program,
      argv,
      what,
      name: `${program.name} -${verb.name} ${what}`,
    })
    return [
      ...(argument < 0
        ? []
        : [
            lineOf(
              (path) => [
                `-${verb.name}`,
                ...verb.arguments.slice(0, argument).map(({ choices }) => choices?.[0] ?? 'word'),
                path,
              ],
              `<${verb.arguments[argument]?.name}>`,
            ),
          ]),
      ...options.map(({ name }) =>
        lineOf((path) => [`-${verb.name}`, ...words, `--${name}`, path], `--${name}`),
      ),
    ]
  }),
)

describe('a path of Windows', () => {
  it.skipIf(process.platform === 'win32').each(places)(
    'is refused elsewhere, and nothing made of it: $name',
    async ({ argv, program, what }) => {
      const folder = await mkdtemp(join(tmpdir(), 'sso-windows-path-'))
      const before = process.cwd()
      process.chdir(folder)
      try {
        for (const path of ['D:\\x.bak', '\\\\server\\share\\x', '%TEMP%\\x']) {
          const { code, stderr, stdout } = await run(program, argv(path))
          expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
          expect(stderr).toContain(`${what} is a path of Windows`)
          expect(stderr).not.toContain(path)
        }
        expect(await readdir(folder)).toEqual([])
      } finally {
        process.chdir(before)
      }
    },
  )

  it('is looked for in more than one place', () => {
    expect(places.length).toBeGreaterThan(60)
  })

  it.each(windowsPaths)('is known: %s', (path) => {
    expect(windowsPathReason(path, 'linux')).not.toBeNull()
    expect(windowsPathReason(path, 'darwin')).not.toBeNull()
    expect(windowsPathReason(path, 'win32')).toBeNull()
  })

  it.each(ownPaths)('is told from one of this system: %s', (path) => {
    expect(windowsPathReason(path, 'linux')).toBeNull()
  })

  it.skipIf(process.platform === 'win32')('in SSO_DATA_DIR is refused by that name', async () => {
    const before = process.env.SSO_DATA_DIR
    process.env.SSO_DATA_DIR = 'D:\\sso'
    try {
      const { code, stderr } = await run(ssomanage, ['-displayDB'])
      expect(code).toBeGreaterThan(0)
      expect(stderr).toMatch(/SSO_DATA_DIR.*path of Windows/)
      expect(existsSync('D:\\sso')).toBe(false)
    } finally {
      if (before === undefined) delete process.env.SSO_DATA_DIR
      else process.env.SSO_DATA_DIR = before
    }
  })
})

describe('the SSO server', () => {
  const own = hostname()
  const ways = [
    own,
    own.toUpperCase(),
    ` ${own} `,
    `${own.split('.')[0]}.corp.example.com`,
    'localhost',
    '%COMPUTERNAME%',
    '.',
  ]

  it.each(ways)('may be chosen as long as it is this computer: %s', async (name) => {
    for (const [program, verb] of [
      [ssomanage, '-server'],
      [ssomanage, '–serverall'],
      [ssoclient, '-server'],
    ] as const) {
      const { code, stderr, stdout } = await run(program, [verb, name])
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout).toContain(own.toLowerCase())
    }
  })

  it('needs no SSO system to be chosen, and makes none', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sso-no-system-'))
    const argv = ['-server', own, '--data-dir', join(folder, 'data')]
    expect(await run(ssomanage, argv)).toMatchObject({ code: 0 })
    expect(await readdir(folder)).toEqual([])
  })

  it.each<[string, string, boolean]>([
    ['SSO01', 'sso01', true],
    ['sso01.corp.local', 'sso01', true],
    ['sso01', 'sso01.corp.local', true],
    ['SSO01.CORP.LOCAL.', 'sso01.corp.local', true],
    ['sso01.other.local', 'sso01.corp.local', false],
    ['sso02', 'sso01', false],
    ['sso0', 'sso01', false],
    ['', 'sso01', false],
    ['corp.local', 'sso01.corp.local', false],
  ])('%s on %s: %s', (name, computer, is) => {
    expect(namesComputer(name, computer)).toBe(is)
  })
})

describe('a value out of range', () => {
  it.each(
    [
      ['9', '9'],
      ['4', '0'],
      ['0', '4'],
      ['45'],
      ['1'],
      ['-1', '0'],
      ['1', '2', '3'],
      ['x', 'y'],
      ['10', '2'],
      ['1.5', '2'],
    ].map((levels) => [levels]),
  )('of audit levels exits with 2 and names them: %j', async (levels) => {
    const { run: runIn } = await aCliPlace()
    const { code, stderr, stdout } = await runIn(ssoconfig, ['-auditLevel', ...levels])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('-auditLevel')
  })

  it.each([
    ['--password-fd', '-1'],
    ['--password-fd', '1.5'],
    ['--password-fd', 'x'],
    ['--password-fd', '99999999'],
  ])('of %s %s exits with 2 and names the option', async (option, value) => {
    const { file, run: runIn } = await aCliPlace()
    const { code, stderr } = await runIn(ssoconfig, ['-generateSecret', file('a.bak'), option, value])
    expect(code).toBe(2)
    expect(stderr).toContain(option)
  })

  it.each([
    ['-generateSecret', 'x'.repeat(100_000)],
    ['-backupSecret', 'x'.repeat(10_000)],
    ['-generateSecret', 'two\nlines'],
    ['-backupSecret', 'turned \u202e'],
  ])('of %s --reminder exits with 2, names the option and makes no file', async (verb, reminder) => {
    const { file, run: runIn } = await aCliPlace()
    await runIn(ssoconfig, ['-generateSecret', file('first.bak'), '--password-stdin'], {
      input: 'correct horse battery staple\n',
    })
    const { code, stderr, stdout } = await runIn(
      ssoconfig,
      [verb, file('a.bak'), '--password-stdin', '--reminder', reminder],
      { input: 'correct horse battery staple\n' },
    )
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^ERROR: --reminder: The password reminder [\s\S]*\n$/m)
    expect(existsSync(file('a.bak'))).toBe(false)
  })

  it.each([
    [ssomanage, ['-tickets', 'maybe', 'yes'], '<allowed>'],
    [ssomanage, ['-enable', 'nothing'], '-enable'],
    [ssoconfig, ['-reencrypt', 'faster'], '<action>'],
    [ssoconfig, ['-changeProtector', 'paper'], '-changeProtector'],
    [ssoconfig, ['-rehearse', 'nothing'], '-rehearse'],
    [ssomanage, ['-listApps', 'some'], '<all>'],
  ] as const)('of a choice exits with 2 and names the argument: $0.name $1', async (program, argv, named) => {
    const { run: runIn } = await aCliPlace()
    const { code, stderr } = await runIn(program, argv)
    expect(code).toBe(2)
    expect(stderr).toContain(named)
  })
})
