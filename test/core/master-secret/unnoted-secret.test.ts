import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { locateDataDirectory } from '../../../electron/core/files/data-directory.ts'
import type { FileSystem } from '../../../electron/core/files/file-system.ts'
import { nodeFileSystem } from '../../../electron/core/files/node-file-system.ts'
import { insertCredentials } from '../../support/credential-rows.ts'
import { writeFromOutside } from '../../support/database-writer.ts'
import { aRestoreRequest, countReadable, generate, loggedEvents } from '../../support/restore-system.ts'
import { empty, emptyLog, fill, mountSmallDisk, noMountBecause } from '../../support/small-disk.ts'
import { DatabaseSync } from '../../support/sqlite.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { aGenerateRequest, openTestSystem, type TestSystem } from '../../support/test-system.ts'

const mappings = Array.from({ length: 40 }, (_, at) => at + 1)

function query(path: string, sql: string, ...parameters: readonly (string | number)[]): readonly unknown[] {
  const database = new DatabaseSync(path)
  try {
    return database.prepare(sql).all(...parameters)
  } finally {
    database.close()
  }
}

const recorded = ({ directory }: TestSystem, trackingId: string): readonly unknown[] =>
  query(directory.database, 'SELECT event_id FROM event WHERE tracking_id = ? ORDER BY id', trackingId).map(
    (row) => (row as { event_id: number }).event_id,
  )

/** A system whose database is on a disk that is filled to the last byte when a new secret is in the store. */
async function onDiskThatFillsUp(): Promise<TestSystem & { readonly disk: string; arm(): void }> {
  const disk = await mountSmallDisk('4m')
  const data = locateDataDirectory(join(await temporaryFolder(), 'data'))
  const directory = { ...data, database: join(disk, 'sso.db') }
  let armed = false
  const files: FileSystem = {
    ...nodeFileSystem,
    async rename(from, to) {
      await nodeFileSystem.rename(from, to)
      if (!armed || !to.endsWith('secret-store.json')) return
      armed = false
      await fill(disk)
    },
  }
  const test = await openTestSystem({ directory, files })
  await generate(test, '1.bak')
  await insertCredentials(directory, mappings)
  const arm = (): void => {
    armed = true
    emptyLog(directory.database)
  }
  return { ...test, disk, arm }
}

describe.skipIf(noMountBecause)('a secret that the database cannot be told of', () => {
  it('is said to be untold, everywhere, and is told by itself when that can be done', async () => {
    const test = await onDiskThatFillsUp()
    const { directory, disk, folder, system } = test
    const before = await system.system.describe()
    test.arm()
    const generated = await system.masterSecret.generate(aGenerateRequest(join(folder, '2.bak')))
    expect(generated.noteFailure).toMatchObject({ code: 'DatabaseFull' })

    const { masterSecret } = await system.system.describe()
    const databaseMsid = before.masterSecret.state === 'current' ? before.masterSecret.msid : null
    expect(masterSecret).toMatchObject({
      state: 'current',
      msid: generated.msid,
      untold: { databaseMsid, rows: mappings.length },
    })
    const health = new Map((await system.health.describe()).map((check) => [check.id, check]))
    expect(health.get('master-secret')).toMatchObject({
      status: 'amber',
      reason: expect.stringContaining('40 credentials still use an older one'),
      fix: null,
    })
    expect(health.get('rows-per-secret')).toMatchObject({ status: 'amber', fix: null })
    expect(health.get('log-chain')).toMatchObject({ status: 'amber', fix: null })
    const logged = await loggedEvents(test, 10525)
    expect(logged.map(({ trackingId }) => trackingId)).toContain(generated.trackingId)
    expect(recorded(test, generated.trackingId)).toEqual([])

    await empty(disk)
    await expect
      .poll(() => system.system.describe(), { timeout: 15_000 })
      .toMatchObject({ masterSecret: { untold: null }, reencryption: { phase: 'done', done: 40 } })
    await expect.poll(() => recorded(test, generated.trackingId), { timeout: 10_000 }).toEqual([10525])
    expect(query(directory.database, 'SELECT count(*) AS n FROM event WHERE event_id = 10525')).toEqual([
      { n: 2 },
    ])
    expect(query(directory.database, 'SELECT count(*) AS n FROM event WHERE event_id = 19013')).toEqual([
      { n: 1 },
    ])
    expect(await countReadable(test)).toBe('40 of 40')
    expect((await system.events.verifyLog()).firstBroken).toBeNull()
  })

  it('is told by whoever opens the system next', async () => {
    const test = await onDiskThatFillsUp()
    const { directory, disk, folder, system } = test
    test.arm()
    const generated = await system.masterSecret.generate(aGenerateRequest(join(folder, '2.bak')))
    expect(generated.noteFailure).not.toBeNull()
    await system.close()
    await empty(disk)
    const { system: again } = await openTestSystem({ directory })
    await again.reencryption.whenIdle()
    expect(await again.system.describe()).toMatchObject({
      masterSecret: { msid: generated.msid, untold: null },
      reencryption: { phase: 'done', done: 40, damaged: 0 },
    })
    expect(recorded(test, generated.trackingId)).toEqual([10525])
  })

  it('is the same for a restore', async () => {
    const test = await onDiskThatFillsUp()
    const { disk, system } = test
    await generate(test, '2.bak')
    test.arm()
    const restored = await system.masterSecret.restore(aRestoreRequest(test, '1.bak', { override: true }))
    expect(restored.noteFailure).toMatchObject({ code: 'DatabaseFull' })
    await empty(disk)
    await expect
      .poll(() => system.system.describe(), { timeout: 15_000 })
      .toMatchObject({ masterSecret: { msid: restored.msid, untold: null } })
    await expect.poll(() => recorded(test, restored.trackingId), { timeout: 10_000 }).toEqual([10523])
  })
})

