import { canonicalAccount, isLocalAccount } from '../accounts/account-name.ts'
import type { AccountKey, AccountKind, NameService } from '../accounts/name-service.ts'
import { SsoError } from '../errors/sso-error.ts'
import type { RoleAccount } from '../records/system.repository.ts'
import type { OsAccount } from './os-account.ts'

/** What this computer's name service says of the accounts that an operation names, asked before the operation. */
export interface LocalAccounts {
  /**
   * What there is of a name on this computer: a user, a group, both, or neither.
   *
   * @param account - one of those that were looked up
   * @returns `null` where this computer cannot tell: an account of another domain, or one without a name
   * @throws {@link SsoError} `NameServiceFailed` if it was asked in vain
   */
  kindsOf(account: string): ReadonlySet<AccountKind> | null
}

/** Who asks, and what this computer knows of the accounts that are named. */
export interface InformedCaller {
  readonly account: OsAccount
  readonly local: LocalAccounts
}

/** Names of accounts, by what is to be known of them. */
export interface NamedAccounts {
  /** Users or groups. */
  readonly holders?: Iterable<string>
  readonly users?: Iterable<string>
}

/** A computer, and whom it is asked for. */
interface NameAsker {
  /** `null` on a computer that cannot be asked. */
  readonly names: NameService | null
  readonly account: OsAccount
  /** This computer's name: its accounts are local ones. */
  readonly server: string
}

/** An account that has no name is written as its number. */
const STAND_IN = /^#\d+$/

/**
 * Looks up those accounts that are this computer's own, each once. A name service that fails does so when its answer is
 * needed: what is there already is not asked for again.
 */
export async function lookUpLocalAccounts(asker: NameAsker, named: NamedAccounts): Promise<LocalAccounts> {
  const { names, server } = asker
  const found = knownOfCaller(asker)
  const keys = keysOf(server, named, found)
  const failure = names === null ? null : await noteAll(found, names, keys)
  const asked = new Set(keys.map(({ key }) => key))
  return {
    kindsOf(account) {
      if (names === null || STAND_IN.test(account) || !isLocalAccount(account, server)) return null
      const name = canonicalAccount(account, server)
      if (failure !== null && asked.has(name)) throw failure
      const kinds = found.get(name)
      if (kinds === undefined) throw new Error('an account is asked for that was not looked up')
      return kinds
    },
  }
}

/** The system has said who the caller is. */
function knownOfCaller({ account, server }: NameAsker): Map<string, Set<AccountKind>> {
  const found = new Map<string, Set<AccountKind>>()
  for (const group of account.groups) found.set(canonicalAccount(group, server), new Set(['group']))
  const name = canonicalAccount(account.name, server)
  found.set(name, new Set([...(found.get(name) ?? []), 'user']))
  return found
}

function keysOf(
  server: string,
  { holders = [], users = [] }: NamedAccounts,
  found: Map<string, Set<AccountKind>>,
): readonly AccountKey[] {
  const wanted: Readonly<Record<AccountKind, Set<string>>> = { user: new Set(), group: new Set() }
  const want = (account: string, kinds: readonly AccountKind[]): void => {
    if (!isLocalAccount(account, server)) return
    const name = canonicalAccount(account, server)
    if (!found.has(name)) found.set(name, new Set())
    for (const kind of kinds) if (found.get(name)?.has(kind) === false) wanted[kind].add(name)
  }
  for (const account of holders) want(account, ['user', 'group'])
  for (const account of users) want(account, ['user'])
  return (['user', 'group'] as const).flatMap((kind) => [...wanted[kind]].map((key) => ({ kind, key })))
}

/** @returns how the name service failed, or `null`. */
async function noteAll(
  found: ReadonlyMap<string, Set<AccountKind>>,
  names: NameService,
  keys: readonly AccountKey[],
): Promise<SsoError | null> {
  try {
    const records = keys.length === 0 ? [] : await names.find(keys)
    for (const [index, { key, kind }] of keys.entries())
      if (records[index] != null) found.get(String(key))?.add(kind)
    return null
  } catch (error) {
    if (error instanceof SsoError && error.code === 'NameServiceFailed') return error
    throw error
  }
}

/**
 * Why an account cannot be meant, as part of a sentence; `null` if there is one, or may be one elsewhere.
 *
 * @throws {@link SsoError} `NameServiceFailed`
 */
export function whyNotHere(local: LocalAccounts, { kind, name }: RoleAccount): string | null {
  const kinds = local.kindsOf(name)
  if (kinds === null || kinds.has(kind)) return null
  const [other] = kinds
  if (other !== undefined) return `on this computer it is a ${other}, not a ${kind}`
  return `this computer knows no ${kind} of that name; one of another domain is written DOMAIN\\name`
}
