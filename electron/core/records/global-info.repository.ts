import { type Kysely, sql } from 'kysely'
import type { AccountRole, GlobalInfoTable, SsoTables } from '../database/schema.ts'
import type { Within } from '../database/within.ts'
import { nearestInstant } from '../errors/instant.ts'
import type { AuditLevels, DatabaseInfo, GlobalInfo, GlobalInfoSettings } from './global-info.ts'
import { insertRoleAccounts, type RoleAccount, readRoleAccounts } from './system.repository.ts'

const columns = {
  ticketTimeout: 'ticket_timeout',
  credentialCacheTimeout: 'credential_cache_timeout',
  ticketsAllowed: 'tickets_allowed',
  validateTickets: 'validate_tickets',
  hostInitiatedSso: 'host_initiated_sso',
  auditDeletedApplications: 'audit_deleted_applications',
  auditDeletedMappings: 'audit_deleted_mappings',
  auditCredentialLookUps: 'audit_credential_lookups',
} as const satisfies Record<keyof GlobalInfoSettings, keyof GlobalInfoTable>

export async function readGlobalInfo(db: Kysely<SsoTables>): Promise<GlobalInfo> {
  const row = await db.selectFrom('global_info').selectAll().executeTakeFirstOrThrow()
  return {
    systemId: row.system_id,
    masterSecretServer: row.master_secret_server,
    enabled: row.enabled === 1,
    ssoAdministrators: await readRoleAccounts(db, 'sso-administrator'),
    ssoAffiliateAdministrators: await readRoleAccounts(db, 'sso-affiliate-administrator'),
    ticketTimeout: row.ticket_timeout,
    credentialCacheTimeout: row.credential_cache_timeout,
    ticketsAllowed: row.tickets_allowed === 1,
    validateTickets: row.validate_tickets === 1,
    hostInitiatedSso: row.host_initiated_sso === 1,
    auditDeletedApplications: row.audit_deleted_applications,
    auditDeletedMappings: row.audit_deleted_mappings,
    auditCredentialLookUps: row.audit_credential_lookups,
  }
}

/** What the system says of tickets in all applications. */
export async function readTicketSwitches(
  db: Kysely<SsoTables>,
): Promise<Pick<GlobalInfoSettings, 'ticketsAllowed' | 'validateTickets'>> {
  const row = await db
    .selectFrom('global_info')
    .select(['tickets_allowed', 'validate_tickets'])
    .executeTakeFirstOrThrow()
  return { ticketsAllowed: row.tickets_allowed === 1, validateTickets: row.validate_tickets === 1 }
}

/** Writes all settings, changed or not. */
export async function writeSettings(within: Within, settings: GlobalInfoSettings): Promise<void> {
  const values = Object.entries(columns).map(([setting, column]) => {
    const value = settings[setting as keyof GlobalInfoSettings]
    return [column, Number(value)] as const
  })
  await within.updateTable('global_info').set(Object.fromEntries(values)).execute()
}

export async function writeEnabled(within: Within, enabled: boolean): Promise<void> {
  await within
    .updateTable('global_info')
    .set({ enabled: enabled ? 1 : 0 })
    .execute()
}

/** @param server - a server that has joined */
export async function writeMasterSecretServer(within: Within, server: string): Promise<void> {
  await within.updateTable('global_info').set({ master_secret_server: server }).execute()
}

/** Writes who holds a role of the system: at least one account. */
export async function replaceRoleAccounts(
  within: Within,
  role: AccountRole,
  accounts: readonly RoleAccount[],
): Promise<void> {
  await within.deleteFrom('role_account').where('role', '=', role).execute()
  await insertRoleAccounts(within, role, accounts)
}

/** @returns the original's defaults for a server that has none of its own. */
export async function readAuditLevels(db: Kysely<SsoTables>, server: string): Promise<AuditLevels> {
  const row = await db
    .selectFrom('server')
    .select(['positive_audit_level as positive', 'negative_audit_level as negative'])
    .where('name', '=', server)
    .executeTakeFirst()
  return row ?? { positive: 0, negative: 1 }
}

export async function writeAuditLevels(
  within: Within,
  server: string,
  { negative, positive }: AuditLevels,
  at: Date,
): Promise<void> {
  const levels = { positive_audit_level: positive, negative_audit_level: negative }
  await within
    .insertInto('server')
    .values({ name: server, joined_at: nearestInstant(at), ...levels })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(levels))
    .execute()
}

const tables = {
  application: true,
  application_account: true,
  credential: true,
  credential_lookup: true,
  damaged_credential: true,
  deleted_application: true,
  deleted_mapping: true,
  event: true,
  event_head: true,
  field: true,
  global_info: true,
  mapping: true,
  reencryption: true,
  role_account: true,
  secret: true,
  server: true,
} as const satisfies Record<keyof SsoTables, true>

/** How many rows each table has. */
export async function countRows(db: Kysely<SsoTables>): Promise<DatabaseInfo['rows']> {
  const counts: [string, number][] = []
  for (const table of Object.keys(tables)) {
    const { rows } = await sql<{ rows: number }>`SELECT count(*) AS rows FROM ${sql.table(table)}`.execute(db)
    counts.push([table, rows[0]?.rows ?? 0])
  }
  return Object.fromEntries(counts)
}

/** Secrets that no credential is under are left out. */
export async function countCredentialsBySecret(db: Kysely<SsoTables>): Promise<DatabaseInfo['credentials']> {
  const { current_secret_id: current } = await db
    .selectFrom('global_info')
    .select('current_secret_id')
    .executeTakeFirstOrThrow()
  const rows = await db
    .selectFrom('credential')
    .leftJoin('secret', 'secret.id', 'credential.secret_id')
    .select((eb) => ['credential.secret_id', 'secret.msid', eb.fn.countAll<number>().as('rows')])
    .groupBy(['credential.secret_id', 'secret.msid'])
    .orderBy('credential.secret_id')
    .execute()
  return rows.map(({ msid, rows: count, secret_id }) => ({
    msid,
    isCurrent: secret_id === current,
    rows: count,
  }))
}
