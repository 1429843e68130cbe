import { chmod, mkdir, open, writeFile } from 'node:fs/promises'
import { PassThrough, Writable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { passwordOptions } from '../../electron/cli/password-options.ts'
import type { Program } from '../../electron/cli/program.ts'
import { runProgram } from '../../electron/cli/run-program.ts'
import { defineListVerb, defineVerb } from '../../electron/cli/verb.ts'
import { SsoError } from '../../electron/core/sso-error.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { type RunOptions, run } from './support/run-cli.ts'

const posix = process.platform !== 'win32'

const echo = defineVerb({
  name: 'echo',
  summary: 'tell what was given',
  description: ['Tells what was given.'],
  arguments: [
    { name: 'first', what: 'a word' },
    { name: 'second', what: 'another', optional: true },
  ],
  options: [{ name: 'to-whom', value: 'name', what: 'a name' }],
  examples: ['-echo word'],
  dryRun: true,
  json: (zod) => zod.record(zod.string(), zod.unknown()),
  run: async ({ options }, given) => ({ ...given, ...options }) as Record<string, unknown>,
  print: (given) => [JSON.stringify(given)],
})

const secrets = defineVerb({
  name: 'secrets',
  summary: 'tell what was typed',
  description: ['Tells what was typed.'],
  options: passwordOptions,
  examples: ['-secrets'],
  json: (zod) => zod.array(zod.string()),
  run: async ({ passwords }, source) => {
    const asked = [
      { label: 'User ID', masked: false },
      { label: 'Password', masked: true },
    ]
    return (await passwords.values(source, asked)).map((value) => new TextDecoder().decode(value))
  },
  print: (values) => values,
})

const count = defineListVerb({
  name: 'count',
  summary: 'count',
  description: ['Counts.'],
  arguments: [{ name: 'to', what: 'how far' }],
  examples: ['-count 3'],
  interrupted: 'Count the rest.',
  json: (zod) => zod.strictObject({ n: zod.number() }),
  run: async function* ({ progress, signal }, { to }) {
    progress.step('Counting…')
    if (to === 'x') {
      yield { n: 1 }
      throw SsoError.of('Busy', { done: 1, total: 2 })
    }
    for (let n = 1; n <= Number(to) && !signal.aborted; n += 1) {
      progress.count(n, Number(to))
      yield { n }
    }
  },
  print: ({ n }) => [String(n)],
})

const failures: Readonly<Record<string, () => Error>> = {
  busy: () => SsoError.of('Busy', { done: 1, total: 2 }),
  bug: () => new TypeError('x is not a function'),
}

const fail = defineVerb({
  name: 'fail',
  summary: 'fail',
  description: ['Fails.'],
  arguments: [{ name: 'how', what: 'how', choices: ['busy', 'bug', 'red'] }],
  examples: ['-fail busy'],
  json: (zod) => zod.strictObject({ how: zod.string() }),
  run: async (_context, { how }) => {
    const failure = failures[how]
    if (failure !== undefined) throw failure()
    return { how }
  },
  failed: ({ how }) => how === 'red',
  print: ({ how }) => [how],
})

const remove = defineVerb({
  name: 'remove',
  summary: 'remove all',
  description: ['Removes all.'],
  examples: ['-remove'],
  asks: true,
  json: (zod) => zod.strictObject({ removed: zod.boolean() }),
  run: async ({ confirm }) => {
    await confirm('Remove all?')
    return { removed: true }
  },
  print: () => ['Removed.'],
})

const program: Program = {
  name: 'tool',
  summary: 'Does things.',
  verbs: [echo, secrets, count, fail, remove],
  retired: [{ name: 'trace', because: 'There is no trace.' }],
}

const tool = (argv: readonly string[], options?: RunOptions) => run(program, argv, options)

async function given(argv: readonly string[]): Promise<Record<string, unknown>> {
  const { code, stderr, stdout } = await tool(argv)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout)
}

