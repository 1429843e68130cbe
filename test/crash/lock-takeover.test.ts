import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { PASSWORD } from '../support/test-system.ts'
import { buildChild, runChild } from './child-process.ts'
import { checkNextGenerate, removeSite, siteWithSecret, withSystem } from './crash-site.ts'

/** After this many steps of a generate its backup is being written, with the lock held. */
const WRITING_THE_BACKUP = 8

it('the secret store lock is taken over, in its own time, when its holder was killed', async () => {
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
  const start = performance.now()
  await withSystem(site, (system) => checkNextGenerate(site, system))
  // Had nothing been waited for, the lock would not have been held.
  expect(performance.now() - start).toBeGreaterThan(2_000)
})
