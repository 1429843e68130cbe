import { PassThrough } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { ssoconfig } from '../../../electron/cli/ssoconfig/program.ts'
import { TypedLines } from '../../../electron/cli/terminal/typed-lines.ts'
import { aCliPlace } from '../support/run-cli.ts'
import { tool } from '../support/small-program.ts'

/** A terminal that somebody types at. */
function aTerminal(signal = new AbortController().signal) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true })
  const stderr = new PassThrough()
  let shown = ''
  stderr.on('data', (chunk) => {
    shown += chunk
  })
  const typed = new TypedLines({ stdin, stdout: new PassThrough(), stderr, environment: {} }, signal)
  const ask = async (question: string, isShown = false) =>
    new TextDecoder().decode(await typed.ask(question, isShown))
  return { stdin, ask, shown: () => shown }
}

describe('what is typed', () => {
  it('ahead of a question is its answer, however it comes', async () => {
    const { ask, stdin } = aTerminal()
    stdin.write('first\rsecond\r\nthi')
    expect([await ask('1? '), await ask('2? ')]).toEqual(['first', 'second'])
    const third = ask('3? ')
    await delay(10)
    stdin.write('rd\nfourth\n')
    expect([await third, await ask('4? ')]).toEqual(['third', 'fourth'])
  })

  it('is not shown where it is a password, and shown where it is not', async () => {
    const { ask, shown, stdin } = aTerminal()
    stdin.write('secret\nhint\u202e\n')
    await ask('Password: ')
    expect(shown()).toBe('Password: \n')
    await ask('Reminder: ', true)
    expect(shown()).toBe('Password: \nReminder: hint\\u202e\n')
  })

  it('can be rubbed out, a character at a time and as a whole; keys that are no text are none', async () => {
    const { ask, stdin } = aTerminal()
    stdin.write('abü\x7f\x7fc\r')
    expect(await ask('')).toBe('ac')
    stdin.write('wrong\x15right\r')
    expect(await ask('')).toBe('right')
    stdin.write('a\x1b[Db\x1bOHc\x1b[3~\td\r')
    expect(await ask('')).toBe('abcd')
  })

  it.each([
    ['Ctrl+C', 'half\x03'],
    ['Ctrl+D on an empty line', '\x04'],
  ])('is given up with %s', async (_, keys) => {
    const { ask, stdin } = aTerminal()
    stdin.write(keys)
    await expect(ask('')).rejects.toMatchObject({ name: 'NotAnswered' })
  })

  it('is given up when the terminal is closed, and when the program is to end', async () => {
    const closed = aTerminal()
    closed.stdin.end('half a line')
    await expect(closed.ask('')).rejects.toMatchObject({ name: 'NotAnswered' })
    await expect(closed.ask('')).rejects.toMatchObject({ name: 'NotAnswered' })
    const interrupt = new AbortController()
    const { ask } = aTerminal(interrupt.signal)
    const asked = ask('')
    interrupt.abort()
    await expect(asked).rejects.toMatchObject({ name: 'NotAnswered' })
  })
})

describe('a new password on a terminal', () => {
  const generate = async (...lines: readonly string[]) => {
    const place = await aCliPlace()
    const argv = ['-generateSecret', place.file('a.bak')]
    return place.run(ssoconfig, argv, { terminal: true, input: `${lines.join('\n')}\n` })
  }

  it('that is too short is said before it is asked for again', async () => {
    const run = await generate('short', 'long enough', 'long enough', 'a hint')
    expect(run.code).toBe(0)
    expect(run.stderr).toMatch(
      /^.*Password: \nThe password has 5 characters; .*\nPassword: \nConfirm Password: \n/,
    )
  })

  it('that is confirmed by another is asked for again, some times', async () => {
    const run = await generate('long enough', 'long enoug', 'long enough', 'long enough', 'a hint')
    expect(run).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('The two passwords are not the same.'),
    })
    const three = await generate('aaaaaaaa', 'b', 'aaaaaaaa', 'c', 'aaaaaaaa', 'd', 'a hint')
    expect(three).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('(PasswordMismatch, tracking id'),
    })
  })

  it('that its reminder has in it has another reminder asked for', async () => {
    const run = await generate('long enough', 'long enough', 'it is LONG ENOUGH', 'a hint')
    expect(run.code).toBe(0)
    expect(run.stderr).toContain('Password reminder: it is LONG ENOUGH\nThe password reminder contains')
    expect(run.stderr).toContain('Password reminder: a hint\n')
  })

  it('is not asked for if the file cannot be', async () => {
    const place = await aCliPlace()
    const run = await place.run(ssoconfig, ['-generateSecret', place.file('no/such/a.bak')], {
      terminal: true,
    })
    expect(run).toMatchObject({ code: 3, stderr: expect.stringContaining('BackupFolderMissing') })
    expect(run.stderr).not.toContain('Password:')
    const backup = await place.run(ssoconfig, ['-backupSecret', place.file('a.bak')], { terminal: true })
    expect(backup).toMatchObject({ code: 3, stderr: expect.stringContaining('NoMasterSecret') })
    expect(backup.stderr).not.toContain('Password:')
  })
})

it('values that are asked for in turn take what was typed ahead', async () => {
  const run = await tool(['-secrets'], { terminal: true, input: 'me\nsecret\n' })
  expect(run).toMatchObject({ code: 0, stdout: 'me\nsecret\n', stderr: 'User ID: Password: \n' })
})
