import { readFileSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sqliteAt } from '../../../electron/core/database/database-target.ts'
import { accountKey, nameKey } from '../../../electron/core/database/unique-keys.ts'
import { findApplication } from '../../../electron/core/records/application.repository.ts'
import { findMappings, insertMappings } from '../../../electron/core/records/mapping.repository.ts'
import { buildChild, runChild } from '../../crash/child-process.ts'
import type { CreatingOrder } from '../../crash/mapping-creating-child.ts'
import { anApplication, openApplicationServices, people } from '../../support/application-services.ts'
import { openTestDatabase } from '../../support/databases.ts'
import { openDatabaseFile } from '../../support/open-database-file.ts'
import { DatabaseSync } from '../../support/sqlite.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const SCHEMA_4 = readFileSync('test/fixtures/databases/schema-4.sql', 'utf8')

/** The frozen database of schema 4, with what else `sql` says. */
async function aSchema4(sql = ''): Promise<string> {
  const path = join(await temporaryFolder(), 'sso.db')
  const database = new DatabaseSync(path)
  database.exec(`${SCHEMA_4}\n${sql}`)
  database.close()
  return path
}

function versionOf(path: string): unknown {
  const database = new DatabaseSync(path)
  const row = database.prepare('PRAGMA user_version').get() as { user_version: number }
  database.close()
  return row.user_version
}

describe('what names and accounts are compared by', () => {
  it('is the same for names whatever their case and form, and for accounts whatever their form', () => {
    expect(nameKey('\u00C4rzte')).toBe(nameKey('A\u0308RZTE'))
    expect(accountKey('zo\u00EB')).toBe(accountKey('zoe\u0308'))
    expect(accountKey('Alice')).not.toBe(accountKey('alice'))
  })
})

describe('a database of schema 4', () => {
  it('is upgraded with all that is in it, and has its keys', async () => {
    const database = await openTestDatabase(sqliteAt(await aSchema4()))
    expect(database.upgrade).toMatchObject({ from: 4, to: 5 })
    const rows = await database.tables
      .selectFrom('mapping')
      .select(['id', 'windows_account', 'external_user', 'windows_key', 'external_key'])
      .orderBy('id')
      .execute()
    expect(rows.map(({ windows_key, external_key }) => [windows_key, external_key])).toEqual([
      ['CORP\\ursula', 'ursula'],
      ['alice', 'ALICE'],
      ['Alice', 'alice'],
      ['CORP\\zoe', 'zo\u00EB'],
      ['CORP\\Staff', null],
      ['CORP\\Guests', null],
      [null, 'host1'],
      [null, 'host2'],
      ['', null],
    ])
    expect(rows[3]?.external_user).toBe('zoe\u0308')
    expect(await database.tables.selectFrom('credential').select('mapping_id').execute()).toHaveLength(9)
    expect(await findApplication(database.tables, 'a\u0308RZTE')).toMatchObject({ name: '\u00C4rzte' })
  })

  it.each([
    [
      'two applications of one name',
      `INSERT INTO application SELECT 9, '\u00E4rzte', ticket_timeout, type, description, contact, created_at, enabled,
        tickets_allowed, validate_tickets, timeout_tickets, allow_local_accounts, admin_account_same, host_initiated_sso,
        windows_initiated_sso, validate_password, disable_credential_cache, users_cannot_create_mappings
        FROM application WHERE id = 2`,
      'the applications \u00C4rzte and \u00E4rzte',
    ],
    [
      'two mappings of one Windows account',
      "INSERT INTO mapping VALUES (20, 2, 'CORP\\Staff', 'other', 1, 'then')",
      '2 mappings of CORP\\Staff in \u00C4rzte',
    ],
    [
      'two mappings to one external user, in two forms of Unicode',
      "INSERT INTO mapping VALUES (20, 1, 'CORP\\zack', 'zo\u00EB', 1, 'then')",
      '2 mappings of zo\u00EB in Payroll',
    ],
  ])('with %s is not upgraded, loses nothing, and says which', async (_what, sql, what) => {
    const path = await aSchema4(sql)
    await expect(openDatabaseFile(path)).rejects.toMatchObject({
      code: 'DatabaseNotUnique',
      details: { what },
    })
    expect(versionOf(path)).toBe(4)
    const database = new DatabaseSync(path)
    database.exec('DELETE FROM mapping WHERE id = 20; DELETE FROM application WHERE id = 9')
    database.close()
    expect((await openTestDatabase(sqliteAt(path))).upgrade).toMatchObject({ from: 4, to: 5 })
  })
})

describe('the schema', () => {
  it('refuses a second mapping even where nobody has looked for the first', async () => {
    const database = await openTestDatabase(sqliteAt(await aSchema4()))
    const add = (
      id: number,
      type: 'individual' | 'host-group',
      windowsAccount: string,
      externalUser: string,
    ) =>
      database.transaction((within) =>
        insertMappings(within, { id, type }, [{ windowsAccount, externalUser }], {
          enabled: true,
          createdAt: 'now',
        }),
      )
    await expect(add(1, 'individual', 'CORP\\ursula', 'new')).rejects.toThrow()
    await expect(add(1, 'individual', 'CORP\\new', 'ursula')).rejects.toThrow()
    await add(3, 'host-group', 'CORP\\Operators', 'host3')
    expect(await findMappings(database.tables, 3, 'external_key', ['host3'])).toHaveLength(1)
  })
})

describe('twenty processes that create the same at the same time', () => {
  let script = ''
  beforeAll(async () => {
    script = await buildChild('mapping-creating-child')
  }, 60_000)
  afterAll(() => rm(dirname(script), { recursive: true, force: true }))

  it('leave one application and one mapping', { timeout: 120_000 }, async () => {
    const { database } = await openApplicationServices()
    const eventsFolder = join(await temporaryFolder(), 'events')
    await mkdir(eventsFolder)
    const { name, groups } = people.affiliateAdministrator
    const order: CreatingOrder = {
      databasePath: database.target.path,
      eventsFolder,
      account: { name, groups: [...groups, 'CORP\\HR Admins'], isLocalAdministrator: false },
      application: anApplication(),
      mapping: { windowsAccount: 'CORP\\ursula', externalUser: 'ursula' },
      at: Date.now() + 5_000,
    }
    await Promise.all(Array.from({ length: 20 }, () => runChild(script, order)))
    expect(await database.tables.selectFrom('application').select('name').execute()).toEqual([
      { name: 'Payroll' },
    ])
    const mappings = await database.tables
      .selectFrom('mapping')
      .select(['windows_account', 'external_user'])
      .execute()
    expect(mappings).toEqual([{ windows_account: 'CORP\\ursula', external_user: 'ursula' }])
  })
})
