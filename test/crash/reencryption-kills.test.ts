import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sealCredential } from '../../electron/core/crypto/credential-box.ts'
import { sealedBoxReady } from '../../electron/core/crypto/sealed-box.ts'
import { SeededRandom } from '../fuzz/seeded-random.ts'
import { openAll, plaintextOf } from '../support/credential-rows.ts'
import { openDatabaseFile } from '../support/open-database-file.ts'
import { DatabaseSync, type DatabaseSyncInstance } from '../support/sqlite.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { buildChild, runChild } from './child-process.ts'
import { countHarmless } from './fault-counts.ts'
import type { ReencryptingOrder } from './reencrypting-child.ts'

const KILLS = 400
const ROWS = 600
const PAGE_ROWS = 20

let script = ''
beforeAll(async () => {
  script = await buildChild('reencrypting-child')
  await sealedBoxReady()
}, 60_000)
afterAll(() => rm(dirname(script), { recursive: true, force: true }))

/** A database of credentials that is carried from secret to secret, killed and resumed, over and over. */
class Site {
  readonly path: string
  readonly keys = new Map<number, Uint8Array>([[1, randomBytes(32)]])
  #current = 1

  private constructor(path: string) {
    this.path = path
  }

  static async create(): Promise<Site> {
    const site = new Site(join(await temporaryFolder(), 'sso.db'))
    await (await openDatabaseFile(site.path)).close()
    const [first] = site.keys.values()
    site.#sql((database) => {
      const insert = database.prepare('INSERT INTO credential VALUES (?, 1, ?)')
      for (let id = 1; id <= ROWS; id += 1) {
        insert.run(id, sealCredential(plaintextOf(id), id, 1, first ?? randomBytes(32)))
      }
    })
    return site
  }

  /** Begins the next re-encryption, as a generate does. */
  rotate(): void {
    this.#current += 1
    this.keys.set(this.#current, randomBytes(32))
    this.#sql((database) => {
      database.exec('DELETE FROM reencryption')
      database
        .prepare(
          `INSERT INTO reencryption (id, to_secret_id, state, position, total, done, started_at)
           VALUES (1, ?, 'running', 0, ?, 0, '2026-01-02T03:04:05.678Z')`,
        )
        .run(this.#current, ROWS)
    })
  }

  order(): ReencryptingOrder {
    const keyOf = (id: number) => ({ id, key: Buffer.from(this.keys.get(id) ?? []).toString('hex') })
    const from = keyOf(this.#current - 1)
    return { databasePath: this.path, from, to: keyOf(this.#current), pageRows: PAGE_ROWS }
  }

  /** Checks that no row was lost or torn, and that the position tells the truth. @returns whether it is done. */
  check(): boolean {
    const rows = openAll(this.path, this.keys)
    expect(rows.map(({ text }) => text)).toEqual(texts)
    const { position, state } = this.#state()
    for (const { mappingId, secretId } of rows) {
      expect(secretId).toBe(state === 'done' || mappingId <= position ? this.#current : this.#current - 1)
    }
    return state === 'done'
  }

  #state(): { readonly state: string; readonly position: number } {
    return this.#sql((database) => {
      const row = database.prepare('SELECT state, position FROM reencryption').get()
      expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
      return row as { state: string; position: number }
    })
  }

  #sql<T>(work: (database: DatabaseSyncInstance) => T): T {
    const database = new DatabaseSync(this.path)
    try {
      database.exec('PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; BEGIN')
      const result = work(database)
      database.exec('COMMIT')
      return result
    } finally {
      database.close()
    }
  }
}

const texts = Array.from({ length: ROWS }, (_, at) => Buffer.from(plaintextOf(at + 1)).toString())

/** Kills and resumes re-encryptions in one database until `goOn` says no. */
async function killOverAndOver(seed: number, goOn: (killed: boolean) => boolean): Promise<void> {
  const random = new SeededRandom(seed)
  const site = await Site.create()
  site.rotate()
  const { durationMs } = await runChild(script, site.order())
  expect(site.check()).toBe(true)
  for (let more = true; more; ) {
    if (site.check()) site.rotate()
    const { killed } = await runChild(script, site.order(), random.below(1_000 * durationMs) / 1_000)
    more = goOn(killed)
  }
  site.check()
  await runChild(script, site.order())
  expect(site.check()).toBe(true)
}

it(`every credential opens, and the re-encryption finishes, after each of ${KILLS} kills at random instants`, {
  timeout: 300_000,
}, async () => {
  let kills = 0
  const goOn = (killed: boolean): boolean => {
    if (killed) kills += 1
    return kills < KILLS
  }
  await Promise.all([killOverAndOver(10_522, goOn), killOverAndOver(10_528, goOn)])
  countHarmless(kills)
  expect(kills).toBeGreaterThanOrEqual(KILLS)
})