describe('while another process writes to the database', () => {
  it('a generate waits for it, says for whom, and has then told the database', async () => {
    const test = await openTestSystem()
    await generate(test, '1.bak')
    await insertCredentials(test.directory, mappings)
    const writer = await writeFromOutside(test.directory.database, 'BEGIN EXCLUSIVE')
    const holders: (string | null)[] = []
    const generating = test.system.masterSecret.generate(aGenerateRequest(join(test.folder, '2.bak')), {
      onBusy: (holder) => holders.push(holder),
    })
    await expect.poll(() => holders.length, { timeout: 15_000 }).toBeGreaterThan(2)
    if (process.platform === 'linux')
      expect(new Set(holders)).toEqual(new Set([`python3 (process ${writer.pid})`]))
    await writer.release()
    expect(await generating).toMatchObject({ noteFailure: null })
    await test.system.reencryption.whenIdle()
    expect(await test.system.reencryption.describe()).toMatchObject({ phase: 'done', done: 40 })
  })

  it('a generate that is cancelled while it waits leaves the old secret current', async () => {
    const test = await openTestSystem()
    await generate(test, '1.bak')
    await writeFromOutside(test.directory.database)
    const cancel = new AbortController()
    const generating = test.system.masterSecret.generate(aGenerateRequest(join(test.folder, '2.bak')), {
      signal: cancel.signal,
      onBusy: () => cancel.abort(),
    })
    await expect(generating).rejects.toMatchObject({ code: 'Cancelled' })
    expect((await test.system.system.describe()).masterSecret).toMatchObject({ untold: null })
  })

  it('the tracking id of a backup is in the local log at once, and in the database once afterwards', async () => {
    const test = await openTestSystem()
    await generate(test, '1.bak')
    const writer = await writeFromOutside(test.directory.database)
    const { trackingId } = await test.system.masterSecret.backup(
      aGenerateRequest(join(test.folder, 'again.bak')),
    )
    expect((await loggedEvents(test, 10559)).map((event) => event.trackingId)).toEqual([trackingId])
    expect(recorded(test, trackingId)).toEqual([])
    await writer.release()
    await expect.poll(() => recorded(test, trackingId), { timeout: 15_000 }).toEqual([10559])
    await test.system.close()
    const { system } = await openTestSystem({ directory: test.directory })
    expect(recorded(test, trackingId)).toEqual([10559])
    expect((await system.events.verifyLog()).firstBroken).toBeNull()
  })

  it('pausing a re-encryption is refused with who is writing, and nothing is said to be paused', async () => {
    const test = await openTestSystem({ reencrypt: async () => 'stopped' })
    await generate(test, '1.bak')
    await insertCredentials(test.directory, mappings)
    await generate(test, '2.bak')
    await writeFromOutside(test.directory.database)
    await expect(test.system.reencryption.pause()).rejects.toMatchObject({ code: 'DatabaseBusy' })
    expect(await test.system.reencryption.describe()).toMatchObject({ phase: 'unattended' })
  })
})
