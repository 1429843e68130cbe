import { accountKey, uniqueAccounts } from '../database/unique-keys.ts'
import type { Within } from '../database/within.ts'
import { SsoError } from '../errors/sso-error.ts'
import type { Application } from '../records/application.ts'
import { findMappings, type MappingAccounts } from '../records/mapping.repository.ts'

type Key = 'windowsAccount' | 'externalUser'

const columns = { windowsAccount: 'windows_key', externalUser: 'external_key' } as const

/**
 * Knows the accounts of an application that are mapped, and refuses to map one of them again.
 *
 * @param refuse - why a row is refused that is not mapped yet
 */
export type ConflictCheck = (row: MappingAccounts, refuse: () => SsoError | null) => SsoError | null

/**
 * Reads, a few statements for all of `rows`, which of their accounts are mapped.
 *
 * @returns a check to be called with one row after the other: a row it lets pass counts as mapped from then on.
 */
export async function prepareConflictCheck(
  within: Within,
  { id, name, type }: Application,
  rows: readonly MappingAccounts[],
): Promise<ConflictCheck> {
  const keys = uniqueAccounts[type]
  const mapped = new Map<Key, Map<string, MappingAccounts>>()
  for (const key of keys) {
    const accounts = [...new Set(rows.map((row) => row[key]))]
    const found = await findMappings(within, id, columns[key], accounts)
    mapped.set(key, new Map(found.map((mapping) => [accountKey(mapping[key]), mapping])))
  }
  return (row, refuse) => {
    const taken = keys.find((key) => mapped.get(key)?.has(accountKey(row[key])))
    if (taken !== undefined) return refusal(name, taken, row, mapped.get(taken)?.get(accountKey(row[taken])))
    const refused = refuse()
    if (refused !== null) return refused
    for (const key of keys) mapped.get(key)?.set(accountKey(row[key]), row)
    return null
  }
}

function refusal(
  application: string,
  key: Key,
  { externalUser, windowsAccount }: MappingAccounts,
  existing: MappingAccounts | undefined,
): SsoError {
  const same = existing?.windowsAccount === windowsAccount && existing.externalUser === externalUser
  if (same) return SsoError.of('MappingExists', { application, externalUser, windowsAccount })
  return key === 'windowsAccount'
    ? SsoError.of('MappingExistsForWindowsAccount', { application, windowsAccount })
    : SsoError.of('MappingExistsForExternalUser', { application, externalUser })
}
