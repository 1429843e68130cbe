import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, it, onTestFinished } from 'vitest'
import { openDatabaseFile } from '../../support/open-database-file.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

it('many queries take no memory that stays', async () => {
  const database = await openDatabaseFile(join(await temporaryFolder(), 'sso.db'))
  onTestFinished(() => database.close())
  const before = process.memoryUsage.rss()
  for (let at = 0; at < 40_000; at += 1) await sql`SELECT ${at} AS one`.execute(database.tables)
  // A statement for each takes ten times as much before it is collected.
  expect(process.memoryUsage.rss() - before).toBeLessThan(80 * 1024 * 1024)
})

it('a query is the same again after another, after a failure and after a change of the schema', async () => {
  const { tables, close } = await openDatabaseFile(join(await temporaryFolder(), 'sso.db'))
  onTestFinished(close)
  const ask = async (value: unknown) => (await sql<{ v: unknown }>`SELECT ${value} AS v`.execute(tables)).rows
  expect(await ask(1)).toEqual([{ v: 1 }])
  expect(await ask('two')).toEqual([{ v: 'two' }])
  await sql`CREATE TABLE t (a INTEGER UNIQUE)`.execute(tables)
  const insert = (value: number) => sql`INSERT INTO t VALUES (${value})`.execute(tables)
  const all = async () => (await sql`SELECT * FROM t`.execute(tables)).rows
  await insert(1)
  await expect(insert(1)).rejects.toThrow()
  await insert(2)
  expect(await all()).toEqual([{ a: 1 }, { a: 2 }])
  await sql`ALTER TABLE t ADD COLUMN b TEXT DEFAULT 'x'`.execute(tables)
  expect(await all()).toEqual([
    { a: 1, b: 'x' },
    { a: 2, b: 'x' },
  ])
})
