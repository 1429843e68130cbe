import type { Kysely } from 'kysely'
import type { OsAccount } from '../access/os-account.ts'
import { canonicalAccount } from '../accounts/account-name.ts'
import type { SsoTables } from '../database/schema.ts'
import { accountKey } from '../database/unique-keys.ts'
import type { Within } from '../database/within.ts'
import { nearestInstant } from '../errors/instant.ts'
import { SsoError } from '../errors/sso-error.ts'
import type { Application } from '../records/application.ts'
import {
  deleteMappingRows,
  findMappings,
  type MappingRow,
  noteDeletedMappings,
  updateMappingsEnabled,
} from '../records/mapping.repository.ts'
import type { MappingRef } from '../records/mapping.ts'
import { mappingKey, namingAccount, spellingsAsStored } from '../records/mapping-accounts.ts'
import { refuseOther, requireMappingRights } from './mapping-access.ts'

/**
 * Finds the mappings that are named, in that order.
 *
 * @throws {@link SsoError} `MappingMissing`
 */
export async function requireMappings(
  within: Within,
  application: Application,
  refs: readonly MappingRef[],
): Promise<readonly MappingRow[]> {
  const matched = await matchMappings(within, application, refs)
  return refs.map((ref, index) => {
    const row = matched[index] ?? null
    return row !== null && fits(ref, row) ? row : throwMissing(application, ref)
  })
}

/** @returns the mapping of each account, in that order, be it with what else is named or not; `null`: there is none. */
async function matchMappings(
  db: Kysely<SsoTables>,
  application: Application,
  refs: readonly MappingRef[],
): Promise<readonly (MappingRow | null)[]> {
  const spellings = refs.map((ref) => spelled(application, ref))
  const key = mappingKey(application)
  const found = await findMappings(db, application.id, key, [...new Set(spellings.flat())])
  const byKey = new Map(found.map((row) => [accountKey(namingAccount(application, row)), row]))
  return spellings.map(
    (keys) => keys.map((one) => byKey.get(accountKey(one))).find((one) => one !== undefined) ?? null,
  )
}

function throwMissing(application: Application, ref: MappingRef): never {
  throw missing(application, ref)
}

function missing({ name: application }: Application, ref: MappingRef): SsoError {
  const named = 'account' in ref ? ref.account : `${ref.windowsAccount} (${ref.externalUser})`
  return SsoError.of('MappingMissing', { account: named, application })
}

/** What deleting mappings would come to. */
export interface DeletionFindings {
  readonly rows: readonly MappingRow[]
  /** Why a mapping cannot be deleted, by its place. */
  readonly refusals: ReadonlyMap<number, SsoError>
  /** That there is no mapping of this account (`MappingMissing`), by its place. */
  readonly absent: ReadonlyMap<number, SsoError>
}

/**
 * What deleting mappings would come to, by their place among `refs`. Only reads.
 *
 * @param disable - whether those that are enabled would be disabled first
 */
export async function examineDeletion(
  db: Kysely<SsoTables>,
  account: OsAccount,
  application: Application,
  refs: readonly MappingRef[],
  disable: boolean,
): Promise<DeletionFindings> {
  const rights = await requireMappingRights(db, account, application, 'manage').catch(toRefusal)
  if (rights instanceof SsoError) return allRefused(refs, rights)
  const matched = await matchMappings(db, application, refs)
  const rows = new Map<number, MappingRow>()
  const refusals = new Map<number, SsoError>()
  const absent = new Map<number, SsoError>()
  for (const [index, ref] of refs.entries()) {
    const row = matched[index] ?? null
    // Before it is looked for: whether somebody else has a mapping is none of the caller's business.
    const other = refuseOther(rights, account, application.name, nameIn(ref))
    if (other !== null) refusals.set(index, other)
    else if (row === null) absent.set(index, missing(application, ref))
    else if (!fits(ref, row) || rows.has(row.id)) refusals.set(index, missing(application, ref))
    else if (row.enabled && !disable) refusals.set(index, mustBeDisabled(application, row))
    else rows.set(row.id, row)
  }
  return { rows: [...rows.values()], refusals, absent }
}

/** @returns findings that refuse each for the same reason. */
export function allRefused(refs: readonly unknown[], refusal: SsoError): DeletionFindings {
  return { rows: [], refusals: new Map(refs.map((_, index) => [index, refusal])), absent: new Map() }
}

function toRefusal(error: unknown): SsoError {
  if (error instanceof SsoError) return error
  throw error
}

const nameIn = (ref: MappingRef): string => ('account' in ref ? ref.account : ref.windowsAccount)

function mustBeDisabled(application: Application, row: MappingRow): SsoError {
  const account = namingAccount(application, row)
  return SsoError.of('MappingMustBeDisabled', { account, application: application.name })
}

function spelled(application: Application, ref: MappingRef): readonly string[] {
  const named = 'account' in ref ? ref.account : namingAccount(application, ref)
  return spellingsAsStored(application, named)
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
  within: Within,
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
 * Enables or disables mappings; all of them or none.
 *
 * @throws {@link SsoError} `MappingMissing`, `AccessDeniedNotApplicationUser`, `AccessDeniedGroupMapping`,
 * `AccessDeniedMappingOfAnother`, `ConfigStoreMappingFixed`
 */
export async function switchMappings(
  within: Within,
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
 * Deletes disabled mappings with their credentials, and notes them among the deleted ones; all of
 * them or none.
 *
 * @throws {@link SsoError} as {@link switchMappings}, and `MappingMustBeDisabled`
 */
export async function deleteMappings(
  within: Within,
  account: OsAccount,
  application: Application,
  refs: readonly MappingRef[],
): Promise<void> {
  const rows = [...new Set(await requireManageable(within, account, application, refs))]
  const enabled = rows.find((row) => row.enabled)
  if (enabled !== undefined) throw mustBeDisabled(application, enabled)
  await deleteNoted(within, account, application, rows)
}

/** Deletes mappings that the same transaction has found, with their credentials, and notes them. */
export async function deleteNoted(
  within: Within,
  account: OsAccount,
  { name: application }: Pick<Application, 'name'>,
  rows: readonly MappingRow[],
): Promise<void> {
  await noteDeletedMappings(
    within,
    { at: nearestInstant(new Date()), account: account.name, application },
    rows,
  )
  await deleteMappingRows(
    within,
    rows.map(({ id }) => id),
  )
}
