import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { given, tool } from './support/small-program.ts'

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
    [['-ecko', 'a'], 'tool has no verb -ecko. Did you mean -echo? Try: tool --help'],
    [['–ecko=hunter2'], 'tool has no verb –ecko. Did you mean -echo? Try: tool --help'],
    [['-echo', '-count', '3'], 'One verb at a time: -echo or -count.'],
    [['-echo'], 'tool -echo needs <first>. Try: tool -echo --help'],
    [['-echo', 'a', 'b', 'c'], 'tool -echo takes 2 arguments, not 3. Try: tool -echo --help'],
    [
      ['-echo', 'a', '--tow-hom=hunter2'],
      "tool -echo: unknown option '--tow-hom'. Did you mean --to-whom? Try: tool -echo --help",
    ],
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
