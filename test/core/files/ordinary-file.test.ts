import { execFileSync } from 'node:child_process'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { nodeFileSystem } from '../../../electron/core/files/node-file-system.ts'
import { readOrdinaryFile, unusualTarget } from '../../../electron/core/files/ordinary-file.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** Waits for no longer than somebody would. */
async function soon<T>(work: Promise<T>): Promise<T> {
  const late = delay(3_000, undefined, { ref: false }).then(() => Promise.reject(new Error('waited on')))
  return Promise.race([work, late])
}

async function unusualThings(): Promise<readonly (readonly [path: string, kind: string])[]> {
  const folder = await temporaryFolder()
  const at = (name: string): string => join(folder, name)
  execFileSync('mkfifo', [at('fifo')])
  await mkdir(at('folder'))
  await symlink(at('fifo'), at('link-to-fifo'))
  const server = createServer().listen(at('socket')).unref()
  await new Promise((listening) => server.once('listening', listening))
  return [
    [at('fifo'), 'a pipe'],
    [at('link-to-fifo'), 'a pipe'],
    [at('folder'), 'a folder'],
    [at('socket'), 'a socket'],
    ['/dev/zero', 'a device'],
    ['/dev/null', 'a device'],
  ]
}

describe.runIf(process.platform !== 'win32')('reading a file', () => {
  it('refuses at once, and names, what is not one', async () => {
    for (const [path, kind] of await unusualThings()) {
      await expect(soon(nodeFileSystem.read(path, 100)), path).rejects.toMatchObject({
        code: `it is ${kind}`,
      })
    }
  })

  it('reads one, also through a link, and no more than it may', async () => {
    const path = join(await temporaryFolder(), 'file')
    await writeFile(path, 'x'.repeat(100))
    await symlink(path, `${path}.link`)
    expect((await readOrdinaryFile(`${path}.link`, 100)).toString()).toBe('x'.repeat(100))
    expect(await readOrdinaryFile(path, 99)).toHaveLength(100)
    expect(await readOrdinaryFile(path, 20)).toHaveLength(21)
  })

  it.runIf(process.platform === 'linux')(
    'reads what is made up while it is read, and bounds that, too',
    async () => {
      const whole = (await readOrdinaryFile('/proc/self/status', 1_000_000)).toString()
      expect(whole).toMatch(/^Name:.*nonvoluntary_ctxt_switches:\s+\d+\n$/s)
      expect(await readOrdinaryFile('/proc/self/status', 10)).toHaveLength(11)
    },
  )
})

describe.runIf(process.platform !== 'win32')('what is to be replaced', () => {
  it('is named if it is not an ordinary file, a link as a link', async () => {
    const [fifo, link, folder, socket] = (await unusualThings()).map(([path]) => path)
    const kinds = await Promise.all([fifo, link, folder, socket].map((path) => unusualTarget(path ?? '')))
    expect(kinds).toEqual(['a pipe', 'a symbolic link', 'a folder', 'a socket'])
    expect(await unusualTarget('/dev/null')).toBe('a device')
    expect(await unusualTarget(`${fifo}-not-there`)).toBeNull()
  })
})
