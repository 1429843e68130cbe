import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { sealCredential } from '../../../electron/core/crypto/credential-box.ts'
import type { ReencryptionRunner } from '../../../electron/core/reencryption/sweep-thread.ts'
import { inProcessRunner } from '../../../electron/core/reencryption/sweep-thread.ts'
import { credentialKeys, openAll, plaintextOf } from '../../support/credential-rows.ts'
import {
  aSystemWith,
  CURRENT,
  change,
  events,
  runnerThatHangs,
  upTo,
} from '../../support/reencrypting-system.ts'
import { DatabaseSync } from '../../support/sqlite.ts'
import { openTestSystem } from '../../support/test-system.ts'

describe('a running re-encryption', () => {
  it('can be paused and resumed', async () => {
    const { reached, run } = runnerThatHangs()
    const { opened, rotate, system } = await aSystemWith(upTo(200), { reencrypt: run })
    await rotate()
    await reached
    await system.reencryption.pause()
    expect(await system.reencryption.describe()).toMatchObject({ phase: 'paused', rowsPerSecond: null })
    expect((await opened()).every(({ text }) => text !== null)).toBe(true)
    await system.reencryption.resume()
    await system.reencryption.whenIdle()
    expect(await system.reencryption.describe()).toMatchObject({ phase: 'done', done: 200 })
  })

  it('can be cancelled, which undoes nothing, and resumed all the same', async () => {
    const { reached, run } = runnerThatHangs()
    const { rotate, system } = await aSystemWith(upTo(200), { reencrypt: run })
    await rotate()
    await reached
    await system.reencryption.cancel()
    expect(await system.reencryption.describe()).toMatchObject({ phase: 'cancelled' })
    await expect(rotate('third.bak')).rejects.toMatchObject({ code: 'Busy' })
    await system.reencryption.resume()
    await system.reencryption.whenIdle()
    expect(await system.reencryption.describe()).toMatchObject({ phase: 'done', done: 200 })
  })

  it('takes the rights of a master secret administrator to be paused', async () => {
    const { reached, run } = runnerThatHangs()
    const first = await aSystemWith(upTo(5), { reencrypt: run })
    await first.rotate()
    await reached
    const { system } = await openTestSystem({
      directory: first.directory,
      reencrypt: run,
      account: async () => ({ name: 'eve', groups: [], isLocalAdministrator: false }),
    })
    for (const verb of ['pause', 'cancel', 'resume'] as const) {
      await expect(system.reencryption[verb]()).rejects.toMatchObject({
        code: 'AccessDeniedNotSsoAdministrator',
      })
    }
    expect(await first.system.reencryption.describe()).toMatchObject({ phase: 'running' })
  })

  it('is tried again after it failed, and says why meanwhile', async () => {
    let runs = 0
    const real = inProcessRunner()
    const failsOnce: ReencryptionRunner = (task, options) => {
      runs += 1
      return runs === 1 ? Promise.reject(new Error('the cat sat on it')) : real(task, options)
    }
    const { directory, rotate, system } = await aSystemWith(upTo(5), { reencrypt: failsOnce })
    await rotate()
    await system.reencryption.whenIdle()
    expect(await system.reencryption.describe()).toMatchObject({
      phase: 'waiting',
      failure: { code: 'ReencryptionFailed', details: { reason: 'the cat sat on it' } },
    })
    expect(events(directory, 10_522)).toEqual([
      { code: 'ReencryptionFailed', reason: 'the cat sat on it', retryInSeconds: 1 },
    ])
    await expect
      .poll(() => system.reencryption.describe(), { timeout: 5_000 })
      .toMatchObject({ phase: 'done', done: 5, failure: null })
  })

  it('stops cleanly while another process holds the write lock, and resumes', {
    timeout: 20_000,
  }, async () => {
    const { directory, rotate, system } = await aSystemWith(upTo(5), { reencrypt: lockFirst })
    function lockFirst(...[task, options]: Parameters<ReencryptionRunner>) {
      const other = new DatabaseSync(directory.database)
      other.exec('BEGIN IMMEDIATE')
      setTimeout(() => other.close(), 6_500)
      return inProcessRunner()(task, options)
    }
    await rotate()
    await system.reencryption.whenIdle()
    expect(await system.reencryption.describe()).toMatchObject({
      phase: 'waiting',
      failure: { code: 'DatabaseBusy' },
    })
  })

  it('lets concurrent changes win and readers see whole rows only', async () => {
    const ids = upTo(20_000)
    const { directory, opened, rotate, system } = await aSystemWith(ids)
    const other = new DatabaseSync(directory.database)
    other.exec('PRAGMA busy_timeout = 5000')
    const changed = new Map<number, string>()
    const removed = new Set<number>()
    const write = other.prepare('UPDATE credential SET secret_id = ?, sealed = ? WHERE mapping_id = ?')
    const remove = other.prepare('DELETE FROM mapping WHERE id = ?')
    other.exec('PRAGMA foreign_keys = ON')
    let keys: ReadonlyMap<number, Uint8Array> = new Map()
    const hammer = (round: number): void => {
      const key = keys.get(CURRENT)
      if (key === undefined) return
      for (let at = 0; at < 5; at += 1) {
        const id = ids[(round * 7_919 + at * 4_001) % ids.length] as number
        if (removed.has(id)) continue
        if (at === 4) {
          remove.run(id)
          removed.add(id)
          changed.delete(id)
          continue
        }
        const text = `changed in round ${round}`
        write.run(CURRENT, sealCredential(Buffer.from(text), id, CURRENT, key), id)
        changed.set(id, text)
      }
    }
    await rotate()
    keys = await credentialKeys(directory)
    let round = 0
    const ended = system.reencryption.whenIdle().then(() => true)
    while (
      !(await Promise.race([ended, new Promise<false>((resolve) => setImmediate(() => resolve(false)))]))
    ) {
      hammer(round)
      round += 1
      const torn = openAll(directory.database, keys).filter(({ text }) => text === null)
      expect(torn).toEqual([])
    }
    other.close()
    expect(round).toBeGreaterThan(1)
    const rows = await opened()
    expect(rows).toHaveLength(ids.length - removed.size)
    for (const { mappingId, secretId, text } of rows) {
      expect(secretId).toBe(CURRENT)
      expect(text).toBe(changed.get(mappingId) ?? Buffer.from(plaintextOf(mappingId)).toString())
    }
  })
})

