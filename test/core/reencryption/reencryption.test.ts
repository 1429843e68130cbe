import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { DatabaseSync } from '@photostructure/sqlite'
import { describe, expect, it } from 'vitest'
import { sealCredential } from '../../../electron/core/credentials/credential-box.ts'
import type { DataDirectory } from '../../../electron/core/files/data-directory.ts'
import type { ReencryptionRunner } from '../../../electron/core/reencryption/reencryption-runner.ts'
import { inProcessRunner, workerRunner } from '../../../electron/core/reencryption/reencryption-runner.ts'
import type { SsoSystemOptions } from '../../../electron/core/sso-system.ts'
import {
  credentialKeys,
  insertCredentials,
  type OpenedCredential,
  openAll,
  plaintextOf,
} from '../../support/credential-rows.ts'
import { aGenerateRequest, openTestSystem } from '../../support/test-system.ts'

const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1)

/** A system with a master secret, and credentials under it. */
async function aSystemWith(
  mappingIds: readonly number[],
  { ragged = false, ...overrides }: Partial<SsoSystemOptions> & { readonly ragged?: boolean } = {},
) {
  const test = await openTestSystem(overrides)
  await test.system.masterSecret.generate(aGenerateRequest(join(test.folder, 'first.bak')))
  await insertCredentials(test.directory, mappingIds, ragged)
  const rotate = (name = 'next.bak') =>
    test.system.masterSecret.generate(aGenerateRequest(join(test.folder, name)))
  const opened = async () => openAll(test.directory.database, await credentialKeys(test.directory))
  return { ...test, rotate, opened }
}

function change(
  directory: DataDirectory,
  sql: string,
  ...parameters: (number | string | Uint8Array)[]
): void {
  const database = new DatabaseSync(directory.database)
  // As whoever tampers with the file would.
  database.exec('PRAGMA foreign_keys = OFF')
  database.prepare(sql).run(...parameters)
  database.close()
}

function events(directory: DataDirectory, eventId: number): readonly Record<string, unknown>[] {
  const database = new DatabaseSync(directory.database)
  const rows = database.prepare('SELECT data FROM event WHERE event_id = ? ORDER BY id').all(eventId)
  database.close()
  return rows.map((row) => JSON.parse((row as { data: string }).data))
}

const CURRENT = 2
const allCurrent = (rows: readonly OpenedCredential[]): boolean =>
  rows.every(({ secretId, text }) => secretId === CURRENT && text !== null)

