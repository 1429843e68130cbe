import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { version } from '../../package.json'
import { administratorsNode, asAdministrator } from '../support/administrator.ts'
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
    const child = spawn(...administratorsNode([PROGRAM, ...args]), {
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
  it.each(['-generateSecret', 'â€“GENERATESECRET'])(
    'saves a proven backup and exits with 0 when it is spelled %s',
    async (verb) => {
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
    },
  )

  it('prints results on stdout and steps on stderr, and the password on neither', async () => {
    const { data, file } = await aPlace()
    const run = await ssoconfig(data, ['-generateSecret', file, '--password-stdin'], PASSWORD)
    expect(run.stderr.split('\n')).toContain('Checking that the backup opens…')
    expect(run.stdout).not.toContain('Checking')
    expect(run.stdout + run.stderr).not.toContain(PASSWORD)
  })

  it('exits with 1, the HRESULT, the event and the tracking id when the password is too short', async () => {
    const { data, file } = await aPlace()
    await ssoconfig(data, ['-createDatabase'])
    const run = await ssoconfig(data, ['-generateSecret', file, '--password-stdin'], 'short\n')
    expect(run).toMatchObject({ code: 1, stdout: '' })
    expect(run.stderr).toMatch(/^ERROR: 0xC0002A54 : The password has 5 characters; at least 7 are needed\./)
    expect(run.stderr).toMatch(/\(PasswordTooShort, event 10836, tracking id [0-9a-f-]{36}\)/)
    expect(existsSync(file)).toBe(false)
  })

  it('exits with 2 instead of waiting when there is no terminal and no password', async () => {
    const { data, file } = await aPlace()
    const child = spawn(...administratorsNode([PROGRAM, '-generateSecret', file, '--data-dir', data]))
    const [code] = await once(child, 'exit')
    child.stdin.destroy()
    expect(code).toBe(2)
    expect(existsSync(data)).toBe(false)
  })

  it.runIf(posix)('takes the password from a file that nobody else can read, and from no other', async () => {
    const { data, file } = await aPlace()
    const password = `${file}.password`
    await writeFile(password, PASSWORD, { mode: 0o644 })
    const args = ['-generateSecret', file, '--password-file', password]
    expect(await ssoconfig(data, args)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('chmod 600'),
    })
    await chmod(password, 0o600)
    expect(await ssoconfig(data, args)).toMatchObject({ code: 0 })
  })

  it.runIf(posix)('changes nothing, exits with 1 and says so at Ctrl+C', async () => {
    const { data, file } = await aPlace()
    const child = spawn(...administratorsNode([PROGRAM, '-generateSecret', file, '--password-stdin']), {
      env: { ...process.env, SSO_DATA_DIR: data },
    })
    let told = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('Deriving')) child.kill('SIGINT')
      told += text
    })
    child.stdin.end(PASSWORD)
    const [code] = await once(child, 'close')
    expect(code).toBe(1)
    expect(told).toMatch(/\nStopping… [\s\S]*\nInterrupted\. /)
    expect(existsSync(file)).toBe(false)
  })

  it.runIf(posix && process.getuid?.() === 0)(
    'exits with 5 when the account is no SSO Administrator',
    async () => {
      const { data, file } = await aPlace()
      const env = { ...process.env, SSO_DATA_DIR: data }
      const folder = join(file, '..')
      execFileSync('chmod', ['0777', folder])
      await ssoconfig(data, ['-createDatabase'])
      execFileSync('chown', ['-R', '65534:65534', data])
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
})

