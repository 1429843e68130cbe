import type { Kysely, Selectable, Updateable } from 'kysely'
import type { ApplicationRole, ApplicationTable, FieldTable, SsoTables } from '../database/schema.ts'
import { nameKey } from '../database/unique-keys.ts'
import type { Within } from '../database/within.ts'
import {
  type Application,
  type ApplicationField,
  type ApplicationFlags,
  type ApplicationHead,
  applicationFlags,
  flagColumns,
} from './application.ts'
import { keepNewest, readKept } from './keep-newest.repository.ts'
import type { RoleAccount } from './system.repository.ts'

/** Every application, by name whatever the case. */
export async function listApplicationHeads(db: Kysely<SsoTables>): Promise<readonly ApplicationHead[]> {
  const rows = await db.selectFrom('application').selectAll().orderBy('name_key').execute()
  return rows.map(toHead)
}

/** @returns `null` if there is none of that name, whatever the case. */
export async function findApplicationHead(
  db: Kysely<SsoTables>,
  name: string,
): Promise<ApplicationHead | null> {
  const row = await db
    .selectFrom('application')
    .selectAll()
    .where('name_key', '=', nameKey(name))
    .executeTakeFirst()
  return row === undefined ? null : toHead(row)
}

/** An application with its fields and accounts; `null` as in {@link findApplicationHead}. */
export async function findApplication(db: Kysely<SsoTables>, name: string): Promise<Application | null> {
  const head = await findApplicationHead(db, name)
  if (head === null) return null
  const accounts = await db
    .selectFrom('application_account')
    .select(['role', 'kind', 'name'])
    .where('application_id', '=', head.id)
    .orderBy('position')
    .execute()
  return { ...head, fields: await readFields(db, head.id), ...byRole(accounts) }
}

function byRole(
  accounts: readonly (RoleAccount & { readonly role: ApplicationRole })[],
): Pick<Application, 'administrators' | 'users'> {
  const holding = (role: ApplicationRole): readonly RoleAccount[] =>
    accounts.filter((account) => account.role === role).map(({ kind, name }) => ({ kind, name }))
  return { administrators: holding('application-administrator'), users: holding('application-user') }
}

/** Id and name of every application, by name whatever the case. */
export function listApplicationIds(
  db: Kysely<SsoTables>,
): Promise<readonly { readonly id: number; readonly name: string }[]> {
  return db.selectFrom('application').select(['id', 'name']).orderBy('name_key').execute()
}

/** The applications of these ids with their fields and accounts, by name whatever the case, in three queries. */
export async function readApplications(
  db: Kysely<SsoTables>,
  ids: readonly number[],
): Promise<readonly Application[]> {
  const heads = await db
    .selectFrom('application')
    .selectAll()
    .where('id', 'in', ids)
    .orderBy('name_key')
    .execute()
  const fields = await db
    .selectFrom('field')
    .select(['application_id', 'label', 'masked', 'synchronized'])
    .where('application_id', 'in', ids)
    .orderBy('ordinal')
    .execute()
  const accounts = await db
    .selectFrom('application_account')
    .select(['application_id', 'role', 'kind', 'name'])
    .where('application_id', 'in', ids)
    .orderBy('position')
    .execute()
  const fieldsOf = groupByApplication(fields)
  const accountsOf = groupByApplication(accounts)
  return heads.map((head) => ({
    ...toHead(head),
    fields: (fieldsOf.get(head.id) ?? []).map(toField),
    ...byRole(accountsOf.get(head.id) ?? []),
  }))
}

function groupByApplication<R extends { readonly application_id: number }>(
  rows: readonly R[],
): ReadonlyMap<number, readonly R[]> {
  const groups = new Map<number, R[]>()
  for (const row of rows) {
    const group = groups.get(row.application_id)
    if (group === undefined) groups.set(row.application_id, [row])
    else group.push(row)
  }
  return groups
}

/** An application's fields, ordinal 0 first. */
export async function readFields(
  db: Kysely<SsoTables>,
  applicationId: number,
): Promise<readonly ApplicationField[]> {
  const rows = await db
    .selectFrom('field')
    .select(['label', 'masked', 'synchronized'])
    .where('application_id', '=', applicationId)
    .orderBy('ordinal')
    .execute()
  return rows.map(toField)
}

function toField({
  label,
  masked,
  synchronized,
}: Pick<Selectable<FieldTable>, 'label' | 'masked' | 'synchronized'>): ApplicationField {
  return { label, masked: masked === 1, synchronized: synchronized === 1 }
}

/**
 * Adds an application, where the same transaction has found none of that name.
 *
 * @returns its id.
 */