describe('a command line', () => {
  it.each([
    [['-echo', 'a', 'b', '--to-whom', 'c']],
    [['--to-whom', 'c', '-echo', 'a', 'b']],
    [['/ECHO', 'a', '–To-Whom=c', 'b']],
    [['--echo=a', 'b', '/to-whom', 'c']],
    [['-to-whom', 'c', 'a', 'â€“echo', 'b']],
  ])('takes arguments and options in any order: %j', async (argv) => {
    expect(await given(argv)).toMatchObject({ first: 'a', second: 'b', toWhom: 'c' })
  })

  it('keeps values that look like verbs or options', async () => {
    expect(await given(['-echo', '--to-whom', '-count', '--', '/fail', '--json'])).toMatchObject({
      first: '/fail',
      second: '--json',
      toWhom: '-count',
    })
  })

  it.each([
    [[], 'Nothing to do. Try: tool --help'],
    [['a'], 'Nothing to do. Try: tool --help'],
    [['-ecko', 'a'], '-ecko is no verb of tool. Try: tool --help'],
    [['–ecko=hunter2'], '–ecko is no verb of tool. Try: tool --help'],
    [['-echo', '-count', '3'], 'One verb at a time: -echo or -count.'],
    [['-echo'], 'tool -echo needs <first>. Try: tool -echo --help'],
    [['-echo', 'a', 'b', 'c'], 'tool -echo takes 2 arguments, not 3. Try: tool -echo --help'],
    [['-echo', 'a', '--tow-hom=hunter2'], "tool -echo: unknown option '--tow-hom'. Try: tool -echo --help"],
    [['-count', '3', '--dry-run'], "tool -count: unknown option '--dry-run'. Try: tool -count --help"],
    [['-fail', 'softly'], 'tool -fail: <how> is one of busy, bug, red.'],
    [['-TRACE', '-start'], '-trace is not carried over. There is no trace.'],
    [['--completion', 'tcsh'], 'Completion scripts are made for bash, zsh, fish, powershell.'],
  ])('is refused with exit code 2 when it is %j', async (argv, message) => {
    expect(await tool(argv)).toEqual({ code: 2, stdout: '', stderr: `ERROR: ${message}\n` })
  })

  it('never breaks, whatever it is given', async () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '-echo',
        '-fail',
        '/count',
        '--json',
        '--to-whom',
        '=',
        '--',
        '-',
        'busy',
        '--help',
        '-p',
      ),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 6 }), async (argv) => {
        const { code, stderr } = await tool(argv)
        expect([0, 1, 2, 4]).toContain(code)
        expect(stderr).not.toMatch(/\n\s+at /)
      }),
      { numRuns: 300, seed: 5 },
    )
  })

  it.each(['--help', '-help', '/?', '-?', '-h', '/HELP'])('asks for help with %s', async (word) => {
    const all = await tool([word])
    expect(all).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('-secrets  tell what') })
    const one = await tool(['-echo', word])
    expect(one.stdout).toMatch(/^Usage: tool -echo <first> \[<second>\] \[options\]\n/)
    expect(one.stdout).toContain('Examples:\n  tool -echo word\n')
  })

  it('tells the version', async () => {
    expect(await tool(['-Version'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^tool \d+\.\d+/),
    })
  })
})

