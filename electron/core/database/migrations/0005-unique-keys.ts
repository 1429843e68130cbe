import type { Kysely } from 'kysely'
import { SsoError } from '../../errors/sso-error.ts'

/* What was released stays: this migration has its own copy of the keys (docs/formats.md). */

const PAGE_ROWS = 1_000

interface KeyTables {
  application: { id: number; name: string; type: string; name_key: string }
  mapping: {
    id: number
    application_id: number
    windows_account: string
    external_user: string
    windows_key: string | null
    external_key: string | null
  }
}

const nameKey = (name: string): string => name.normalize('NFC').toLowerCase()
const accountKey = (account: string): string => account.normalize('NFC')

/** Types of applications in which an account may have several mappings. */
const repeats = { windows_key: ['host-group'], external_key: ['group', 'config-store'] } as const
const sources = { windows_key: 'windows_account', external_key: 'external_user' } as const

/**
 * Has the database itself refuse a second application of a name, and a second mapping of an account that may have one.
 * Where there are two already, none is dropped or changed: the upgrade is refused.
 *
 * @throws {@link SsoError} `DatabaseNotUnique`
 */
export async function addUniqueKeys(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('application')
    .addColumn('name_key', 'text', (column) => column.notNull().defaultTo(''))
    .execute()
  for (const column of ['windows_key', 'external_key'])
    await db.schema.alterTable('mapping').addColumn(column, 'text').execute()
  const tables = db as Kysely<KeyTables>
  await fillNames(tables)
  await fillAccounts(tables)
  await refuseTwins(tables)
  await db.schema
    .createIndex('application_by_name_key')
    .on('application')
    .column('name_key')
    .unique()
    .execute()
  for (const column of ['windows_key', 'external_key']) {
    await db.schema
      .createIndex(`mapping_by_${column}`)
      .on('mapping')
      .columns(['application_id', column])
      .unique()
      .execute()
  }
  // The unique one answers the same questions.
  await db.schema.dropIndex('mapping_by_external_user').execute()
}

async function fillNames(db: Kysely<KeyTables>): Promise<void> {
  for (const { id, name } of await db.selectFrom('application').select(['id', 'name']).execute())
    await db
      .updateTable('application')
      .set({ name_key: nameKey(name) })
      .where('id', '=', id)
      .execute()
}

/** Most accounts are their own key: all are set by two statements, and then those that are not by one each. */
async function fillAccounts(db: Kysely<KeyTables>): Promise<void> {
  for (const key of ['windows_key', 'external_key'] as const) {
    const several = db.selectFrom('application').select('id').where('type', 'in', repeats[key])
    await db
      .updateTable('mapping')
      .set((eb) => ({ [key]: eb.ref(sources[key]) }))
      .where('application_id', 'not in', several)
      .execute()
  }
  for (let after: number | null = Number.MIN_SAFE_INTEGER; after !== null; )
    after = await normalizePage(db, after)
}

/** @returns the last id of the page; `null` after the last page. */
async function normalizePage(db: Kysely<KeyTables>, after: number): Promise<number | null> {
  const rows = await db
    .selectFrom('mapping')
    .select(['id', 'windows_key', 'external_key'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(PAGE_ROWS)
    .execute()
  for (const { external_key, id, windows_key } of rows) {
    const keys = {
      windows_key: windows_key === null ? null : accountKey(windows_key),
      external_key: external_key === null ? null : accountKey(external_key),
    }
    if (keys.windows_key === windows_key && keys.external_key === external_key) continue
    await db.updateTable('mapping').set(keys).where('id', '=', id).execute()
  }
  return rows.length < PAGE_ROWS ? null : (rows.at(-1)?.id ?? null)
}

async function refuseTwins(db: Kysely<KeyTables>): Promise<void> {
  const names = await db
    .selectFrom('application')
    .select((eb) => [eb.fn.min('name').as('one'), eb.fn.max('name').as('other')])
    .groupBy('name_key')
    .having((eb) => eb.fn.countAll(), '>', 1)
    .executeTakeFirst()
  if (names !== undefined)
    throw SsoError.of('DatabaseNotUnique', { what: `the applications ${names.one} and ${names.other}` })
  for (const key of ['windows_key', 'external_key'] as const) {
    const twins = await db
      .selectFrom('mapping')
      .innerJoin('application', 'application.id', 'mapping.application_id')
      .select((eb) => ['application.name', `mapping.${key} as account`, eb.fn.countAll<number>().as('count')])
      .where(`mapping.${key}`, 'is not', null)
      .groupBy(['application.name', `mapping.${key}`])
      .having((eb) => eb.fn.countAll(), '>', 1)
      .executeTakeFirst()
    if (twins === undefined) continue
    const what = `${twins.count} mappings of ${twins.account} in ${twins.name}`
    throw SsoError.of('DatabaseNotUnique', { what })
  }
}