describe('a re-encryption that another process runs', () => {
  const someRows = 'UPDATE reencryption SET done = done + 20, position = position + 20'

  it('is followed: nobody is said to run it before it is seen to get on, and then how fast and how far', async () => {
    const { reached, run } = runnerThatHangs()
    const first = await aSystemWith(upTo(200), { reencrypt: run })
    const { system: second } = await openTestSystem({ directory: first.directory })
    await first.rotate()
    await reached
    expect(await second.reencryption.describe()).toMatchObject({ phase: 'unattended', done: 0 })
    change(first.directory, someRows)
    await second.reencryption.describe()
    await pause(20)
    change(first.directory, someRows)
    const seen = await second.reencryption.describe()
    expect(seen).toMatchObject({ phase: 'elsewhere', done: 40, rowsPerSecond: expect.any(Number) })
    expect(await first.system.reencryption.describe()).toMatchObject({ phase: 'running' })
  })

  it('is done by whoever listens, when the other has stopped without an end', async () => {
    const { reached, run } = runnerThatHangs()
    const first = await aSystemWith(upTo(200), { reencrypt: run })
    const { system: second } = await openTestSystem({ directory: first.directory })
    await first.rotate()
    await reached
    const phases: (string | undefined)[] = []
    second.reencryption.onChange(async () => {
      phases.push((await second.reencryption.describe())?.phase)
    })
    await second.reencryption.describe()
    change(first.directory, 'UPDATE reencryption SET done = 1')
    await expect.poll(() => phases.at(-1), { timeout: 20_000 }).toBe('done')
    expect(phases).toContain('elsewhere')
    expect((await first.opened()).every(({ secretId }) => secretId === CURRENT)).toBe(true)
  }, 30_000)
})
