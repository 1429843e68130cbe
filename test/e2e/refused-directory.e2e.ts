import { execFileSync, spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { chmod, chown, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { electronRuntime } from '../../scripts/electron-runtime.mjs'
import { consoleEnvironment, isLinuxRoot, projectRoot } from './support/console-app.ts'
import { xdotool } from './support/native-dialog.ts'
import { canMount } from './support/scarce-folder.ts'
import { startWindowManager } from './support/window-manager.ts'

const TITLE = '^SSO Administration$'
const PLAIN = 54_399

interface Ended {
  readonly code: number | null
  readonly output: string
  readonly box: boolean
}

/** Another account cannot reach into root's home, where the runtime is: it is shown elsewhere. */
function runAs(uid: number, executable: string, run: readonly string[]): readonly string[] {
  const words = ['/mnt/electron', ...run.slice(1)].map((word) => `'${word}'`).join(' ')
  const script = `mount -t tmpfs none /mnt && mkdir /mnt/r && mount --bind '${dirname(executable)}' /mnt && exec setpriv --reuid ${uid} --regid ${uid} --clear-groups ${words}`
  return ['unshare', '-m', 'sh', '-c', script.replace(' && mkdir /mnt/r', '')]
}

/** Starts the console, presses OK in the box it shows, and waits until it has ended. */
async function start(
  dataDirectory: string,
  options: { as?: number; args?: string[]; env?: Record<string, string> } = {},
): Promise<Ended> {
  const { executable } = await electronRuntime({ log: () => undefined })
  const run = [executable, '--no-sandbox', projectRoot, ...(options.args ?? [])]
  const [command = '', ...args] = options.as === undefined ? run : runAs(options.as, executable, run)
  const child = spawn(command, args, {
    cwd: projectRoot,
    env: { ...consoleEnvironment(dataDirectory), ...options.env },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const state = { over: false }
  void ended.then(() => {
    state.over = true
  })
  let box = false
  for (let tries = 0; tries < 300 && !state.over; tries += 1) {
    const shown = await xdotool('search', '--onlyvisible', '--name', TITLE).catch(() => '')
    const [id] = shown.split('\n')
    if (id) {
      box = true
      await xdotool('windowactivate', id).catch(() => '')
      // Typed, as a person does: what is sent to a window may be overheard.
      if ((await xdotool('getwindowfocus').catch(() => '')) === id)
        await xdotool('key', 'Return').catch(() => '')
    }
    await delay(100)
  }
  if (!state.over) child.kill('SIGKILL')
  return { code: await ended, output, box }
}

describe.runIf(isLinuxRoot)('a data directory that the console cannot use', () => {
  let root = ''
  let endManager = (): void => undefined
  beforeAll(async () => {
    endManager = await startWindowManager()
    root = await mkdtemp(join(tmpdir(), 'sso-refused-'))
    await chmod(root, 0o755)
  })
  afterAll(async () => {
    endManager()
    await rm(root, { recursive: true, force: true })
  })

  const refused = async (
    name: string,
    code: string,
    path: string,
    options: Parameters<typeof start>[1] = {},
  ) => {
    const home = join(root, `home-${name}`)
    await mkdir(home)
    await chmod(home, 0o777)
    const authority = join(home, 'Xauthority')
    const { XAUTHORITY = '' } = process.env
    if (XAUTHORITY !== '') {
      await copyFile(XAUTHORITY, authority)
      await chmod(authority, 0o644)
    }
    const ended = await start(path, {
      ...options,
      env: { HOME: home, XAUTHORITY: authority, ...options.env },
    })
    expect({ ...ended, output: '' }, ended.output).toEqual({ code: 1, box: true, output: '' })
    expect(ended.output).toContain(`(${code})`)
    return ended.output
  }

  it('is a file', async () => {
    const path = join(root, 'file')
    await writeFile(path, 'x')
    expect(await refused('file', 'DataDirectoryUnusable', path)).toContain(path)
  }, 60_000)

  it('has a name that is empty, and then nothing is made in the working directory', async () => {
    const before = readdirSync(projectRoot)
    await refused('empty', 'DataDirectoryNameInvalid', '', { args: ['--data-dir='] })
    expect(readdirSync(projectRoot)).toEqual(before)
  }, 60_000)

  it('lies on a disk that is not mounted', async () => {
    const path = join(root, 'disk', 'sso')
    await refused('unmounted', 'NoSsoSystem', path)
    expect(existsSync(join(root, 'disk'))).toBe(false)
  }, 60_000)

  it('belongs to somebody else, and is given no browser profile', async () => {
    const path = join(root, 'another')
    await mkdir(path, { mode: 0o755 })
    await chown(path, 12, 12)
    await refused('another', 'DataDirectoryOfAnother', path, { as: PLAIN })
    expect(readdirSync(path)).toEqual([])
  }, 60_000)

  it('is missing, and who asks may make none', async () => {
    const parent = join(root, 'own')
    await mkdir(parent)
    await chown(parent, PLAIN, PLAIN)
    await refused('missing', 'NoSsoSystem', join(parent, 'data'), { as: PLAIN })
    expect(readdirSync(parent)).toEqual([])
  }, 60_000)

  it.runIf(canMount)(
    'is read-only',
    async () => {
      const path = join(root, 'read-only')
      await mkdir(path)
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'mode=700', 'sso-e2e', path])
      await writeFile(join(path, 'sso.db'), 'x')
      execFileSync('mount', ['-o', 'remount,ro', path])
      try {
        await refused('read-only', 'DataDirectoryUnusable', path)
        expect(readdirSync(path)).toEqual(['sso.db'])
      } finally {
        execFileSync('umount', [path])
      }
    },
    60_000,
  )
})
