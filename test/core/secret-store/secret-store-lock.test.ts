import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmod,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { type DataDirectory, locateDataDirectory } from '../../../electron/core/files/data-directory.ts'
import { prepareDataDirectory } from '../../../electron/core/files/make-data-directory.ts'
import { lockSecretStore } from '../../../electron/core/secret-store/secret-store-lock.ts'
import { buildChild } from '../../crash/child-process.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const NO_SUCH_PROCESS = 2 ** 22 + 1

let script = ''
beforeAll(async () => {
  script = await buildChild('locking-child')
}, 60_000)
afterAll(() => rm(dirname(script), { recursive: true, force: true }))

async function aDirectory(): Promise<DataDirectory> {
  const directory = locateDataDirectory(join(await temporaryFolder(), 'data'))
  await prepareDataDirectory(directory)
  return directory
}

/** Another process that holds the lock. */
async function aHolder({ path }: DataDirectory): Promise<ChildProcess> {
  const child = spawn(process.execPath, [script, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  return child
}

async function refusalOf(directory: DataDirectory): Promise<{ code: string; message: string }> {
  try {
    await (await lockSecretStore(directory, 'restoring', 'bob', 0)).release()
    return { code: 'none', message: '' }
  } catch (error) {
    return error as { code: string; message: string }
  }
}

const noteOf = ({ secretStoreLock }: DataDirectory): string => `${secretStoreLock}.holder`

// Queues, and processes that stand still, are not Windows'.
describe.skipIf(process.platform === 'win32')('secret store lock', () => {
  it('names its holder when another process has it', async () => {
    const directory = await aDirectory()
    const { pid } = await aHolder(directory)
    const { code, message } = await refusalOf(directory)
    expect(code).toBe('SecretStoreBusy')
    expect(message).toContain(`alice is generating the master secret (process ${pid}, since 20`)
    expect(message).not.toContain('stopped')
  })

  it('names its holder when the same process has it, on whatever thread', async () => {
    const directory = await aDirectory()
    const lock = await lockSecretStore(directory, 'generating the master secret', 'alice')
    expect((await refusalOf(directory)).message).toContain(
      `alice is generating the master secret (process ${process.pid}, since 20`,
    )
    const worker = new Worker(script, { argv: [directory.path] })
    const [said] = await once(worker, 'message')
    expect(said).toBe('SecretStoreBusy')
    await worker.terminate()
    // Neither attempt has dropped what the kernel holds for this process.
    const child = spawn(process.execPath, [script, directory.path], { stdio: ['ignore', 'pipe', 'inherit'] })
    expect(String((await once(child.stdout, 'data'))[0])).toContain('SecretStoreBusy')
    lock.assertHeld()
    await lock.release()
  })

  it('is waited for, for a while', async () => {
    const directory = await aDirectory()
    const lock = await lockSecretStore(directory, 'generating', 'alice')
    setTimeout(() => void lock.release(), 500)
    const again = await lockSecretStore(directory, 'generating', 'bob')
    again.assertHeld()
    await again.release()
  })

  it('is free, and nothing but an empty file is left, when it was released', async () => {
    const directory = await aDirectory()
    await (await lockSecretStore(directory, 'generating', 'alice')).release()
    expect(await readdir(directory.path)).toEqual(['events', 'secret-store.lock.db'])
    const { mode, size } = await stat(directory.secretStoreLock)
    expect([mode & 0o777, size]).toEqual([0o600, 0])
    expect((await refusalOf(directory)).code).toBe('none')
  })

  it('is free at once when its holder is killed', async () => {
    const directory = await aDirectory()
    const holder = await aHolder(directory)
    const ended = once(holder, 'exit')
    holder.kill('SIGKILL')
    await ended
    const start = performance.now()
    expect((await refusalOf(directory)).code).toBe('none')
    expect(performance.now() - start).toBeLessThan(4_000)
  })

  it('stays with a holder that stands still, who is told of, however old its lock looks', async () => {
    const directory = await aDirectory()
    const holder = await aHolder(directory)
    holder.kill('SIGSTOP')
    for (const at of [new Date(0), new Date(Date.now() + 400 * 86_400_000)]) {
      for (const path of [directory.secretStoreLock, noteOf(directory)]) await utimes(path, at, at)
      const { code, message } = await refusalOf(directory)
      expect(code).toBe('SecretStoreBusy')
      expect(message).toContain(`process ${holder.pid}, since`)
      expect(message).toContain(`kill -CONT ${holder.pid}`)
    }
  })

  it.each([
    ['is missing', null],
    ['was torn', '{"pid":'],
    ['is of a process that died', note({ pid: NO_SUCH_PROCESS })],
    ['is of another process that lives', note({ pid: process.pid })],
    ['would write to the terminal', note({ account: 'ali\u001b]0;x\u0007ce' })],
    ['would turn the line', note({ activity: 'gen\u202eerating' })],
  ])('tells what the kernel says of its holder when the note %s', async (_, text) => {
    const directory = await aDirectory()
    const { pid } = await aHolder(directory)
    await rm(noteOf(directory))
    if (text !== null) await writeFile(noteOf(directory), text)
    const { code, message } = await refusalOf(directory)
    expect(code).toBe('SecretStoreBusy')
    expect(message).toContain(`The secret store is in use: process ${pid} is changing it`)
  })

  it('is not held by notes: one that is torn, dead, of the future, a folder or a queue shuts nobody out', async () => {
    const directory = await aDirectory()
    const path = noteOf(directory)
    const since = '2999-01-01T00:00:00.000Z'
    for (const text of ['', 'x', note({ since }), note({ pid: process.pid, since })]) {
      await writeFile(path, text)
      expect((await refusalOf(directory)).code).toBe('none')
    }
    await mkdir(join(path, 'x'), { recursive: true })
    expect((await refusalOf(directory)).code).toBe('none')
    await rm(path, { recursive: true })
    execFileSync('mkfifo', [path])
    expect((await refusalOf(directory)).code).toBe('none')
  })

  it('does not wait for a queue in the place of the note', async () => {
    const directory = await aDirectory()
    const { pid } = await aHolder(directory)
    await rm(noteOf(directory))
    execFileSync('mkfifo', [noteOf(directory)])
    expect((await refusalOf(directory)).message).toContain(`process ${pid} is changing it`)
  })

  it('is not held by what the first version or SQLite may have left', async () => {
    const directory = await aDirectory()
    const earlier = join(directory.path, 'secret-store.lock')
    await mkdir(earlier)
    await utimes(earlier, new Date(), new Date(Date.now() + 365 * 86_400_000))
    await writeFile(`${earlier}.holder`, note({ pid: process.pid }))
    for (const ending of ['-journal', '-wal', '-shm']) {
      await writeFile(`${directory.secretStoreLock}${ending}`, Buffer.alloc(4_096, 7))
    }
    expect((await refusalOf(directory)).code).toBe('none')
    const names = await readdir(directory.path)
    expect(names).not.toContain('secret-store.lock')
    expect(names).not.toContain('secret-store.lock.holder')
  })

  it.each([
    ['a folder', (path: string) => mkdir(path), 'it is not an ordinary file'],
    ['a queue', async (path: string) => execFileSync('mkfifo', [path]), 'it is not an ordinary file'],
    ['a link', (path: string) => symlink('/dev/null', path), 'it is not an ordinary file'],
    [
      'no lock',
      (path: string) => writeFile(path, Buffer.alloc(5_000, 65)),
      'it holds something else than a lock',
    ],
  ])('is refused by name where %s is in its place, which stays', async (_, make, reason) => {
    const directory = await aDirectory()
    await make(directory.secretStoreLock)
    expect(await refusalOf(directory)).toMatchObject({
      code: 'SecretStoreLockFailed',
      details: { path: directory.secretStoreLock, reason },
    })
    await stat(directory.secretStoreLock)
  })

  it('is refused by name where the folder is gone', async () => {
    const directory = await aDirectory()
    await rm(directory.path, { recursive: true })
    expect(await refusalOf(directory)).toMatchObject({
      code: 'SecretStoreLockFailed',
      details: { reason: 'ENOENT' },
    })
  })

  it.each(['removed', 'replaced'])(
    'is lost, and known to be, when its file is %s; whoever asks for it next is told who had it',
    async (how) => {
      const directory = await aDirectory()
      const lock = await lockSecretStore(directory, 'generating', 'alice')
      if (how === 'removed') await rm(directory.secretStoreLock)
      else {
        await writeFile(`${directory.secretStoreLock}.new`, '')
        await rename(`${directory.secretStoreLock}.new`, directory.secretStoreLock)
      }
      expect(() => lock.assertHeld()).toThrow('removed or replaced')
      for (const _ of ['once', 'and again']) {
        const { code, message } = await refusalOf(directory)
        expect(code).toBe('SecretStoreBusy')
        expect(message).toContain(`alice is generating (process ${process.pid}`)
        expect(message).toContain('was removed meanwhile')
      }
      await lock.release()
      expect((await refusalOf(directory)).code).toBe('none')
    },
  )

  it('leaves the note of the next holder when its file was removed and it is released late', async () => {
    const directory = await aDirectory()
    const lock = await lockSecretStore(directory, 'generating', 'alice')
    await rm(directory.secretStoreLock)
    // As where the kernel does not tell who had it.
    const platform = vi.spyOn(process, 'platform', 'get').mockReturnValue('freebsd')
    const other = await lockSecretStore(directory, 'restoring', 'bob')
    platform.mockRestore()
    await lock.release()
    expect(await readFile(noteOf(directory), 'utf8')).toContain('"bob"')
    await other.release()
  })

  it('is closed to other accounts whatever the mode of files that are made', async () => {
    const directory = await aDirectory()
    await writeFile(directory.secretStoreLock, '')
    await chmod(directory.secretStoreLock, 0o666)
    expect((await refusalOf(directory)).code).toBe('none')
    expect((await stat(directory.secretStoreLock)).mode & 0o777).toBe(0o600)
  })

  it('goes to one at a time when many ask for it at once', async () => {
    const directory = await aDirectory()
    let holders = 0
    await Promise.all(
      Array.from({ length: 8 }, async (_, at) => {
        const lock = await lockSecretStore(directory, 'generating', `account ${at}`)
        holders += 1
        expect(holders).toBe(1)
        await new Promise((resolve) => setTimeout(resolve, 20))
        holders -= 1
        await lock.release()
      }),
    )
  }, 20_000)
})

function note(overrides: object): string {
  const since = new Date().toISOString()
  return JSON.stringify({ activity: 'restoring', account: 'carol', pid: process.pid, since, ...overrides })
}