describe('a password', () => {
  it.each([
    ['--password', 'hunter2'],
    ['-password=hunter2'],
    ['/PassPhrase:hunter2'],
    ['–pwd', 'hunter2'],
    ['-p', 'hunter2'],
    ['hunter2'],
  ])('is refused as an argument, and not repeated: %s', async (...argument) => {
    const run = await tool(['-secrets', ...argument])
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('not taken as an argument') })
    expect(run.stderr + run.stdout).not.toContain('hunter2')
  })

  it('comes from standard input, one line for each value, its line ending taken off', async () => {
    const run = await tool(['-secrets', '-password-stdin'], { input: 'me\r\n p w \nmore\n' })
    expect(run).toMatchObject({ code: 0, stdout: 'me\n p w \n' })
  })

  it('is not waited for longer than its line takes to come', async () => {
    const stdin = new PassThrough()
    stdin.write('me\nsecret\n')
    const stdout = new PassThrough()
    const io = { stdin, stdout, stderr: new PassThrough(), environment: {} }
    const core = () => Promise.reject(new Error('not needed'))
    const argv = ['-secrets', '--password-stdin']
    const ended = runProgram(program, argv, { io, core, signal: new AbortController().signal })
    expect(await Promise.race([ended, delay(5000, 'waited on')])).toBe(0)
  })

  it('is refused when lines are missing', async () => {
    expect(await tool(['-secrets', '--password-stdin'], { input: 'me\n' })).toMatchObject({
      code: 2,
      stderr: 'ERROR: 2 lines are needed, one for each value; there were 1.\n',
    })
  })

  it('comes from a file or a file descriptor', async () => {
    const file = `${await temporaryFolder()}/password`
    await writeFile(file, 'me\nsecret', { mode: 0o600 })
    expect(await tool(['-secrets', '--password-file', file])).toMatchObject({
      code: 0,
      stdout: 'me\nsecret\n',
    })
    const opened = await open(file)
    const run = await tool(['-secrets', '--password-fd', String(opened.fd)])
    await opened.close()
    expect(run).toMatchObject({ code: 0, stdout: 'me\nsecret\n' })
  })

  it.runIf(posix)('is refused from a file that other accounts can read', async () => {
    const file = `${await temporaryFolder()}/password`
    await writeFile(file, 'me\nsecret')
    await chmod(file, 0o640)
    expect(await tool(['-secrets', '--password-file', file])).toMatchObject({
      code: 2,
      stderr: `ERROR: Other accounts can read ${file}. Close it to them: chmod 600 ${file}\n`,
    })
  })

  it('is refused from what cannot be read', async () => {
    const folder = `${await temporaryFolder()}/folder`
    await mkdir(folder, { mode: 0o700 })
    for (const source of [
      ['--password-file', `${folder}/none`],
      ['--password-file', folder],
      ['--password-fd', '99999'],
      ['--password-fd', '-1'],
      ['--password-stdin', '--password-fd', '0'],
      [],
    ]) {
      const run = await tool(['-secrets', ...source])
      expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^ERROR: /) })
    }
  })
})

describe('an answer', () => {
  it('is an object in JSON, and a list an array with one item a line', async () => {
    const one = await tool(['-fail', 'red', '--json'])
    expect(one).toMatchObject({ code: 1, stdout: '{\n  "how": "red"\n}\n' })
    const many = await tool(['-count', '2', '--json'])
    expect(many).toMatchObject({ code: 0, stdout: '[\n{"n":1},\n{"n":2}\n]\n' })
    expect((await tool(['-count', '0', '--json'])).stdout).toBe('[]\n')
  })

  it('of a list ends without an error when its reader goes away', async () => {
    const lines: string[] = []
    const stdout = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        lines.push(chunk.toString())
        done(lines.length < 3 ? null : Object.assign(new Error('gone'), { code: 'EPIPE' }))
      },
    })
    const io = { stdin: new PassThrough(), stdout, stderr: new PassThrough(), environment: {} }
    const core = () => Promise.reject(new Error('not needed'))
    const host = { io, core, signal: new AbortController().signal }
    expect(await runProgram(program, ['-count', '100000', '-quiet'], host)).toBe(0)
    expect(lines.length).toBeLessThan(10)
  })

  it('that cannot be written ends with exit code 1', async () => {
    const stdout = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('full'), { code: 'ENOSPC' })),
    })
    const stderr = new PassThrough()
    const io = { stdin: new PassThrough(), stdout, stderr, environment: {} }
    const core = async () => (await import('../../electron/cli/core-services.ts')).core
    const host = { io, core, signal: new AbortController().signal }
    const argv = ['-count', '3', '--data-dir', await temporaryFolder()]
    expect(await runProgram(program, argv, host)).toBe(1)
  })

  it('is kept, and the way to go on told, when it is interrupted', async () => {
    const interrupt = new AbortController()
    const run = await tool(['-count', '1000'], {
      signal: interrupt.signal,
      onStderr: (text) => text.includes('10%') && interrupt.abort(),
    })
    expect(run.code).toBe(1)
    expect(run.stdout).toMatch(/^1\n2\n/)
    expect(run.stdout.split('\n').length).toBeLessThan(200)
    expect(run.stderr).toMatch(/\nInterrupted\. Count the rest\.\n$/)
  })
})

