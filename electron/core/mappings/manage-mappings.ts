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
  const matched = await matchMappings(within, application, refs)
  return matched.map((row, index) => row ?? throwMissing(application, refs[index]))
}

/** @returns the mapping that each names, in that order; `null` where there is none. */
async function matchMappings(
  within: Kysely<SsoTables>,
  application: Application,
  refs: readonly MappingRef[],
): Promise<readonly (MappingRow | null)[]> {
  const key: MappingKey = application.type === 'host-group' ? 'external_user' : 'windows_account'
  const spelled = refs.map((ref) => keysOf(application, ref))
  const found = await findMappings(within, application.id, key, [...new Set(spelled.flat())])
  const byKey = new Map(
    found.map((row) => [key === 'external_user' ? row.externalUser : row.windowsAccount, row]),
  )
  return refs.map((ref, index) => {
    const row = spelled[index]?.map((one) => byKey.get(one)).find((one) => one !== undefined)
    return row !== undefined && fits(ref, row) ? row : null
  })
}

function throwMissing(application: Application, ref: MappingRef | undefined): never {
  throw missing(application, ref)
}

function missing({ name: application }: Application, ref: MappingRef | undefined): SsoError {
  const named =
    ref === undefined || 'account' in ref ? ref?.account : `${ref.windowsAccount} (${ref.externalUser})`
  return SsoError.of('MappingMissing', { account: named ?? '', application })
}

/**
 * Why mappings cannot be deleted, by their place among `refs`. Only reads.
 *
 * @param disable - whether those that are enabled would be disabled first
 */
export async function findDeletionRefusals(
  within: Kysely<SsoTables>,
  account: OsAccount,
  application: Application,
  refs: readonly MappingRef[],
  disable: boolean,
): Promise<ReadonlyMap<number, SsoError>> {
  const rights = await requireMappingRights(within, account, application, 'manage').catch(toRefusal)
  if (rights instanceof SsoError) return new Map(refs.map((_, index) => [index, rights]))
  const matched = await matchMappings(within, application, refs)
  const taken = new Set<number>()
  const why = (ref: MappingRef, index: number): SsoError | null => {
    // Before it is looked for: whether somebody else has a mapping is none of the caller's business.
    const other = refuseOther(rights, account, application.name, nameIn(ref))
    const row = matched[index] ?? null
    if (other !== null) return other
    if (row === null || taken.has(row.id)) return missing(application, ref)
    if (row.enabled && !disable) return mustBeDisabled(application, row)
    taken.add(row.id)
    return null
  }
  const refusals = refs.map((ref, index) => [index, why(ref, index)] as const)
  return new Map(refusals.flatMap(([index, error]) => (error === null ? [] : [[index, error] as const])))
}

function toRefusal(error: unknown): SsoError {
  if (error instanceof SsoError) return error
  throw error
}

const nameIn = (ref: MappingRef): string => ('account' in ref ? ref.account : ref.windowsAccount)

function mustBeDisabled({ name: application, type }: Application, row: MappingRow): SsoError {
  const account = type === 'host-group' ? row.externalUser : row.windowsAccount
  return SsoError.of('MappingMustBeDisabled', { account, application })
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
  for (const name of refs.map(nameIn)) {
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
  if (enabled !== undefined) throw mustBeDisabled(application, enabled)
  const deleted = { at: nearestInstant(new Date()), account: account.name, application: application.name }
  await noteDeletedMappings(within, deleted, rows)
  await deleteMappingRows(
    within,
    rows.map(({ id }) => id),
  )
}
