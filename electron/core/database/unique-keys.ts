import type { ApplicationType, MappingTable } from './schema.ts'

/* Made here and not by the database, so that every engine takes the same names for one: docs/formats.md. */

/** What names of applications are compared by: they are the same whatever their case. */
export function nameKey(name: string): string {
  return name.normalize('NFC').toLowerCase()
}

/**
 * What accounts of mappings are compared by. Case counts: where it does not, as in names with a domain, the account is
 * spelled in one case already.
 */
export function accountKey(account: string): string {
  return account.normalize('NFC')
}

/** Which account of a mapping may be mapped once in an application. */
export const uniqueAccounts: Readonly<
  Record<ApplicationType, readonly ('windowsAccount' | 'externalUser')[]>
> = {
  individual: ['windowsAccount', 'externalUser'],
  group: ['windowsAccount'],
  'host-group': ['externalUser'],
  'config-store': ['windowsAccount'],
}

/** The columns that keep an account from being mapped twice; `null` where it may be. */
export function mappingKeys(
  type: ApplicationType,
  { externalUser, windowsAccount }: { readonly windowsAccount: string; readonly externalUser: string },
): Pick<MappingTable, 'windows_key' | 'external_key'> {
  const unique = uniqueAccounts[type]
  return {
    windows_key: unique.includes('windowsAccount') ? accountKey(windowsAccount) : null,
    external_key: unique.includes('externalUser') ? accountKey(externalUser) : null,
  }
}
