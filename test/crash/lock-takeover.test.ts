import { randomUUID } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { lockSecretStore } from '../../electron/core/secret-store/secret-store-lock.ts'
import { PASSWORD } from '../support/test-system.ts'
import { buildChild, runChild } from './child-process.ts'
import { checkNextGenerate, removeSite, siteWithSecret, withSystem } from './crash-site.ts'

/** After this many steps of a generate its backup is being written, with the lock held. */
const WRITING_THE_BACKUP = 8

it('the secret store lock is free at once when its holder was killed', async () => {
  const script = await buildChild('killed-child')
  const site = await siteWithSecret()
  onTestFinished(async () => {
    await removeSite(site)
    await rm(dirname(script), { recursive: true })
  })
  const generate = {
    backupFile: join(site.folder, 'fresh.bak'),
    ifExists: 'refuse',
    msid: randomUUID(),
  } as const
  const dataDirectory = site.directory.path
  const end = await runChild(script, {
    dataDirectory,
    password: PASSWORD,
    generate,
    dieAt: WRITING_THE_BACKUP,
  })
  expect(end.killed).toBe(true)
  // Its note is still there, so it did have the lock.
  expect(await readFile(`${site.directory.secretStoreLock}.holder`, 'utf8')).toContain('generating')
  // Without any patience.
  await (await lockSecretStore(site.directory, 'looking', 'alice', 0)).release()
  await withSystem(site, (system) => checkNextGenerate(site, system))
})
