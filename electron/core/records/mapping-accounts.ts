import { canonicalAccount, storedSpellings } from '../accounts/account-name.ts'
import type { Application } from './application.ts'
import type { MappingAccounts, MappingKey } from './mapping.repository.ts'

/* Which account names a mapping in an application, and how it is spelled there. */

type ApplicationKind = Pick<Application, 'type'>

/** The column that names a mapping: all of a Host Group application have the same Windows account. */
export function mappingKey({ type }: ApplicationKind): MappingKey {
  return type === 'host-group' ? 'external_key' : 'windows_key'
}

/** The account that names a mapping. */
export function namingAccount(
  application: ApplicationKind,
  { externalUser, windowsAccount }: MappingAccounts,
): string {
  return mappingKey(application) === 'external_key' ? externalUser : windowsAccount
}

/** @returns the Application User whose name the account is, whatever its spelling; `undefined` if there is none. */
export function findApplicationUser({ users }: Pick<Application, 'users'>, account: string) {
  const canonical = canonicalAccount(account)
  return users.find(({ name }) => canonicalAccount(name) === canonical)
}

/**
 * The spellings that the account which names a mapping may have, the likeliest first: in group applications that of the
 * Application User, in Host Group applications an external user's own.
 */
export function spellingsAsStored(application: Application, account: string): readonly string[] {
  switch (application.type) {
    case 'host-group':
    case 'config-store':
      return [account]
    case 'individual':
      return storedSpellings(account)
    case 'group':
      return [findApplicationUser(application, account)?.name ?? canonicalAccount(account)]
  }
}
