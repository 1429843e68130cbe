import type { Kysely } from 'kysely'
import type { Msid } from '../../../shared/master-secret.ts'
import type { AccountRole, RoleAccountTable, SsoTables } from '../database/schema.ts'
import type { Within } from '../database/within.ts'
import { findSecretId } from './secret.repository.ts'

/** The SSO system as the database knows it. */
export interface SystemRow {
  readonly systemId: string
  readonly masterSecretServer: string
  readonly enabled: boolean
  /** `null` until a master secret has been generated. */
  readonly currentMsid: Msid | null
}

export type RoleAccount = Omit<RoleAccountTable, 'role'>

/** @returns `null` in a database without a system. */
export async function readSystem(db: Kysely<SsoTables>): Promise<SystemRow | null> {
  const row = await db
    .selectFrom('global_info')
    .leftJoin('secret', 'secret.id', 'global_info.current_secret_id')
    .select(['system_id', 'master_secret_server', 'enabled', 'secret.msid'])
    .executeTakeFirst()
  if (row === undefined) return null
  return {
    systemId: row.system_id,
    masterSecretServer: row.master_secret_server,
    enabled: row.enabled === 1,
    currentMsid: row.msid,
  }
}

/** For a database that has been opened, which always has a system in it. */
export async function requireSystem(db: Kysely<SsoTables>): Promise<SystemRow> {
  const system = await readSystem(db)
  if (system === null) throw new Error('the database was opened without a system in it')
  return system
}

/** Adds the one system, where {@link readSystem} has found none in the same transaction. */
export async function insertSystem(
  within: Within,
  system: { readonly systemId: string; readonly masterSecretServer: string; readonly createdAt: string },
): Promise<void> {
  await within
    .insertInto('global_info')
    .values({
      id: 1,
      system_id: system.systemId,
      master_secret_server: system.masterSecretServer,
      enabled: 1,
      current_secret_id: null,
      created_at: system.createdAt,
    })
    .execute()
}

export async function readRoleAccounts(
  db: Kysely<SsoTables>,
  role: AccountRole,
): Promise<readonly RoleAccount[]> {
  return db
    .selectFrom('role_account')
    .select(['kind', 'name'])
    .where('role', '=', role)
    .orderBy('kind', 'desc')
    .orderBy('name')
    .execute()
}

export async function insertRoleAccounts(
  within: Within,
  role: AccountRole,
  accounts: readonly RoleAccount[],
): Promise<void> {
  await within
    .insertInto('role_account')
    .values(accounts.map((account) => ({ role, ...account })))
    .execute()
}

/** Notes a secret's name and that it is the current one. */
export async function noteCurrentSecret(within: Within, msid: Msid, createdAt: string): Promise<void> {
  await within
    .insertInto('secret')
    .values({ msid, created_at: createdAt })
    .onConflict((conflict) => conflict.column('msid').doNothing())
    .execute()
  await within
    .updateTable('global_info')
    .set((eb) => ({
      current_secret_id: eb.selectFrom('secret').select('secret.id').where('msid', '=', msid),
    }))
    .execute()
}

/** How many credentials are under another master secret than the one that is named. */
export async function countCredentialsUnderOthers(db: Kysely<SsoTables>, msid: Msid): Promise<number> {
  const secretId = await findSecretId(db, msid)
  const { rows } = await db
    .selectFrom('credential')
    .select((eb) => eb.fn.countAll<number>().as('rows'))
    .$if(secretId !== null, (query) => query.where('secret_id', '<>', secretId ?? 0))
    .executeTakeFirstOrThrow()
  return rows
}
