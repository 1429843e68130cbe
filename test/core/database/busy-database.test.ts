import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { SsoDatabase } from '../../../electron/core/database/sso-database.ts'
import { writeFromOutside } from '../../support/database-writer.ts'
import { openDatabaseFile } from '../../support/open-database-file.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { openTestSystem } from '../../support/test-system.ts'
import { aLog } from '../events/log-under-test.ts'

async function open(path: string): Promise<SsoDatabase> {
  const database = await openDatabaseFile(path)
  onTestFinished(() => database.close())
  return database
}

async function existing(): Promise<string> {
  const path = join(await temporaryFolder(), 'sso.db')
  await (await openDatabaseFile(path)).close()
  return path
}

const HELD_MS = 3_000

/** Who waits gives up after 5 seconds; who ends before that did not wait, even on a busy computer. */
const NOT_WAITED_MS = 4_500

/** What may keep a window from painting its next frames; SQLite's own waiting blocks for as long as its timeout. */
const LONGEST_GAP_MS = 50

/** Runs `work` and tells for how many milliseconds at most the event loop of this thread stood still meanwhile. */
async function longestGapDuring(work: () => Promise<unknown>): Promise<number> {
  let longest = 0
  let last = performance.now()
  const look = (): void => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
  }
  const ticking = setInterval(look, 1)
  try {
    await work()
    look()
  } finally {
    clearInterval(ticking)
  }
  return longest
}

// A computer that is busy with other things makes gaps of its own: it is asked again.
describe('while another process holds the write lock for 3 seconds', { retry: 3 }, () => {
  it('the thread that waits for a transaction never stands still', async () => {
    const path = await existing()
    const { transaction, tables } = await open(path)
    const writer = await writeFromOutside(path)
    const start = performance.now()
    const gap = await longestGapDuring(async () => {
      const writing = transaction((within) =>
        within.insertInto('secret').values({ msid: 'm1', created_at: 'now' }).execute(),
      )
      await wait(HELD_MS)
      await writer.release()
      await writing
    })
    expect(performance.now() - start).toBeGreaterThan(HELD_MS)
    expect(await tables.selectFrom('secret').select('msid').execute()).toEqual([{ msid: 'm1' }])
    expect(gap).toBeLessThanOrEqual(LONGEST_GAP_MS)
  })

  it('nor does that of who records an event, opens the database or closes it', async () => {
    const { database, record } = await aLog()
    const writer = await writeFromOutside(database.target.path)
    const gap = await longestGapDuring(async () => {
      const recording = record(1)
      await (await openDatabaseFile(database.target.path)).close()
      await wait(HELD_MS)
      await writer.release()
      await recording
    })
    expect(gap).toBeLessThanOrEqual(LONGEST_GAP_MS)
  })
})

describe.each(['BEGIN IMMEDIATE', 'BEGIN EXCLUSIVE'] as const)('while another process holds %s', (begin) => {
  it('a database of this schema is opened, read and closed without waiting', async () => {
    const path = await existing()
    await writeFromOutside(path, begin)
    const start = performance.now()
    const database = await openDatabaseFile(path)
    expect(await database.tables.selectFrom('secret').selectAll().execute()).toEqual([])
    expect((await database.reader()).version()).toBeGreaterThan(0)
    await database.close()
    expect(performance.now() - start).toBeLessThan(NOT_WAITED_MS)
  })

  it('a whole system is opened, described and closed without waiting', async () => {
    const { directory, system } = await openTestSystem()
    await system.close()
    await writeFromOutside(directory.database, begin)
    const start = performance.now()
    const { system: again } = await openTestSystem({ directory })
    expect((await again.system.describe()).status).toBe('enabled')
    await again.close()
    expect(performance.now() - start).toBeLessThan(NOT_WAITED_MS)
  })

  it('a transaction waits with the thread free, says for whom, and goes on', async () => {
    const path = await existing()
    const { transaction, tables } = await open(path)
    const writer = await writeFromOutside(path, begin)
    const holders = new Set<string | null>()
    let turns = 0
    const ticking = setInterval(() => {
      turns += 1
    }, 10)
    onTestFinished(() => clearInterval(ticking))
    const done = transaction(
      (within) => within.insertInto('secret').values({ msid: 'm1', created_at: 'now' }).execute(),
      { patienceMs: 30_000, onWait: (holder) => holders.add(holder) },
    )
    await expect.poll(() => holders.size, { timeout: 10_000 }).toBeGreaterThan(0)
    expect(turns).toBeGreaterThan(20)
    if (process.platform === 'linux') expect([...holders]).toEqual([`python3 (process ${writer.pid})`])
    expect(await tables.selectFrom('secret').selectAll().execute()).toEqual([])
    await writer.release()
    await done
    expect(await tables.selectFrom('secret').select('msid').execute()).toEqual([{ msid: 'm1' }])
  })

  it('a transaction whose patience is out says who is writing, and has done nothing', async () => {
    const path = await existing()
    const { tables, transaction } = await open(path)
    const { pid } = await writeFromOutside(path, begin)
    const failing = transaction(async () => 'done', { patienceMs: 100 })
    const holder = process.platform === 'linux' ? { holder: `python3 (process ${pid})` } : {}
    await expect(failing).rejects.toMatchObject({ code: 'DatabaseBusy', details: { path, ...holder } })
    expect(await tables.selectFrom('secret').selectAll().execute()).toEqual([])
  })

  it('waiting ends at once when it is cancelled', async () => {
    const path = await existing()
    const { transaction } = await open(path)
    await writeFromOutside(path, begin)
    const signal = AbortSignal.timeout(200)
    const start = performance.now()
    await expect(transaction(async () => 'done', { patienceMs: 60_000, signal })).rejects.toMatchObject({
      code: 'DatabaseBusy',
    })
    expect(performance.now() - start).toBeLessThan(5_000)
  })
})

it('that nobody is writing any more is not said to be somebody', async () => {
  const path = await existing()
  const { transaction } = await open(path)
  const writer = await writeFromOutside(path)
  await writer.release()
  await expect(transaction(async () => 'done', { patienceMs: 0 })).resolves.toBe('done')
})
