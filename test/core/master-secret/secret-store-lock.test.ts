import { mkdir, rmdir, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { locateDataDirectory, prepareDataDirectory } from '../../../electron/core/files/data-directory.ts'
import { lockSecretStore } from '../../../electron/core/master-secret/secret-store-lock.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const NO_SUCH_PROCESS = 2 ** 22 + 1

async function aDirectory() {
  const directory = locateDataDirectory(join(await temporaryFolder(), 'data'))
  await prepareDataDirectory(directory)
  return directory
}

describe('secret store lock', () => {
  it('names its holder when a second one asks for it', async () => {
    const directory = await aDirectory()
    const lock = await lockSecretStore(directory, 'generating the master secret', 'alice')
    await expect(lockSecretStore(directory, 'restoring', 'bob')).rejects.toMatchObject({
      code: 'SecretStoreBusy',
      details: {
        holder: expect.stringContaining(`alice is generating the master secret (process ${process.pid}`),
      },
    })
    await lock.release()
  })

  it('is free again when it was released', async () => {
    const directory = await aDirectory()
    await (await lockSecretStore(directory, 'generating', 'alice')).release()
    const again = await lockSecretStore(directory, 'generating', 'bob')
    again.assertHeld()
    await again.release()
  })

  it('is taken over when its holder died without releasing it', async () => {
    const directory = await aDirectory()
    await mkdir(directory.secretStoreLock)
    const holder = { activity: 'generating', account: 'alice', pid: NO_SUCH_PROCESS, since: 'then' }
    await writeFile(`${directory.secretStoreLock}.holder`, JSON.stringify(holder))
    const lock = await lockSecretStore(directory, 'generating', 'bob')
    await lock.release()
  }, 15_000)

  it('is taken over when the clock went back since its holder died', async () => {
    const directory = await aDirectory()
    await mkdir(directory.secretStoreLock)
    const holder = { activity: 'generating', account: 'alice', pid: NO_SUCH_PROCESS, since: 'then' }
    await writeFile(`${directory.secretStoreLock}.holder`, JSON.stringify(holder))
    const inAYear = new Date(Date.now() + 365 * 86_400_000)
    await utimes(directory.secretStoreLock, inAYear, inAYear)
    const lock = await lockSecretStore(directory, 'generating', 'bob')
    await lock.release()
  }, 15_000)

  it('is left to its holder, whatever the clock says, while that is alive', async () => {
    const directory = await aDirectory()
    await mkdir(directory.secretStoreLock)
    const holder = { activity: 'generating', account: 'alice', pid: process.pid, since: 'then' }
    await writeFile(`${directory.secretStoreLock}.holder`, JSON.stringify(holder))
    const inAYear = new Date(Date.now() + 365 * 86_400_000)
    await utimes(directory.secretStoreLock, inAYear, inAYear)
    await expect(lockSecretStore(directory, 'generating', 'bob')).rejects.toMatchObject({
      code: 'SecretStoreBusy',
    })
    expect((await stat(directory.secretStoreLock)).mtimeMs).toBeGreaterThan(Date.now())
  })

  it('is free, and the failure has a code, when the note about its holder cannot be written', async () => {
    const directory = await aDirectory()
    const note = `${directory.secretStoreLock}.holder`
    await mkdir(note)
    await expect(lockSecretStore(directory, 'generating', 'alice')).rejects.toMatchObject({
      code: 'SecretStoreWriteFailed',
      details: { reason: 'EISDIR' },
    })
    await rmdir(note)
    await (await lockSecretStore(directory, 'generating', 'bob')).release()
  })

  it('is reported busy when the holder has left no readable note', async () => {
    const directory = await aDirectory()
    await mkdir(directory.secretStoreLock)
    await writeFile(`${directory.secretStoreLock}.holder`, '{"pid":"none"}')
    await expect(lockSecretStore(directory, 'generating', 'bob')).rejects.toMatchObject({
      code: 'SecretStoreBusy',
    })
  })
})
