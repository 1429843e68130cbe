import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { PassThrough } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { readLines } from '../../../electron/cli/passwords/password-source.ts'
import { runProgram } from '../../../electron/cli/run/run-program.ts'
import { administratorsNode } from '../../support/administrator.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { posix, program, tool } from '../support/small-program.ts'

async function aFile(content: string | Uint8Array): Promise<string> {
  const path = join(await temporaryFolder(), 'password.txt')
  await writeFile(path, content, { mode: 0o600 })
  return path
}

/** Its two values come from the first two lines. */
const read = (path: string) => tool(['-secrets', '--password-file', path])

describe('a file of passwords', () => {
  it('that is empty is refused by name', async () => {
    for (const content of ['', '\ufeff']) {
      const path = await aFile(content)
      expect(await read(path)).toMatchObject({ code: 2, stderr: `ERROR: ${path} is empty.\n` })
    }
    expect(await tool(['-secrets', '--password-stdin'], { input: '' })).toMatchObject({
      code: 2,
      stderr: 'ERROR: Standard input is empty.\n',
    })
  })

  it('with further lines is told so', async () => {
    const path = await aFile('me\nsecret\n\nanother\n')
    expect(await read(path)).toMatchObject({
      code: 0,
      stdout: 'me\nsecret\n',
      stderr: `NOTE: ${path} has further lines; only the first 2 are used.\n`,
    })
    expect((await read(await aFile('me\r\nsecret\r\n\r\n\n'))).stderr).toBe('')
  })

  it.each(['secret ', ' secret', 'secret\t'])(
    'with a blank at an end of a line is told so: %j',
    async (line) => {
      const path = await aFile(`me\n${line}\n`)
      const run = await read(path)
      expect(run.code).toBe(0)
      expect(run.stderr).toBe(`NOTE: Line 2 of ${path} begins or ends with a blank, which counts.\n`)
    },
  )

  it('is read without its byte order mark', async () => {
    expect(await read(await aFile('\ufeffme\nsecret'))).toMatchObject({ code: 0, stdout: 'me\nsecret\n' })
  })

  it.each([
    ['another encoding', Buffer.from('me\nsecr\xe9t\n', 'latin1')],
    ['UTF-16', Buffer.from('\ufeffme\nsecret\n', 'utf16le')],
    ['UTF-16 without a mark', Buffer.from('me\nsecret\n', 'utf16le')],
  ])('of %s is refused where values come from it, which would become others', async (_name, bytes) => {
    const path = await aFile(bytes)
    expect(await read(path)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: `ERROR: ${path} is not UTF-8 text. Save it as UTF-8, and try again.\n`,
    })
  })

  it('of another encoding is told so where a password comes from it, and taken as it is', async () => {
    const path = await aFile(Buffer.from('\ufeffpassword\r\n', 'utf16le'))
    const stderr = new PassThrough({ encoding: 'utf8' })
    const io = { stdin: new PassThrough(), stdout: new PassThrough(), stderr, environment: {} }
    const source = { passwordFile: path, passwordStdin: false, passwordFd: undefined }
    const lines = await readLines(io, source, 1, new AbortController().signal, false)
    expect(lines?.map((line) => line.length)).toEqual([20])
    expect(stderr.read()).toBe(`NOTE: ${path} is not UTF-8 text, which it is read as. Save it as UTF-8.\n`)
  })

  it('with a line that is longer than anything it can be is refused, not cut', async () => {
    const path = await aFile(`me\n${'x'.repeat(20_000)}\n`)
    expect(await read(path)).toMatchObject({ code: 2, stderr: expect.stringContaining('is longer than any') })
    const one = await aFile('x'.repeat(3_000_000))
    expect(await read(one)).toMatchObject({ code: 2, stderr: expect.stringContaining('is longer than any') })
  })
})

describe.runIf(posix)('a source that is not a file', () => {
  it.each(['/dev/zero', '/dev/null', '/dev'])('is refused by name: %s', async (path) => {
    expect(await read(path)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        new RegExp(`^ERROR: ${path} is a (device|folder), not a file or a pipe\\.\n$`),
      ),
    })
  })

  it('may be a pipe with a name, whoever is late', async () => {
    const path = join(await temporaryFolder(), 'fifo')
    execFileSync('mkfifo', ['-m', '600', path])
    const running = read(path)
    await delay(200)
    const writer = spawn('sh', ['-c', `printf 'me\\nsec' > ${path}; sleep 0.2; :`])
    await once(writer, 'exit')
    const run = await running
    // The first writer ended before its line did.
    expect(run).toMatchObject({ code: 0, stdout: 'me\nsec\n' })
  })

  it('does not keep anybody waiting who presses Ctrl+C', async () => {
    const path = join(await temporaryFolder(), 'fifo')
    execFileSync('mkfifo', ['-m', '600', path])
    const interrupt = new AbortController()
    const running = tool(['-secrets', '--password-file', path], { signal: interrupt.signal })
    await delay(200)
    interrupt.abort()
    const run = await Promise.race([running, delay(3000, null)])
    expect(run).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('Interrupted.') })
  })

  it('does not keep anybody waiting for standard input who presses Ctrl+C', async () => {
    const interrupt = new AbortController()
    const [stdout, stderr] = [new PassThrough(), new PassThrough()]
    const io = { stdin: new PassThrough(), stdout, stderr, environment: {} }
    const core = async () => (await import('../../../electron/cli/host/core-services.ts')).core
    const argv = ['-secrets', '--password-stdin']
    const running = runProgram(program, argv, { io, core, signal: interrupt.signal })
    await delay(100)
    interrupt.abort()
    expect(await Promise.race([running, delay(3000, null)])).toBe(1)
  })

  it('is read from a descriptor that is a pipe', async () => {
    const path = join(await temporaryFolder(), 'fifo')
    execFileSync('mkfifo', ['-m', '600', path])
    const fd = openSync(path, 'r+')
    const writer = spawn('sh', ['-c', `printf 'me\\nsecret\\n' > ${path}`])
    const run = await tool(['-secrets', '--password-fd', String(fd)])
    await (writer.exitCode ?? once(writer, 'exit'))
    expect(run).toMatchObject({ code: 0, stdout: 'me\nsecret\n' })
    expect(() => closeSync(fd)).toThrow()
  })

  it('may be what a shell puts in its place', async () => {
    const folder = await temporaryFolder()
    const ssoconfig = administratorsNode([resolve('dist/cli/ssoconfig.js')])
      .flat()
      .join(' ')
    const command = [
      `${ssoconfig} -createDatabase --data-dir ${folder}/data && ${ssoconfig} -verifyBackup`,
      `${resolve('test/fixtures/backups/sound.bak')} --data-dir ${folder}/data --password-file <(echo 'not this one')`,
    ].join(' ')
    const { status, stderr } = spawnSync('bash', ['-c', command], { encoding: 'utf8', timeout: 20_000 })
    expect({ status, stderr }).toEqual({ status: 6, stderr: expect.stringContaining('does not open') })
  })
})