describe('a failure', () => {
  it('is a line as the original has it, with the code and the event', async () => {
    expect(await tool(['-fail', 'busy'])).toMatchObject({
      code: 4,
      stdout: '',
      stderr: expect.stringMatching(/^ERROR: 0xC0002A3E : .*\n\(Busy, event 10814\)\n$/),
    })
  })

  it('is an object on standard output with --json, that of the command line, too', async () => {
    const busy = await tool(['-fail', 'busy', '-JSON'])
    expect(busy).toMatchObject({ code: 4, stderr: '' })
    expect(JSON.parse(busy.stdout)).toEqual({
      error: {
        code: 'Busy',
        message: expect.any(String),
        remedy: expect.any(String),
        hresult: '0xC0002A3E',
        eventId: 10814,
        trackingId: null,
      },
    })
    const usage = await tool(['-fail', '--json'])
    expect(usage).toMatchObject({ code: 2, stderr: '' })
    expect(JSON.parse(usage.stdout).error).toMatchObject({ code: 'Usage', hresult: null })
  })

  it('of a list that has begun leaves what was printed as it is', async () => {
    const run = await tool(['-count', 'x', '--json'])
    expect(run).toMatchObject({ code: 4, stdout: '[\n{"n":1}', stderr: expect.stringContaining('(Busy, ') })
  })

  it('that is a bug shows no stack, but where its traces are kept', async () => {
    const run = await tool(['-fail', 'bug', '--data-dir', await temporaryFolder()])
    expect(run).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('(Unexpected)') })
    expect(run.stderr).not.toMatch(/\n\s+at |not a function/)
  })
})

describe('a question', () => {
  it('is answered by --yes, and refused without a terminal', async () => {
    expect(await tool(['-remove', '--yes'])).toMatchObject({ code: 0, stdout: 'Removed.\n' })
    expect(await tool(['-remove'])).toMatchObject({
      code: 2,
      stderr: 'ERROR: Remove all? There is no terminal to answer on. Use --yes if you mean it.\n',
    })
  })
})

describe('a question on a terminal', () => {
  it.each(['y', 'YES', ' yes '])('is agreed to with %j', async (answer) => {
    const run = await tool(['-remove'], { terminal: true, input: `${answer}\n` })
    expect(run).toMatchObject({
      code: 0,
      stdout: 'Removed.\n',
      stderr: expect.stringContaining('Remove all? [y/N] '),
    })
  })

  it.each(['', 'n', 'yet'])('is declined with %j', async (answer) => {
    const run = await tool(['-remove'], { terminal: true, input: `${answer}\n` })
    expect(run).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('Nothing was changed.'),
    })
  })

  it('is declined when the terminal is closed', async () => {
    expect(await tool(['-remove'], { terminal: true })).toMatchObject({ code: 1, stdout: '' })
  })
})

describe('progress', () => {
  it('is a bar on a terminal, taken off before results', async () => {
    const { stderr } = await tool(['-count', '4'], { terminal: true })
    expect(stderr).toMatch(/^Counting…\n/)
    expect(stderr).toContain('\r\x1b[K[############------------]  50% 2 of 4')
    expect(stderr.endsWith('\r\x1b[K')).toBe(true)
  })

  it.each([
    ['in a pipe', {}],
    ['in CI', { terminal: true, environment: { CI: 'true' } }],
    ['on a dumb terminal', { terminal: true, environment: { TERM: 'dumb' } }],
  ])('is a line at every tenth %s', async (_where, options) => {
    const { stderr } = await tool(['-count', '1000'], options)
    const lines = stderr.split('\n')
    expect(lines[0]).toBe('Counting…')
    expect(lines).toContain(' 50% 500 of 1,000')
    expect(lines).toHaveLength(13)
    expect(stderr).not.toContain('\r')
  })

  it('is not shown with --quiet', async () => {
    expect(await tool(['-count', '4', '--quiet'], { terminal: true })).toMatchObject({ stderr: '' })
  })
})
