import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sealCredential } from '../../../electron/core/crypto/credential-box.ts'
import { sealedBoxReady } from '../../../electron/core/crypto/sealed-box.ts'
import { type DatabaseTarget, sqliteAt } from '../../../electron/core/database/database-target.ts'
import { inProcessJobs } from '../../../electron/core/health/database-jobs.ts'
import { checkEveryCredential } from '../../../electron/core/health/decrypt-check.ts'
import type { CredentialCheckProgress } from '../../../shared/health.ts'
import { openDatabaseFile } from '../../support/open-database-file.ts'
import { DatabaseSync } from '../../support/sqlite.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const keys = [1, 2].map((secretId) => ({ secretId, key: new Uint8Array(32).fill(secretId) }))

interface Row {
  readonly mappingId: number
  readonly secretId?: number
  readonly length?: number
  /** Sealed as if it were this one's. */
  readonly as?: number
}

async function aDatabaseWith(rows: readonly Row[]): Promise<DatabaseTarget> {
  await sealedBoxReady()
  const path = join(await temporaryFolder(), 'sso.db')
  await (await openDatabaseFile(path)).close()
  const database = new DatabaseSync(path)
  database.exec('PRAGMA foreign_keys = OFF; BEGIN')
  const insert = database.prepare('INSERT INTO credential VALUES (?, ?, ?)')
  for (const { as, length = 64, mappingId, secretId = 1 } of rows) {
    const key = keys.find((own) => own.secretId === secretId)?.key ?? new Uint8Array(32)
    insert.run(mappingId, secretId, sealCredential(randomBytes(length), as ?? mappingId, secretId, key))
  }
  database.exec('COMMIT')
  database.close()
  return sqliteAt(path)
}

const upTo = (count: number): Row[] => Array.from({ length: count }, (_, at) => ({ mappingId: at + 1 }))

