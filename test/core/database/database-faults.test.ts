import { spawnSync } from 'node:child_process'
import { copyFile, mkdir, rm, statfs, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { sqliteAt } from '../../../electron/core/database/database-target.ts'
import { maintenanceOf } from '../../../electron/core/database/engines/maintenance.ts'
import { openCredentialScan } from '../../../electron/core/database/engines/open-credential-rows.ts'
import { toDatabaseError } from '../../../electron/core/database/sqlite/sqlite-error.ts'
import { SsoError } from '../../../electron/core/errors/sso-error.ts'
import { eventIds } from '../../../electron/core/events/event.ts'
import { openDatabaseFile } from '../../support/open-database-file.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const mounts = process.platform === 'linux' && process.geteuid?.() === 0

async function disk(options: string): Promise<string> {
  const folder = join(await temporaryFolder(), 'disk')
  await mkdir(folder)
  mount(['-t', 'tmpfs', '-o', options, 'tmpfs', folder])
  onTestFinished(() => {
    spawnSync('umount', ['-l', folder])
  })
  return folder
}

function mount(words: readonly string[]): void {
  const { status, stderr } = spawnSync('mount', words)
  if (status !== 0) throw new Error(`mount: ${stderr}`)
}

async function fill(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  await writeFile(join(folder, 'filler'), Buffer.alloc(bavail * bsize))
}

/** Copied, because this process keeps the files of a database that it has just closed for a while. */
async function makeDatabase(path: string): Promise<void> {
  const made = join(await temporaryFolder(), 'made.db')
  await (await openDatabaseFile(made)).close()
  await copyFile(made, path)
}

describe.runIf(mounts)('a disk', () => {
  it('that is full says so, whether the database is new or not', async () => {
    const folder = await disk('size=1m')
    const path = join(folder, 'sso.db')
    await makeDatabase(path)
    await fill(folder)
    await expect(openDatabaseFile(path)).rejects.toMatchObject({ code: 'DatabaseFull' })
    await expect(openDatabaseFile(join(folder, 'new.db'))).rejects.toMatchObject({ code: 'DatabaseFull' })
    await rm(join(folder, 'filler'))
    await (await openDatabaseFile(path)).close()
  })

  it('that has no room for another file says that it is full', async () => {
    const folder = await disk('size=8m,nr_inodes=2')
    const path = join(folder, 'sso.db')
    await makeDatabase(path)
    await expect(openDatabaseFile(path)).rejects.toMatchObject({ code: 'DatabaseFull' })
    await expect(openDatabaseFile(join(folder, 'new.db'))).rejects.toMatchObject({ code: 'DatabaseFull' })
  })

  it('that may only be read is read, and says so of what would write', async () => {
    const folder = await disk('size=8m')
    const path = join(folder, 'sso.db')
    await makeDatabase(path)
    mount(['-o', 'remount,ro', folder])
    const { close, reader, tables, transaction } = await openDatabaseFile(path)
    onTestFinished(close)
    expect(await tables.selectFrom('secret').selectAll().execute()).toEqual([])
    expect((await reader()).version()).toBeGreaterThan(0)
    expect(await maintenanceOf(sqliteAt(path)).survey(true, eventIds)).toMatchObject({
      problems: [],
      rowsBySecret: [],
    })
    const scan = await openCredentialScan(sqliteAt(path))
    onTestFinished(() => scan.close())
    expect(await scan.count()).toBe(0)
    await expect(
      transaction((within) => within.insertInto('secret').values({ msid: 'm', created_at: '' }).execute()),
    ).rejects.toMatchObject({ code: 'DatabaseReadOnly' })
    await expect(openDatabaseFile(join(folder, 'new.db'))).rejects.toMatchObject({ code: 'DatabaseReadOnly' })
  })
})

describe('what is in the place of the database', () => {
  it('is named when it is a folder, or leads in a circle', async () => {
    const folder = await temporaryFolder()
    await mkdir(join(folder, 'folder.db'))
    await symlink('circle.db', join(folder, 'circle.db'))
    await writeFile(join(folder, 'file'), '')
    for (const name of ['folder.db', 'circle.db', 'file/sso.db'])
      await expect(openDatabaseFile(join(folder, name)), name).rejects.toMatchObject({
        code: 'DatabaseNotAFile',
      })
  })

  it('is missing where its folder is', async () => {
    const path = join(await temporaryFolder(), 'none', 'sso.db')
    await expect(openDatabaseFile(path)).rejects.toMatchObject({ code: 'DatabaseMissing' })
  })
})

describe('an error of SQLite', () => {
  const codes: readonly (readonly [number, string])[] = [
    [5, 'DatabaseBusy'],
    [6, 'DatabaseBusy'],
    [15, 'DatabaseBusy'],
    [8, 'DatabaseReadOnly'],
    [8 | (6 << 8), 'DatabaseReadOnly'],
    [8 | (4 << 8), 'DatabaseReplaced'],
    [13, 'DatabaseFull'],
    [11, 'DatabaseDamaged'],
    [11 | (1 << 8), 'DatabaseDamaged'],
    [26, 'DatabaseForeign'],
    [10 | (1 << 8), 'DatabaseIoFailed'],
    [10 | (12 << 8), 'SystemResourcesExhausted'],
    [7, 'SystemResourcesExhausted'],
    [3, 'DatabaseAccessDenied'],
    [23, 'DatabaseAccessDenied'],
  ]
  it.each(codes)('%i is %s', async (errcode, code) => {
    const path = join(await temporaryFolder(), 'sso.db')
    await makeDatabase(path)
    const error = Object.assign(new Error('said by SQLite'), { errcode })
    expect(toDatabaseError(error, path)).toMatchObject({ code })
  })

  it('that refuses what is there already is a bug of ours, and no damage', async () => {
    const path = join(await temporaryFolder(), 'sso.db')
    const { close, transaction } = await openDatabaseFile(path)
    onTestFinished(close)
    const twice = transaction(async (within) => {
      const secret = { msid: 'm1', created_at: '' }
      await within.insertInto('secret').values(secret).execute()
      await within.insertInto('secret').values(secret).execute()
    })
    await expect(twice).rejects.not.toBeInstanceOf(SsoError)
    await expect(twice).rejects.toThrow('UNIQUE')
  })

  it('that is a bug of ours stays one', () => {
    const error = Object.assign(new Error('near "SELEKT": syntax error'), { errcode: 1 })
    expect(toDatabaseError(error, '/none/sso.db')).toBe(error)
  })
})
