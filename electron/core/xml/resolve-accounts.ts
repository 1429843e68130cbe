import type { ErrorCode } from '../../../shared/errors.ts'
import type { LocalAccounts, NamedAccounts } from '../access/local-accounts.ts'
import { SsoError } from '../errors/sso-error.ts'
import type { RoleAccount } from '../records/system.repository.ts'
import type { Position } from './xml-error.ts'
import type { XmlDocument, XmlRoleAccount } from './xml-model.ts'

/** All accounts that a file names. */
export function accountsIn({ applications, globalInfo, mappings }: XmlDocument): NamedAccounts {
  const lists = [
    globalInfo?.administrators,
    globalInfo?.affiliateAdministrators,
    ...applications.flatMap(({ properties }) => [properties.administrators, properties.users]),
  ]
  return {
    holders: lists.flatMap((list) => list?.map(({ name }) => name) ?? []),
    users: mappings.map(({ windowsAccount }) => windowsAccount),
  }
}

/**
 * The accounts of a file as the system keeps them: where the file does not say what one is, a user if this computer
 * has a user of that name and no group, and else a group.
 */
export function resolveAccounts(
  accounts: readonly XmlRoleAccount[],
  local: LocalAccounts,
): readonly RoleAccount[] {
  return accounts.map(({ kind, name }) => ({ kind: kind ?? likelyKind(name, local), name }))
}

function likelyKind(name: string, local: LocalAccounts): RoleAccount['kind'] {
  try {
    const kinds = local.kindsOf(name)
    return kinds?.has('user') && !kinds.has('group') ? 'user' : 'group'
  } catch (error) {
    // One that is there already is not asked for again; any other is refused for this very reason.
    if (error instanceof SsoError && error.code === 'NameServiceFailed') return 'group'
    throw error
  }
}

type Lists = Readonly<Partial<Record<ErrorCode, readonly XmlRoleAccount[] | undefined>>>

/**
 * Where a file names the account that an error is about; `null` if it is about none.
 *
 * @param lists - by the code with which an account of each is refused
 */
export function placeOf({ code, details }: SsoError, lists: Lists): Position | null {
  const list =
    code === 'BuiltInAccountRefused' ? Object.values(lists).flatMap((one) => one ?? []) : lists[code]
  // The last: of two alike it is the second that is refused.
  return list?.findLast(({ name }) => name === details.account)?.at ?? null
}