describe('a re-encryption', () => {
  it.each([
    ['alike and without gaps', upTo(12_345), false],
    ['with gaps between their ids', upTo(9_000).filter((id) => id % 3 !== 0), false],
    ['of different lengths', upTo(6_000), true],
    ['just one', [7], false],
  ])('carries every credential to the new secret: %s', async (_name, ids, ragged) => {
    const { directory, opened, rotate, system } = await aSystemWith(ids, { ragged })
    const { msid } = await rotate()
    await system.reencryption.whenIdle()
    const expected = ids.map((mappingId) => ({
      mappingId,
      secretId: CURRENT,
      text: Buffer.from(plaintextOf(mappingId, ragged)).toString(),
    }))
    expect(await opened()).toEqual(expected)
    expect(await system.reencryption.describe()).toMatchObject({
      phase: 'done',
      msid,
      total: ids.length,
      done: ids.length,
      damaged: 0,
      failure: null,
    })
    expect(events(directory, 10_562)).toEqual([{ msid, total: ids.length }])
    expect(events(directory, 10_528)).toEqual([{ msid, reencrypted: ids.length, damaged: 0 }])
  })

  it('is over at once when there are no credentials', async () => {
    const { directory, rotate, system } = await aSystemWith([])
    await rotate()
    expect(await system.reencryption.describe()).toMatchObject({ phase: 'done', total: 0 })
    await system.reencryption.whenIdle()
    expect(events(directory, 10_562)).toEqual([])
  })

  it('leaves no two credentials with the same nonce', async () => {
    const { directory, rotate, system } = await aSystemWith(upTo(2_000))
    await rotate()
    await system.reencryption.whenIdle()
    const database = new DatabaseSync(directory.database)
    const { nonces } = database
      .prepare('SELECT count(DISTINCT substr(sealed, 2, 24)) AS nonces FROM credential')
      .get() as { nonces: number }
    database.close()
    expect(nonces).toBe(2_000)
  })

  it('refuses rows that are not authentic, lists them, leaves them, and goes on with the rest', async () => {
    const { directory, opened, rotate, system } = await aSystemWith(upTo(100))
    const sealed = 'UPDATE credential SET sealed ='
    change(directory, `${sealed} (SELECT sealed FROM credential WHERE mapping_id = 11) WHERE mapping_id = 10`)
    change(
      directory,
      `${sealed} CAST(substr(sealed, 1, 60) || x'00' || substr(sealed, 62) AS blob) WHERE mapping_id = 20`,
    )
    change(directory, `${sealed} CAST(x'07' || substr(sealed, 2) AS blob) WHERE mapping_id = 30`)
    change(directory, `${sealed} x'01' WHERE mapping_id = 40`)
    change(directory, 'UPDATE credential SET secret_id = 99 WHERE mapping_id = 50')
    change(directory, `INSERT INTO credential (mapping_id, secret_id, sealed) VALUES (-5, 1, x'01')`)
    await rotate()
    await system.reencryption.whenIdle()
    const damaged = [10, 20, 30, 40, 50]
    const rows = await opened()
    expect(rows.filter(({ text }) => text === null).map(({ mappingId }) => mappingId)).toEqual([
      -5,
      ...damaged,
    ])
    expect(rows.filter(({ secretId }) => secretId === CURRENT)).toHaveLength(95)
    expect(await system.reencryption.describe()).toMatchObject({
      phase: 'done',
      total: 101,
      done: 95,
      damaged: 6,
    })
    const reported = events(directory, 10_547)
    expect(reported.map(({ windowsAccount }) => windowsAccount)).toEqual(
      damaged.map((id) => `DOMAIN\\user${id}`),
    )
    expect(reported[0]).toMatchObject({ application: 'SAP', externalUser: 'ext10' })
    expect(reported[4]).toMatchObject({ reason: expect.stringContaining('not in the secret store') })
  })

  it('has fewer damaged rows once they were set anew or removed', async () => {
    const { directory, rotate, system } = await aSystemWith(upTo(10))
    change(directory, `UPDATE credential SET sealed = x'01' WHERE mapping_id <= 3`)
    await rotate()
    await system.reencryption.whenIdle()
    expect(await system.reencryption.describe()).toMatchObject({ damaged: 3 })
    const key = (await credentialKeys(directory)).get(CURRENT) ?? new Uint8Array()
    const anew = sealCredential(plaintextOf(1), 1, CURRENT, key)
    change(directory, 'UPDATE credential SET secret_id = 2, sealed = ? WHERE mapping_id = 1', anew)
    change(directory, 'DELETE FROM credential WHERE mapping_id = 2')
    expect(await system.reencryption.describe()).toMatchObject({ damaged: 1 })
  })

  it('has its cryptography done in a thread of its own where there are many rows', async () => {
    const reencrypt = inProcessRunner(pathToFileURL(resolve('dist/electron/reseal-worker.js')))
    const { opened, rotate, system } = await aSystemWith(upTo(30_000), { reencrypt })
    await rotate()
    await system.reencryption.whenIdle()
    expect(allCurrent(await opened())).toBe(true)
  })

  it('runs in threads that were loaded before it was asked to', async () => {
    const script = (name: string) => pathToFileURL(resolve(`dist/electron/${name}.js`))
    const reencrypt = workerRunner(script('reencryption-worker'), script('reseal-worker'))
    const { opened, rotate, system } = await aSystemWith(upTo(30_000), { reencrypt })
    await system.reencryption.prepare()
    await rotate()
    await system.reencryption.whenIdle()
    expect(allCurrent(await opened())).toBe(true)
  })

  it('is tried again, and says why, when the thread for its cryptography fails', async () => {
    const reencrypt = inProcessRunner(pathToFileURL('/nowhere/reseal-worker.js'))
    const { rotate, system } = await aSystemWith(upTo(30_000), { reencrypt })
    await rotate()
    await system.reencryption.whenIdle()
    expect(await system.reencryption.describe()).toMatchObject({
      phase: 'waiting',
      done: 0,
      failure: { code: 'ReencryptionFailed', details: { reason: expect.stringContaining('/nowhere') } },
    })
  })

  it('follows when the next secret is generated while the last run is still being recorded', async () => {
    let runs = 0
    const real = inProcessRunner()
    let end: () => void = () => undefined
    const mayEnd = new Promise<void>((resolve) => {
      end = resolve
    })
    const first: ReencryptionRunner = async (task, options) => {
      runs += 1
      const how = await real(task, options)
      if (runs === 1) await mayEnd
      return how
    }
    const { opened, rotate, system } = await aSystemWith(upTo(5), { reencrypt: first })
    await rotate()
    await expect.poll(() => system.reencryption.describe()).toMatchObject({ phase: 'done' })
    await rotate('third.bak')
    end()
    await system.reencryption.whenIdle()
    expect(await system.reencryption.describe()).toMatchObject({ phase: 'done', done: 5 })
    expect((await opened()).every(({ secretId, text }) => secretId === 3 && text !== null)).toBe(true)
  })

  it('does not let another generate begin before it is done', async () => {
    const { rotate, system } = await aSystemWith(upTo(10), { reencrypt: async () => 'stopped' })
    await rotate()
    await system.reencryption.whenIdle()
    await expect(rotate('third.bak')).rejects.toMatchObject({ code: 'Busy', details: { done: 0, total: 10 } })
    const { permissions } = await system.system.describe()
    expect(permissions.generateSecret).toMatchObject({ allowed: false, error: { code: 'Busy' } })
  })

  it('is not forgotten when the database did not hear of the secret at first', async () => {
    const { directory, opened, rotate, system } = await aSystemWith(upTo(20))
    const before = await system.system.describe()
    await rotate()
    await system.reencryption.whenIdle()
    // As it is when the process died, or the database was busy, right after the secret store was replaced.
    change(directory, 'UPDATE global_info SET current_secret_id = 1')
    change(directory, `UPDATE credential SET secret_id = 99 WHERE mapping_id = 7`)
    change(directory, 'DELETE FROM reencryption')
    expect((await system.system.ensure()).currentMsid).toBe(
      before.masterSecret.state === 'current' ? before.masterSecret.msid : null,
    )
    await expect(rotate('third.bak')).rejects.toMatchObject({ code: 'Busy' })
    expect((await opened()).filter(({ secretId }) => secretId === CURRENT)).toHaveLength(19)
  })

  it('is resumed by itself when the system is next opened', async () => {
    const first = await aSystemWith(upTo(300), { reencrypt: async () => 'stopped' })
    await first.rotate()
    await first.system.close()
    const { system } = await openTestSystem({ directory: first.directory })
    await system.reencryption.whenIdle()
    expect(await system.reencryption.describe()).toMatchObject({ phase: 'done', done: 300 })
    expect((await first.opened()).every(({ secretId }) => secretId === CURRENT)).toBe(true)
  })

  it('is done by servers other than the master secret server never', async () => {
    const first = await aSystemWith(upTo(3), { reencrypt: async () => 'stopped' })
    await first.rotate()
    await first.system.close()
    const { system } = await openTestSystem({ directory: first.directory, server: 'sso02' })
    await system.reencryption.whenIdle()
    expect(await system.reencryption.describe()).toMatchObject({ phase: 'running', done: 0 })
  })
})

/** Runs until `stopAfter` pages have been written, then waits to be told to stop. */
function runnerThatHangs(): { readonly run: ReencryptionRunner; readonly reached: Promise<void> } {
  let reach: () => void = () => undefined
  const reached = new Promise<void>((resolve) => {
    reach = resolve
  })
  let hung = false
  const real = inProcessRunner()
  const run: ReencryptionRunner = async (task, options) => {
    if (hung) return real(task, options)
    hung = true
    reach()
    return new Promise((resolve) => options.signal?.addEventListener('abort', () => resolve('stopped')))
  }
  return { run, reached }
}

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
      setTimeout(() => other.close(), 2_500)
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
