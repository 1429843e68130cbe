import { showRoleAccount } from '../access/access.ts'
import { isBuiltInAccount } from '../access/built-in-account.ts'
import { canonicalAccount, isLocalAccount } from '../accounts/account-name.ts'
import { SsoError } from '../errors/sso-error.ts'
import type { Application } from '../records/application.ts'
import type { MappingAccounts } from '../records/mapping.repository.ts'
import type { NewMapping } from '../records/mapping.ts'
import { findApplicationUser } from '../records/mapping-accounts.ts'
import { checkExternalUser, checkWindowsAccount } from './windows-account.ts'

/**
 * The two accounts of a new mapping as they are stored: in group applications the Windows account is spelled as the
 * Application User is, elsewhere canonically.
 *
 * @param server - this computer's name: its accounts are local ones
 * @throws {@link SsoError} `WindowsAccountInvalid`, `ExternalUserInvalid`, `BuiltInAccountRefused`,
 * `MappingNotForApplicationUser`, `MappingOnlyForDomainAccounts`, `MappingOnlyForDomainUsers`
 */
export function resolveMapping(
  application: Application,
  requested: NewMapping,
  server: string,
): MappingAccounts {
  const { externalUser } = requested
  checkExternalUser(externalUser)
  const windowsAccount = requested.windowsAccount ?? soleUser(application)
  checkWindowsAccount(windowsAccount)
  if (isBuiltInAccount(windowsAccount))
    throw SsoError.of('BuiltInAccountRefused', { account: windowsAccount })
  if (!application.flags.allowLocalAccounts && isLocalAccount(windowsAccount, server))
    throw localRefusal(application, windowsAccount)
  if (application.type === 'individual')
    return { windowsAccount: canonicalAccount(windowsAccount), externalUser }
  return { windowsAccount: requireApplicationUserName(application, windowsAccount), externalUser }
}

function soleUser({ type, users }: Application): string {
  return type === 'host-group' ? (users[0]?.name ?? '') : ''
}

function localRefusal({ name, type }: Application, windowsAccount: string): SsoError {
  const code = type === 'individual' ? 'MappingOnlyForDomainUsers' : 'MappingOnlyForDomainAccounts'
  return SsoError.of(code, { application: name, windowsAccount })
}

function requireApplicationUserName(application: Application, windowsAccount: string): string {
  const { name, users } = application
  const user = findApplicationUser(application, windowsAccount)
  if (user !== undefined) return user.name
  const accepted = users.map(showRoleAccount).join(', ') || 'there are none yet'
  throw SsoError.of('MappingNotForApplicationUser', { accepted, application: name, windowsAccount })
}
