import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { sealCredential } from '../../../electron/core/crypto/credential-box.ts'
import type { ReencryptionRunner } from '../../../electron/core/reencryption/sweep-thread.ts'
import { inProcessRunner, workerRunner } from '../../../electron/core/reencryption/sweep-thread.ts'
import { credentialKeys, plaintextOf } from '../../support/credential-rows.ts'
import { allCurrent, aSystemWith, CURRENT, change, events, upTo } from '../../support/reencrypting-system.ts'
import { DatabaseSync } from '../../support/sqlite.ts'
import { openTestSystem } from '../../support/test-system.ts'

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
    expect(events(directory, 10_528)).toEqual([
      { msid, total: ids.length, reencrypted: ids.length, damaged: 0 },
    ])
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
    await rotate('next.bak', 1)
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

  it.each([
    ['a text', `'not a blob'`],
    ['a long text beyond ASCII', `printf('%.*c', 105, 'é')`],
    ['a number', '42'],
    ['nothing in it', `x''`],
  ])('refuses a row with %s in the place of its blob, and goes on with the rest', async (_what, value) => {
    const { directory, rotate, system } = await aSystemWith(upTo(10))
    change(directory, `UPDATE credential SET sealed = ${value} WHERE mapping_id = 4`)
    await rotate()
    await system.reencryption.whenIdle()
    expect(await system.reencryption.describe()).toMatchObject({ phase: 'done', done: 9, damaged: 1 })
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
    const reencrypt = inProcessRunner(pathToFileURL(resolve('dist/electron/cipher-worker.js')))
    const { opened, rotate, system } = await aSystemWith(upTo(30_000), { reencrypt })
    await rotate()
    await system.reencryption.whenIdle()
    expect(allCurrent(await opened())).toBe(true)
  })

  it('runs in threads that were loaded before it was asked to', async () => {
    const script = (name: string) => pathToFileURL(resolve(`dist/electron/${name}.js`))
    const reencrypt = workerRunner(script('sweep-worker'), script('cipher-worker'))
    const { opened, rotate, system } = await aSystemWith(upTo(30_000), { reencrypt })
    await system.reencryption.prepare()
    await rotate()
    await system.reencryption.whenIdle()
    expect(allCurrent(await opened())).toBe(true)
  })

  it('is tried again, and says why, when the thread for its cryptography fails', async () => {
    const reencrypt = inProcessRunner(pathToFileURL('/nowhere/cipher-worker.js'))
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
    expect(await system.reencryption.describe()).toMatchObject({ phase: 'unattended', done: 0 })
  })
})
