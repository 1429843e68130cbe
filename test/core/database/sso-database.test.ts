import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openSqlite } from '../../../electron/core/database/sqlite/sqlite-engine.ts'
import type { SsoDatabase } from '../../../electron/core/database/sso-database.ts'
import { openDatabaseFile } from '../../support/open-database-file.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

async function open(path: string): Promise<SsoDatabase> {
  const database = await openDatabaseFile(path)
  onTestFinished(() => database.close())
  return database
}

const newPath = async (): Promise<string> => join(await temporaryFolder(), 'sso.db')

describe('SSO database', () => {
  it('is made, private and durable, when there is none', async () => {
    const path = await newPath()
    const { tables } = await open(path)
    const read = async (name: string) =>
      (await sql<Record<string, unknown>>`${sql.raw(`PRAGMA ${name}`)}`.execute(tables)).rows[0]
    expect(await read('journal_mode')).toEqual({ journal_mode: 'wal' })
    expect(await read('synchronous')).toEqual({ synchronous: 2 })
    expect(await read('foreign_keys')).toEqual({ foreign_keys: 1 })
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  it('keeps what it holds when it is opened again', async () => {
    const path = await newPath()
    const first = await openDatabaseFile(path)
    await first.tables.insertInto('secret').values({ msid: 'm1', created_at: 'now' }).execute()
    await first.close()
    expect(await (await open(path)).tables.selectFrom('secret').select('msid').execute()).toEqual([
      { msid: 'm1' },
    ])
  })

  it('is made once when several open it at the same time', async () => {
    const path = await newPath()
    const opened = await Promise.all([1, 2, 3, 4].map(() => open(path)))
    for (const { tables } of opened)
      expect(await tables.selectFrom('secret').selectAll().execute()).toEqual([])
  })

  it('undoes all of a transaction when part of it fails', async () => {
    const { tables, transaction } = await open(await newPath())
    const failing = transaction(async (within) => {
      await within.insertInto('secret').values({ msid: 'm1', created_at: 'now' }).execute()
      throw new Error('injected')
    })
    await expect(failing).rejects.toThrow('injected')
    expect(await tables.selectFrom('secret').selectAll().execute()).toEqual([])
  })

  it('is refused and untouched when the file is not a database', async () => {
    const path = await newPath()
    await writeFile(path, 'a letter, not a database '.repeat(100))
    const before = await readFile(path)
    await expect(openDatabaseFile(path)).rejects.toMatchObject({ code: 'DatabaseForeign' })
    expect(await readFile(path)).toEqual(before)
  })

  it("is refused and untouched when it is another program's database", async () => {
    const path = await newPath()
    const foreign = await openSqlite(path)
    foreign.exec('CREATE TABLE letter (text TEXT)')
    foreign.close()
    const before = await readFile(path)
    await expect(openDatabaseFile(path)).rejects.toMatchObject({ code: 'DatabaseForeign' })
    expect(await readFile(path)).toEqual(before)
  })

  it('is refused and untouched when a newer version made it', async () => {
    const path = await newPath()
    await (await openDatabaseFile(path)).close()
    const newer = await openSqlite(path)
    newer.exec('PRAGMA user_version = 99')
    newer.close()
    const before = await readFile(path)
    await expect(openDatabaseFile(path)).rejects.toMatchObject({
      code: 'DatabaseVersionNewer',
      details: { version: 99 },
    })
    expect(await readFile(path)).toEqual(before)
  })

  it('is reported busy when another connection holds the write lock', async () => {
    const path = await newPath()
    const { transaction } = await open(path)
    const other = await openSqlite(path)
    onTestFinished(() => other.close())
    other.exec('BEGIN IMMEDIATE')
    await expect(transaction(async () => undefined)).rejects.toMatchObject({ code: 'DatabaseBusy' })
  })

  it('is reported damaged when its pages are', async () => {
    const path = await newPath()
    await (await openDatabaseFile(path)).close()
    const file = await readFile(path)
    await writeFile(path, file.fill(0xff, 100, 4096))
    await expect(openDatabaseFile(path)).rejects.toMatchObject({ code: 'DatabaseDamaged' })
  })
})