describe.runIf(process.platform === 'linux')('ssoconfig -generateSecret on a terminal', () => {
  it('asks for password, confirmation and reminder and shows but the last', async () => {
    const { data, file } = await aPlace()
    const { output, status } = onTerminal(
      data,
      ['-generateSecret', file],
      [PASSWORD, PASSWORD, 'the xkcd one'],
    )
    expect(status).toBe(0)
    for (const prompt of ['Password:', 'Confirm Password:', 'Password reminder:'])
      expect(output).toContain(prompt)
    expect(output).not.toContain(PASSWORD)
    expect(output).toContain('Password reminder: the xkcd one')
    expect(JSON.parse(await readFile(file, 'utf8')).passwordReminder).toBe('the xkcd one')
  })

  it('exits with 1 and changes nothing when the passwords differ', async () => {
    const { data, file } = await aPlace()
    const answers = [1, 2, 3].flatMap(() => [PASSWORD, 'something else'])
    const prompts = ['Password:', 'Confirm Password:', 'not the same', 'Confirm', 'not the same', 'Confirm']
    const { output, status } = onTerminal(data, ['-generateSecret', file], answers, prompts)
    expect(status).toBe(1)
    expect(output).not.toContain(PASSWORD)
    expect(output).toContain('The two passwords are not the same.')
    expect(existsSync(file)).toBe(false)
  })
})

describe.runIf(process.platform === 'linux')('ssoconfig on a terminal', () => {
  it('shows the reminder of a backup before it asks for its password', async () => {
    const { data, file } = await aPlace()
    const made = ['-generateSecret', file, '--password-stdin', '--reminder', 'the xkcd one']
    await ssoconfig(data, made, PASSWORD)
    const { output, status } = onTerminal(data, ['-restoreSecret', file], [PASSWORD])
    expect(status).toBe(0)
    expect(output.indexOf('the xkcd one')).toBeLessThan(output.indexOf('Password:'))
    expect(output).toContain('The operation completed successfully.')
    expect(output).not.toContain(PASSWORD)
  })

  it('changes nothing and exits with 1 when Ctrl+C is typed at a prompt', async () => {
    const { data, file } = await aPlace()
    const { output, status } = onTerminal(data, ['-generateSecret', file], ['\x03'])
    expect(status).toBe(1)
    expect(output).toContain('Nothing was changed.')
    expect(existsSync(file)).toBe(false)
  })
})

describe.each(['ssoconfig', 'ssomanage', 'ssoclient'])('%s', (name) => {
  const program = resolve(`dist/cli/${name}.js`)

  it('prints its help, its version and its completions, and touches nothing', async () => {
    const { data } = await aPlace()
    const env = { ...process.env, SSO_DATA_DIR: data }
    for (const [args, said] of [
      [['/HELP'], `Usage: ${name} -verb`],
      [['-version'], `${name} ${version}\n`],
      [['--completion', 'bash'], `complete -F _${name} ${name}`],
    ] as const) {
      const run = spawnSync(process.execPath, [program, ...args], { env, encoding: 'utf8' })
      expect(run).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining(said) })
    }
    expect(existsSync(data)).toBe(false)
  })

  it('exits with 2 and no stack for a wrong command line', async () => {
    const { data } = await aPlace()
    const env = { ...process.env, SSO_DATA_DIR: data }
    const run = spawnSync(process.execPath, [program, '-nothing'], { env, encoding: 'utf8' })
    expect(run).toMatchObject({
      status: 2,
      stdout: '',
      stderr: `ERROR: ${name} has no verb -nothing. Try: ${name} --help\n`,
    })
  })

  it('ends quietly when nobody reads what it prints', async () => {
    const child = spawn(process.execPath, [program, '--help'])
    child.stdout.destroy()
    let told = ''
    child.stderr.on('data', (text) => {
      told += text
    })
    const [code] = await once(child, 'close')
    expect({ code, told }).toEqual({ code: 0, told: '' })
  })
})

/** Types each answer at the next prompt of a real terminal. */
function onTerminal(
  data: string,
  args: readonly string[],
  answers: readonly string[],
  prompts?: readonly string[],
): { output: string; status: number | null } {
  const script = resolve('test/cli/type-answers.py')
  const run = spawnSync(...asAdministrator(['python3', script, process.execPath, PROGRAM, ...args]), {
    env: { ...process.env, SSO_DATA_DIR: data, TERM: 'xterm', ...(prompts && { PROMPTS: prompts.join() }) },
    timeout: 25_000,
    input: answers.join('\n'),
    encoding: 'utf8',
  })
  return { output: run.stdout, status: run.status }
}
