import { copyFile, mkdir, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { sqliteAt } from '../../../electron/core/database/database-target.ts'
import { upgradeDatabase } from '../../../electron/core/database/engines/open-database.ts'
import { migrations } from '../../../electron/core/database/migrations/migrations.ts'
import { openSqlite } from '../../../electron/core/database/sqlite/sqlite-engine.ts'
import { upgradeCopyPath } from '../../../electron/core/database/sqlite/upgrade-copy.ts'
import { openDatabaseFile } from '../../support/open-database-file.ts'
import { makeSchema1 } from '../../support/schema-1.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const LATEST = migrations.length

const newPath = async (): Promise<string> => join(await temporaryFolder(), 'sso.db')

async function aSchema1(): Promise<string> {
  const path = await newPath()
  await makeSchema1(path)
  return path
}

async function read(path: string, sql: string): Promise<Record<string, unknown>> {
  const connection = await openSqlite(path)
  try {
    return { ...(connection.prepare(sql).get() as Record<string, unknown>) }
  } finally {
    connection.close()
  }
}

const versionOf = async (path: string): Promise<unknown> =>
  (await read(path, 'PRAGMA user_version')).user_version

const filesBeside = async (path: string): Promise<readonly string[]> =>
  (await readdir(dirname(path))).filter((name) => !/-(wal|shm)$/.test(name)).sort()

describe('upgrading a database', () => {
  it('keeps what it holds, and a private copy of the old schema', async () => {
    const path = await aSchema1()
    const copy = upgradeCopyPath(path, 1)
    expect(await upgradeDatabase(sqliteAt(path))).toEqual({ from: 1, to: LATEST, copy })
    expect(await read(path, 'SELECT system_id, ticket_timeout FROM global_info')).toEqual({
      system_id: 'system-1',
      ticket_timeout: 2,
    })
    expect(await versionOf(copy)).toBe(1)
    expect(await read(copy, 'SELECT msid FROM secret')).toEqual({ msid: 'm1' })
    expect(await filesBeside(path)).toEqual(['sso.db', 'sso.db.schema-1.bak'])
    if (process.platform !== 'win32') expect((await stat(copy)).mode & 0o777).toBe(0o600)
  })

  it('leaves a copy that can be opened and upgraded in its turn', async () => {
    const path = await aSchema1()
    await upgradeDatabase(sqliteAt(path))
    const restored = await newPath()
    await copyFile(upgradeCopyPath(path, 1), restored)
    expect(await upgradeDatabase(sqliteAt(restored))).toMatchObject({ from: 1, to: LATEST })
    expect(await read(restored, 'SELECT msid FROM secret')).toEqual({ msid: 'm1' })
  })

  it('does nothing to one that is up to date', async () => {
    const path = await newPath()
    await (await openDatabaseFile(path, 'new')).close()
    expect(await upgradeDatabase(sqliteAt(path))).toEqual({ from: LATEST, to: LATEST, copy: null })
    expect(await filesBeside(path)).toEqual(['sso.db'])
  })

  it('happens once when several open it at the same time', async () => {
    const path = await aSchema1()
    const opened = await Promise.all([1, 2, 3].map(() => openDatabaseFile(path)))
    await Promise.all(opened.map((database) => database.close()))
    expect(opened.map(({ upgrade }) => upgrade.from).sort()).toEqual([1, LATEST, LATEST])
    expect(await versionOf(upgradeCopyPath(path, 1))).toBe(1)
  })

  it('does not begin when the copy cannot be made', async () => {
    const path = await aSchema1()
    await mkdir(upgradeCopyPath(path, 1))
    await expect(upgradeDatabase(sqliteAt(path))).rejects.toMatchObject({ code: 'DatabaseCopyFailed' })
    expect(await versionOf(path)).toBe(1)
    expect(await filesBeside(path)).toEqual(['sso.db', 'sso.db.schema-1.bak'])
  })

  it('is done over by whoever comes after a crash during the copy', async () => {
    const path = await aSchema1()
    await writeFile(`${upgradeCopyPath(path, 1)}.tmp`, 'half a copy')
    await writeFile(upgradeCopyPath(path, 1), 'of an earlier attempt')
    await upgradeDatabase(sqliteAt(path))
    expect(await versionOf(upgradeCopyPath(path, 1))).toBe(1)
    expect(await filesBeside(path)).toEqual(['sso.db', 'sso.db.schema-1.bak'])
  })

  it('leaves, cut off at any byte, a database that opens with what it held', async () => {
    const path = await aSchema1()
    const onlooker = await openSqlite(path)
    onTestFinished(() => onlooker.close())
    onlooker.exec('BEGIN; SELECT * FROM secret')
    const upgraded = await openDatabaseFile(path)
    onTestFinished(() => upgraded.close())
    const { size } = await stat(`${path}-wal`)
    const found = new Set<number>()
    for (let part = 0; part <= 12; part += 1) {
      const crashed = await newPath()
      await copyFile(path, crashed)
      await copyFile(`${path}-wal`, `${crashed}-wal`)
      await truncate(`${crashed}-wal`, Math.floor((size * part) / 12))
      const { from } = await upgradeDatabase(sqliteAt(crashed))
      found.add(from)
      expect(await read(crashed, 'SELECT msid FROM secret')).toEqual({ msid: 'm1' })
      expect(await versionOf(crashed)).toBe(LATEST)
    }
    expect([...found].sort()).toEqual([1, LATEST])
  })

  it('is refused where there is no database', async () => {
    const path = await newPath()
    await expect(upgradeDatabase(sqliteAt(path))).rejects.toMatchObject({ code: 'DatabaseMissing' })
    expect(await filesBeside(path)).toEqual([])
    await writeFile(path, '')
    await expect(upgradeDatabase(sqliteAt(path))).rejects.toMatchObject({ code: 'DatabaseMissing' })
  })
})

describe('creating a database', () => {
  it('makes a new one, also in the empty file that a crash left', async () => {
    const path = await newPath()
    await writeFile(path, '')
    await (await openDatabaseFile(path, 'new')).close()
    expect(await versionOf(path)).toBe(LATEST)
  })

  it.each([['up to date'], ['of an older schema']])('is refused where there is one, %s', async (state) => {
    const path = await aSchema1()
    if (state === 'up to date') await upgradeDatabase(sqliteAt(path))
    const [before, files] = [await readFile(path), await filesBeside(path)]
    await expect(openDatabaseFile(path, 'new')).rejects.toMatchObject({
      code: 'DatabaseExists',
      details: { path: expect.stringContaining(basename(path)) },
    })
    expect(await readFile(path)).toEqual(before)
    expect(await filesBeside(path)).toEqual(files)
  })
})
