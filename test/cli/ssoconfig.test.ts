import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** The program as it is shipped; `npm test` builds it first. */
const PROGRAM = resolve('dist/cli/ssoconfig.js')
const PASSWORD = 'correct horse battery staple'
const posix = process.platform !== 'win32'

interface Run {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

function ssoconfig(dataDirectory: string, args: readonly string[], input = ''): Promise<Run> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [PROGRAM, ...args], {
      env: { ...process.env, SSO_DATA_DIR: dataDirectory },
    })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text
    })
    child.on('error', fail)
    child.on('close', (code) => done({ code, stdout, stderr }))
    child.stdin.end(input)
  })
}

async function aPlace() {
  const folder = await temporaryFolder()
  return { data: join(folder, 'data'), file: join(folder, 'SSO.bak') }
}

describe('ssoconfig -generateSecret', () => {
  it.each([
    '-generateSecret',
    '--generateSecret',
    '–GenerateSecret',
    '—generatesecret',
    '/GENERATESECRET',
    'â€“generateSecret',
  ])('saves a proven backup and exits with 0 when it is spelled %s', async (verb) => {
    const { data, file } = await aPlace()
    const run = await ssoconfig(
      data,
      [verb, file, '--password-stdin', '--reminder', 'the xkcd one'],
      `${PASSWORD}\n`,
    )
    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('opens with your password') })
    const backup = JSON.parse(await readFile(file, 'utf8'))
    expect(run.stdout).toContain(backup.currentMsid)
    expect(backup.passwordReminder).toBe('the xkcd one')
  })

  it('prints results on stdout and steps on stderr, and the password on neither', async () => {
    const { data, file } = await aPlace()
    const run = await ssoconfig(data, ['-generateSecret', file, '--password-stdin'], PASSWORD)
    expect(run.stderr.split('\n')).toContain('Checking that the backup opens…')
    expect(run.stdout).not.toContain('Checking')
    expect(run.stdout + run.stderr).not.toContain(PASSWORD)
  })

  it('uses only the first line, without its line ending, when more comes on standard input', async () => {
    const { data, file } = await aPlace()
    const run = await ssoconfig(data, ['-generateSecret', file, '--password-stdin'], '1234567\r\nmore\n')
    expect(run.code).toBe(0)
    const short = await ssoconfig(data, ['-generateSecret', `${file}2`, '--password-stdin'], '123456\r\n')
    expect(short).toMatchObject({ code: 1, stderr: expect.stringContaining('6 characters') })
  })

  it('exits with 1, the HRESULT, the event and the tracking id when the password is too short', async () => {
    const { data, file } = await aPlace()
    const run = await ssoconfig(data, ['-generateSecret', file, '--password-stdin'], 'short\n')
    expect(run).toMatchObject({ code: 1, stdout: '' })
    expect(run.stderr).toMatch(/^ERROR: 0xC0002A54 : The password has 5 characters; at least 7 are needed\./)
    expect(run.stderr).toMatch(/\(PasswordTooShort, event 10836, tracking id [0-9a-f-]{36}\)/)
    expect(existsSync(file)).toBe(false)
  })

  it('replaces an existing file only with --force', async () => {
    const { data, file } = await aPlace()
    await writeFile(file, 'precious')
    const refused = await ssoconfig(data, ['-generateSecret', file, '--password-stdin'], PASSWORD)
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('BackupFileExists') })
    expect(await readFile(file, 'utf8')).toBe('precious')
    const forced = await ssoconfig(data, ['-generateSecret', file, '--password-stdin', '-FORCE'], PASSWORD)
    expect(forced.code).toBe(0)
  })

  it.each([
    ['nothing to do', []],
    ['an unknown verb', ['-generateSecrets', 'a.bak']],
    ['no file', ['-generateSecret']],
    ['too many arguments', ['-generateSecret', 'a.bak', 'b.bak', '--password-stdin']],
    ['no terminal and no password', ['-generateSecret', 'a.bak']],
  ])('exits with 2 when there is %s', async (_title, args) => {
    const { data } = await aPlace()
    const run = await ssoconfig(data, args)
    expect(run).toMatchObject({ code: 2, stdout: '' })
    expect(run.stderr).not.toMatch(/\n\s+at /)
    expect(existsSync(data)).toBe(false)
  })

  it.each(['--password=hunter2hunter2', '-password', '/PASSPHRASE=hunter2hunter2', '--pass'])(
    'refuses %s without repeating it',
    async (argument) => {
      const { data, file } = await aPlace()
      const run = await ssoconfig(data, ['-generateSecret', file, argument, 'hunter2hunter2'])
      expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('not taken as an argument') })
      expect(run.stderr).not.toContain('hunter2')
    },
  )

  it.runIf(posix && process.getuid?.() === 0)(
    'exits with 5 when the account is no SSO Administrator',
    async () => {
      const { data, file } = await aPlace()
      const env = { ...process.env, SSO_DATA_DIR: data }
      const folder = join(file, '..')
      execFileSync('chmod', ['0777', folder])
      const run = spawnSync(process.execPath, [PROGRAM, '-generateSecret', file, '--password-stdin'], {
        env,
        input: PASSWORD,
        encoding: 'utf8',
        uid: 65534,
        gid: 65534,
      })
      expect(run).toMatchObject({ status: 5, stderr: expect.stringContaining('is not an SSO Administrator') })
      expect(existsSync(file)).toBe(false)
    },
  )

  it('prints its help on stdout and exits with 0', async () => {
    const { data } = await aPlace()
    expect(await ssoconfig(data, ['/HELP'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('-generateSecret'),
      stderr: '',
    })
  })
})

describe.runIf(process.platform === 'linux')('ssoconfig -generateSecret on a terminal', () => {
  it('asks for password, confirmation and reminder and echoes none of them', async () => {
    const { data, file } = await aPlace()
    const { output, status } = onTerminal(data, file, [PASSWORD, PASSWORD, 'the xkcd one'])
    expect(status).toBe(0)
    for (const prompt of ['Password:', 'Confirm Password:', 'Password reminder:'])
      expect(output).toContain(prompt)
    for (const typed of [PASSWORD, 'the xkcd one']) expect(output).not.toContain(typed)
    expect(JSON.parse(await readFile(file, 'utf8')).passwordReminder).toBe('the xkcd one')
  })

  it('exits with 1 and changes nothing when the passwords differ', async () => {
    const { data, file } = await aPlace()
    const { output, status } = onTerminal(data, file, [PASSWORD, 'something else', ''])
    expect(status).toBe(1)
    expect(output).toContain('The two passwords are not the same.')
    expect(existsSync(file)).toBe(false)
  })
})

/** Types each answer at the next prompt of a real terminal. */
function onTerminal(
  data: string,
  file: string,
  answers: readonly string[],
): { output: string; status: number | null } {
  const script = resolve('test/cli/type-answers.py')
  const run = spawnSync('python3', [script, process.execPath, PROGRAM, '-generateSecret', file], {
    env: { ...process.env, SSO_DATA_DIR: data, TERM: 'xterm' },
    input: answers.join('\n'),
    encoding: 'utf8',
  })
  return { output: run.stdout, status: run.status }
}
