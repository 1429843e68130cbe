import { chmod, mkdir, open, writeFile } from 'node:fs/promises'
import { PassThrough } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { runProgram } from '../../electron/cli/run/run-program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { posix, program, tool } from './support/small-program.ts'

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