export async function insertApplication(
  within: Within,
  application: Omit<Application, 'id'>,
): Promise<number> {
  const { id } = await within
    .insertInto('application')
    .values({
      name: application.name,
      name_key: nameKey(application.name),
      type: application.type,
      description: application.description,
      contact: application.contact,
      enabled: toBit(application.enabled),
      ticket_timeout: application.ticketTimeout,
      created_at: application.createdAt,
      ...flagsToRow(application.flags),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await insertFields(within, id, application.fields)
  await replaceApplicationAccounts(within, id, 'application-administrator', application.administrators)
  await replaceApplicationAccounts(within, id, 'application-user', application.users)
  return id
}

async function insertFields(
  within: Within,
  application_id: number,
  fields: readonly ApplicationField[],
): Promise<void> {
  const rows = fields.map(({ label, masked, synchronized }, ordinal) => ({
    application_id,
    ordinal,
    label,
    masked: toBit(masked),
    synchronized: toBit(synchronized),
  }))
  await within.insertInto('field').values(rows).execute()
}

/** The accounts that hold a role in an application, in their order. */
export function readApplicationAccounts(
  db: Kysely<SsoTables>,
  applicationId: number,
  role: ApplicationRole,
): Promise<readonly RoleAccount[]> {
  return db
    .selectFrom('application_account')
    .select(['kind', 'name'])
    .where('application_id', '=', applicationId)
    .where('role', '=', role)
    .orderBy('position')
    .execute()
}

/**
 * Who holds which role in which application: all users, then all administrators. Without the administrators of
 * applications that the SSO Affiliate Administrators administer.
 */
export function listRoleHolders(
  db: Kysely<SsoTables>,
): Promise<readonly (RoleAccount & { readonly applicationId: number; readonly role: ApplicationRole })[]> {
  return db
    .selectFrom('application_account')
    .innerJoin('application', 'application.id', 'application_account.application_id')
    .select(['application_id as applicationId', 'role', 'kind', 'application_account.name'])
    .where((eb) => eb.or([eb('role', '=', 'application-user'), eb('admin_account_same', '=', 0)]))
    .orderBy('role', 'desc')
    .execute()
}

/** Writes who holds a role in an application, in order. */
export async function replaceApplicationAccounts(
  within: Within,
  applicationId: number,
  role: ApplicationRole,
  accounts: readonly RoleAccount[],
): Promise<void> {
  await within
    .deleteFrom('application_account')
    .where('application_id', '=', applicationId)
    .where('role', '=', role)
    .execute()
  if (accounts.length === 0) return
  const rows = accounts.map(({ kind, name }, position) => ({
    application_id: applicationId,
    role,
    position,
    kind,
    name,
  }))
  await within.insertInto('application_account').values(rows).execute()
}

/** Writes the properties of an application that can change. */
export async function updateApplicationHead(
  within: Within,
  { contact, description, enabled, flags, id, ticketTimeout }: ApplicationHead,
): Promise<void> {
  const row: Updateable<ApplicationTable> = {
    description,
    contact,
    enabled: toBit(enabled),
    ticket_timeout: ticketTimeout,
    ...flagsToRow(flags),
  }
  await within.updateTable('application').set(row).where('id', '=', id).execute()
}

/** Deletes an application with its fields, accounts, mappings and credentials. */
export async function deleteApplicationRows(within: Within, id: number): Promise<void> {
  const ofApplication = within.selectFrom('mapping').select('id').where('application_id', '=', id)
  await within.deleteFrom('damaged_credential').where('mapping_id', 'in', ofApplication).execute()
  await within.deleteFrom('application').where('id', '=', id).execute()
}

/** Notes a deletion, and forgets the oldest beyond what the system's setting keeps. */
export async function noteDeletedApplication(
  within: Within,
  deleted: { readonly at: string; readonly account: string; readonly application: string },
): Promise<void> {
  await within.insertInto('deleted_application').values(deleted).execute()
  await keepNewest(within, 'deleted_application', await readKept(within, 'deleted_application'))
}

function toHead(row: Selectable<ApplicationTable>): ApplicationHead {
  const flags = applicationFlags.map((flag) => [flag, row[flagColumns[flag]] === 1] as const)
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    description: row.description,
    contact: row.contact,
    enabled: row.enabled === 1,
    flags: Object.fromEntries(flags) as unknown as ApplicationFlags,
    ticketTimeout: row.ticket_timeout,
    createdAt: row.created_at,
  }
}

type FlagColumn = (typeof flagColumns)[keyof typeof flagColumns]

function flagsToRow(flags: ApplicationFlags): Record<FlagColumn, 0 | 1> {
  const columns = applicationFlags.map((flag) => [flagColumns[flag], toBit(flags[flag])] as const)
  return Object.fromEntries(columns) as Record<FlagColumn, 0 | 1>
}

function toBit(value: boolean): 0 | 1 {
  return value ? 1 : 0
}