describe('checking every credential', () => {
  it.each<[string, readonly Row[]]>([
    ['alike, in several pages', upTo(8_000)],
    ['with gaps between their ids', upTo(8_000).filter(({ mappingId }) => mappingId % 7 !== 0)],
    ['of different lengths', upTo(4_000).map((row) => ({ ...row, length: row.mappingId % 90 }))],
    ['empty', [{ mappingId: 1, length: 0 }]],
    [
      'with ids below zero and beyond 32 bits',
      [-5_000_000_000, -1, 0, 2 ** 32, 2 ** 52].map((mappingId) => ({ mappingId })),
    ],
  ])('opens all of them: %s', async (_name, rows) => {
    const target = await aDatabaseWith(rows)
    expect(await checkEveryCredential({ target, keys }, {})).toEqual({
      total: rows.length,
      unreadable: 0,
      unopened: [],
      bySecret: [{ secretId: 1, rows: rows.length, unreadable: 0 }],
    })
  })

  it('opens each with the secret it names, two in one page included', async () => {
    const rows = upTo(5_000).map((row) => ({ ...row, secretId: 1 + (row.mappingId % 2) }))
    const { bySecret, unreadable } = await checkEveryCredential(
      { target: await aDatabaseWith(rows), keys },
      {},
    )
    expect(unreadable).toBe(0)
    expect(bySecret).toHaveLength(2)
    expect(bySecret.map(({ rows: count }) => count)).toEqual([2_500, 2_500])
  })

  it('finds those that were changed, swapped, cut, or are under a secret that is not there', async () => {
    const target = await aDatabaseWith([
      ...upTo(4_000).filter(({ mappingId }) => mappingId !== 17),
      { mappingId: 17, as: 18 },
      { mappingId: 5_000, secretId: 9 },
      { mappingId: 5_001 },
      { mappingId: 5_002 },
    ])
    const database = new DatabaseSync(target.path)
    const write = database.prepare('UPDATE credential SET sealed = ? WHERE mapping_id = ?')
    const read = database.prepare('SELECT sealed FROM credential WHERE mapping_id = ?')
    const sealed = (id: number) => Buffer.from((read.get(id) as { sealed: Uint8Array }).sealed)
    const flipped = sealed(3)
    flipped[50] = (flipped[50] ?? 0) ^ 1
    write.run(flipped, 3)
    write.run(sealed(4).subarray(0, 30), 4)
    const otherSuite = sealed(3_999)
    otherSuite[0] = 2
    write.run(otherSuite, 3_999)
    write.run(new Uint8Array(0), 5_001)
    database.close()
    const result = await checkEveryCredential({ target, keys }, {})
    expect(result).toMatchObject({ total: 4_003, unreadable: 6 })
    expect(result.unopened).toEqual([
      { mappingId: 3, why: 'not-authentic' },
      { mappingId: 4, why: 'not-authentic' },
      { mappingId: 17, why: 'not-authentic' },
      { mappingId: 3_999, why: 'not-authentic' },
      { mappingId: 5_000, why: 'unknown-secret' },
      { mappingId: 5_001, why: 'not-authentic' },
    ])
    expect(result.bySecret).toContainEqual({ secretId: 9, rows: 1, unreadable: 1 })
  })

  it('lists a thousand unreadable rows and counts the others', async () => {
    const target = await aDatabaseWith(upTo(3_600))
    const result = await checkEveryCredential({ target, keys: [] }, {})
    expect(result.unreadable).toBe(3_600)
    expect(result.unopened).toHaveLength(1_000)
  })

  it('has nothing to say of a database without credentials', async () => {
    const target = await aDatabaseWith([])
    expect(await checkEveryCredential({ target, keys }, {})).toEqual({
      total: 0,
      unreadable: 0,
      unopened: [],
      bySecret: [],
    })
  })

  it('tells after each page how far it is', async () => {
    const seen: CredentialCheckProgress[] = []
    const onProgress = (progress: CredentialCheckProgress) => seen.push(progress)
    await checkEveryCredential({ target: await aDatabaseWith(upTo(8_000)), keys }, { onProgress })
    expect(seen.map(({ done, total }) => [done, total])).toEqual([
      [3_500, 8_000],
      [7_000, 8_000],
      [8_000, 8_000],
    ])
    expect(seen.at(-1)?.rowsPerSecond).toBeGreaterThan(0)
  })

  it('stops after the page under way when it is cancelled', async () => {
    const stop = new AbortController()
    const seen: number[] = []
    const onProgress = ({ done }: CredentialCheckProgress): void => {
      seen.push(done)
      stop.abort()
    }
    const task = { target: await aDatabaseWith(upTo(8_000)), keys }
    await expect(checkEveryCredential(task, { onProgress, signal: stop.signal })).rejects.toMatchObject({
      code: 'Cancelled',
    })
    expect(seen).toEqual([3_500])
  })

  it('keeps no writer waiting and shows no page half written', async () => {
    const target = await aDatabaseWith(upTo(12_000))
    const writer = new DatabaseSync(target.path)
    writer.exec('PRAGMA busy_timeout = 0')
    const touch = writer.prepare('UPDATE credential SET sealed = sealed WHERE mapping_id = ?')
    const onProgress = ({ done }: CredentialCheckProgress): void => {
      touch.run(done)
    }
    expect(await checkEveryCredential({ target, keys }, { onProgress })).toMatchObject({
      unreadable: 0,
    })
    writer.close()
  })

  it('does not change the database', async () => {
    const target = await aDatabaseWith(upTo(100))
    const before = new DatabaseSync(target.path)
    const version = before.prepare('PRAGMA data_version')
    const was = version.get()
    await checkEveryCredential({ target, keys }, {})
    expect(version.get()).toEqual(was)
    before.close()
  })

  it('leaves the keys to the caller, and the runner wipes them', async () => {
    const target = await aDatabaseWith(upTo(3))
    const own = { secretId: 1, key: new Uint8Array(32).fill(1) }
    await checkEveryCredential({ target, keys: [own] }, {})
    expect(own.key[0]).toBe(1)
    await inProcessJobs().check({ target, keys: [own] }, {})
    expect(own.key).toEqual(new Uint8Array(32))
  })
})
