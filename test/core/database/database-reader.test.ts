import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { SsoDatabase } from '../../../electron/core/database/sso-database.ts'
import { openDatabaseFile } from '../../support/open-database-file.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

async function open(path?: string): Promise<SsoDatabase> {
  const database = await openDatabaseFile(path ?? join(await temporaryFolder(), 'sso.db'))
  onTestFinished(() => database.close())
  return database
}

const secret = (msid: string) => ({ msid, created_at: 'now' })
const findSecret = ({ tables }: SsoDatabase) =>
  tables.selectFrom('secret').select('msid').where('msid', '=', '').compile()

describe('the reader', () => {
  it('runs a prepared query with other parameters each time', async () => {
    const database = await open()
    await database.tables
      .insertInto('secret')
      .values([secret('m1'), secret('m2')])
      .execute()
    const find = (await database.reader()).prepare(findSecret(database))
    const found = await Promise.all([find('m1'), find('m2'), find('m3')])
    expect(found.map((row) => row?.msid)).toEqual(['m1', 'm2', undefined])
  })

  it('sees nothing that is not committed', async () => {
    const database = await open()
    const find = (await database.reader()).prepare(findSecret(database))
    const failing = database.transaction(async (within) => {
      await within.insertInto('secret').values(secret('m1')).execute()
      expect(await find('m1')).toBeUndefined()
      throw new Error('injected')
    })
    await expect(failing).rejects.toThrow('injected')
  })

  it('cannot write', async () => {
    const database = await open()
    const insert = database.tables.insertInto('secret').values(secret('m1')).compile()
    const write = (await database.reader()).prepare(insert)
    await expect(write('m1', 'now')).rejects.toMatchObject({ code: 'DatabaseReadOnly' })
  })

  it('has another version at once when this process has changed something, the same when not', async () => {
    const database = await open()
    const reader = await database.reader()
    const before = reader.version()
    await database.tables.selectFrom('secret').selectAll().execute()
    expect(reader.version()).toBe(before)
    await database.tables.insertInto('secret').values(secret('m1')).execute()
    const after = reader.version()
    expect(after).not.toBe(before)
    await database.transaction((within) =>
      within.insertInto('secret').values(secret('m2')).returning('id').execute(),
    )
    expect(reader.version()).not.toBe(after)
  })

  it('has another version soon when another connection has changed something', async () => {
    const database = await open()
    const other = await open(database.target.path)
    const reader = await database.reader()
    const before = reader.version()
    await other.tables.insertInto('secret').values(secret('m1')).execute()
    await expect.poll(() => reader.version(), { timeout: 1_000, interval: 5 }).not.toBe(before)
  })
})
