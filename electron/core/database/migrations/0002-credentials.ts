import { type ColumnDataType, type CreateTableBuilder, type Kysely, sql } from 'kysely'

type Table = CreateTableBuilder<string, string>

/** Affiliate applications, mappings and credentials, their re-encryption, and the system's settings for them. */
export async function createCredentialTables(db: Kysely<unknown>): Promise<void> {
  await addSettings(db)
  await createServer(db)
  await createApplications(db)
  await createMappings(db)
  await createReencryption(db)
  await createAuditTables(db)
}

/** Defaults are the original's. */
const settings: readonly (readonly [name: string, byDefault: number])[] = [
  ['ticket_timeout', 2],
  ['credential_cache_timeout', 60],
  ['tickets_allowed', 0],
  ['validate_tickets', 1],
  ['host_initiated_sso', 0],
  ['audit_deleted_applications', 1000],
  ['audit_deleted_mappings', 1000],
  ['audit_credential_lookups', 1000],
]

async function addSettings(db: Kysely<unknown>): Promise<void> {
  for (const [name, byDefault] of settings) {
    await db.schema
      .alterTable('global_info')
      .addColumn(name, 'integer', (column) => column.notNull().defaultTo(byDefault))
      .execute()
  }
}

async function createServer(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('server')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull().unique())
    .addColumn('positive_audit_level', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('negative_audit_level', 'integer', (column) => column.notNull().defaultTo(1))
    .addColumn('joined_at', 'text', (column) => column.notNull())
    .execute()
}

const applicationFlags = [
  'enabled',
  'tickets_allowed',
  'validate_tickets',
  'timeout_tickets',
  'allow_local_accounts',
  'admin_account_same',
  'host_initiated_sso',
  'windows_initiated_sso',
  'validate_password',
  'disable_credential_cache',
  'users_cannot_create_mappings',
]

async function createApplications(db: Kysely<unknown>): Promise<void> {
  const application = db.schema
    .createTable('application')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('name', sql`text collate nocase`, (column) => column.notNull().unique())
    .addColumn('ticket_timeout', 'integer')
  const named = required(application, 'text', ['type', 'description', 'contact', 'created_at'])
  await required(named, 'integer', applicationFlags).execute()
  const field = db.schema.createTable('field')
  await required(ofApplication(field), 'integer', ['ordinal', 'masked', 'synchronized'])
    .addColumn('label', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('field_key', ['application_id', 'ordinal'])
    .execute()
  const account = db.schema.createTable('application_account')
  await required(ofApplication(account), 'text', ['role', 'kind', 'name'])
    .addColumn('position', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('application_account_key', ['application_id', 'role', 'position'])
    .execute()
}

async function createMappings(db: Kysely<unknown>): Promise<void> {
  const mapping = db.schema.createTable('mapping').addColumn('id', 'integer', (column) => column.primaryKey())
  await required(ofApplication(mapping), 'text', ['windows_account', 'external_user', 'created_at'])
    .addColumn('enabled', 'integer', (column) => column.notNull())
    .execute()
  for (const column of ['windows_account', 'external_user']) {
    await db.schema
      .createIndex(`mapping_by_${column}`)
      .on('mapping')
      .columns(['application_id', column])
      .execute()
  }
  await db.schema
    .createTable('credential')
    .addColumn('mapping_id', 'integer', (column) =>
      column.primaryKey().references('mapping.id').onDelete('cascade'),
    )
    .addColumn('secret_id', 'integer', (column) => column.notNull())
    .addColumn('sealed', 'blob', (column) => column.notNull())
    .execute()
}

async function createReencryption(db: Kysely<unknown>): Promise<void> {
  const reencryption = db.schema
    .createTable('reencryption')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('finished_at', 'text')
  const counted = required(reencryption, 'integer', ['to_secret_id', 'position', 'total', 'done'])
  await required(counted, 'text', ['state', 'started_at']).execute()
  await db.schema
    .createTable('damaged_credential')
    .addColumn('mapping_id', 'integer', (column) => column.primaryKey())
    .addColumn('reason', 'text', (column) => column.notNull())
    .execute()
}

async function createAuditTables(db: Kysely<unknown>): Promise<void> {
  const ofMappings = ['windows_account', 'external_user']
  const tables = { deleted_application: [], deleted_mapping: ofMappings, credential_lookup: ofMappings }
  for (const [name, more] of Object.entries(tables)) {
    const table = db.schema.createTable(name).addColumn('id', 'integer', (column) => column.primaryKey())
    await required(table, 'text', ['at', 'account', 'application', ...more]).execute()
  }
}

function required(table: Table, type: ColumnDataType, names: readonly string[]): Table {
  return names.reduce(
    (built, name) => built.addColumn(name, type, (column) => column.notNull()) as Table,
    table,
  )
}

function ofApplication(table: Table): Table {
  return table.addColumn('application_id', 'integer', (column) =>
    column.notNull().references('application.id').onDelete('cascade'),
  ) as Table
}
