import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { sqliteAt } from '../../../electron/core/database/database-target.ts'
import { inProcessJobs } from '../../../electron/core/health/database-jobs.ts'
import { workerJobs } from '../../../electron/core/health/worker-jobs.ts'
import type { CredentialCheckProgress } from '../../../shared/health.ts'
import { credentialKeys, insertCredentials } from '../../support/credential-rows.ts'
import { aGenerateRequest, openTestSystem } from '../../support/test-system.ts'

/** The worker as it is shipped; `npm test` builds it first. */
const jobs = workerJobs(pathToFileURL(resolve('dist/electron/database-jobs-worker.js')))

async function aSystem(rows: number) {
  const { directory, folder, system } = await openTestSystem()
  await system.masterSecret.generate(aGenerateRequest(join(folder, 'first.bak')))
  await insertCredentials(
    directory,
    Array.from({ length: rows }, (_, at) => at + 1),
  )
  const keys = [...(await credentialKeys(directory))].map(([secretId, key]) => ({ secretId, key }))
  return { target: sqliteAt(directory.database), folder, keys }
}

describe('jobs in a worker', () => {
  it('check as the calling thread would, tell how far they are, and wipe the keys', async () => {
    const { target, keys } = await aSystem(8_000)
    const own = keys.map(({ secretId, key }) => ({ secretId, key: new Uint8Array(key) }))
    const seen: CredentialCheckProgress[] = []
    const onProgress = (progress: CredentialCheckProgress) => seen.push(progress)
    const result = await jobs.check({ target, keys }, { onProgress })
    expect(keys.every(({ key }) => key.every((byte) => byte === 0))).toBe(true)
    expect(result).toEqual(await inProcessJobs().check({ target, keys: own }, {}))
    expect(result).toMatchObject({ total: 8_000, unreadable: 0 })
    expect(seen.at(-1)).toMatchObject({ done: 8_000, total: 8_000 })
  })

  it('stop when they are cancelled, before they begin or after', async () => {
    const { target, keys } = await aSystem(20_000)
    const copy = () => keys.map(({ secretId, key }) => ({ secretId, key: new Uint8Array(key) }))
    const cancelled = { code: 'Cancelled' }
    const before = jobs.check({ target, keys: copy() }, { signal: AbortSignal.abort() })
    await expect(before).rejects.toMatchObject(cancelled)
    const stop = new AbortController()
    const after = jobs.check(
      { target, keys: copy() },
      { onProgress: () => stop.abort(), signal: stop.signal },
    )
    await expect(after).rejects.toMatchObject(cancelled)
  })

  it('survey and copy a database', async () => {
    const { target, folder } = await aSystem(10)
    expect(await jobs.survey(target, true)).toEqual(await inProcessJobs().survey(target, true))
    const copy = join(folder, 'copy.db')
    await jobs.copy(target, copy)
    expect((await inProcessJobs().survey(sqliteAt(copy), true)).rowsBySecret).toMatchObject([{ rows: 10 }])
  })

  it('report what fails with its code', async () => {
    const { folder } = await aSystem(1)
    const missing = sqliteAt(join(folder, 'missing.db'))
    await expect(jobs.survey(missing, false)).rejects.toMatchObject({ code: 'DatabaseMissing' })
    await expect(
      jobs.copy(sqliteAt(join(folder, 'first.bak')), join(folder, 'copy.db')),
    ).rejects.toMatchObject({
      code: 'DatabaseCopyFailed',
    })
    expect(existsSync(join(folder, 'copy.db'))).toBe(false)
    expect(existsSync(missing.path)).toBe(false)
  })
})
