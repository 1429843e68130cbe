import type { Kysely } from 'kysely'
import type { OsAccount } from '../access/os-account.ts'
import { canonicalAccount, storedSpellings } from '../accounts/account-name.ts'
import type { Application } from '../applications/application.ts'
import type { SsoTables } from '../database/schema.ts'
import { nearestInstant } from '../instant.ts'
import { SsoError } from '../sso-error.ts'
import {
  deleteMappingRows,
  findMappings,
  type MappingKey,
  type MappingRow,
  noteDeletedMappings,
  updateMappingsEnabled,
} from './mapping.repository.ts'
import type { MappingRef } from './mapping.ts'
import { refuseOther, requireMappingRights } from './mapping-access.ts'

/**
 * Finds the mappings that are named, in that order.
 *
 * @throws {@link SsoError} `MappingMissing`
 */
export async function requireMappings(
  within: Kysely<SsoTables>,
  application: Application,
  refs: readonly MappingRef[],
): Promise<readonly MappingRow[]> {
  const key: MappingKey = application.type === 'host-group' ? 'external_user' : 'windows_account'
  const spelled = refs.map((ref) => keysOf(application, ref))
  const found = await findMappings(within, application.id, key, [...new Set(spelled.flat())])
  const byKey = new Map(
    found.map((row) => [key === 'external_user' ? row.externalUser : row.windowsAccount, row]),
  )
  return refs.map((ref, index) => {
    const row = spelled[index]?.map((one) => byKey.get(one)).find((one) => one !== undefined)
    if (row !== undefined && fits(ref, row)) return row
    const account = 'account' in ref ? ref.account : `${ref.windowsAccount} (${ref.externalUser})`
    throw SsoError.of('MappingMissing', { account, application: application.name })
  })
}

/** As it may be stored: see resolveMapping. */
function keysOf({ type, users }: Application, ref: MappingRef): readonly string[] {
  if (type === 'host-group') return ['account' in ref ? ref.account : ref.externalUser]
  const named = 'account' in ref ? ref.account : ref.windowsAccount
  if (type !== 'group') return storedSpellings(named)
  const account = canonicalAccount(named)
  return [users.find(({ name }) => canonicalAccount(name) === account)?.name ?? account]
}

function fits(ref: MappingRef, row: MappingRow): boolean {
  if ('account' in ref) return true
  return (
    ref.externalUser === row.externalUser &&
    canonicalAccount(ref.windowsAccount) === canonicalAccount(row.windowsAccount)
  )
}

/** Finds the mappings and makes sure that the account may manage each. */
async function requireManageable(
  within: Kysely<SsoTables>,
  account: OsAccount,
  application: Application,
  refs: readonly MappingRef[],
): Promise<readonly MappingRow[]> {
  const rights = await requireMappingRights(within, account, application, 'manage')
  const names = refs.map((ref) => ('account' in ref ? ref.account : ref.windowsAccount))
  for (const name of names) {
    // Before it is looked for: whether somebody else has a mapping is none of the caller's business.
    const refused = refuseOther(rights, account, application.name, name)
    if (refused !== null) throw refused
  }
  return requireMappings(within, application, refs)
}

/**
 * Takes a transaction: enables or disables mappings; all of them or none.
 *
 * @throws {@link SsoError} `MappingMissing`, `AccessDeniedNotApplicationUser`, `AccessDeniedGroupMapping`,
 * `AccessDeniedMappingOfAnother`, `ConfigStoreMappingFixed`
 */
export async function switchMappings(
  within: Kysely<SsoTables>,
  account: OsAccount,
  application: Application,
  refs: readonly MappingRef[],
  enabled: boolean,
): Promise<void> {
  const rows = await requireManageable(within, account, application, refs)
  const ids = rows.filter((row) => row.enabled !== enabled).map(({ id }) => id)
  await updateMappingsEnabled(within, ids, enabled)
}

/**
 * Takes a transaction: deletes disabled mappings with their credentials, and notes them among the deleted ones; all of
 * them or none.
 *
 * @throws {@link SsoError} as {@link switchMappings}, and `MappingMustBeDisabled`
 */
export async function deleteMappings(
  within: Kysely<SsoTables>,
  account: OsAccount,
  application: Application,
  refs: readonly MappingRef[],
): Promise<void> {
  const rows = [...new Set(await requireManageable(within, account, application, refs))]
  const enabled = rows.find((row) => row.enabled)
  if (enabled !== undefined) {
    const named = application.type === 'host-group' ? enabled.externalUser : enabled.windowsAccount
    throw SsoError.of('MappingMustBeDisabled', { account: named, application: application.name })
  }
  const deleted = { at: nearestInstant(new Date()), account: account.name, application: application.name }
  await noteDeletedMappings(within, deleted, rows)
  await deleteMappingRows(
    within,
    rows.map(({ id }) => id),
  )
}
