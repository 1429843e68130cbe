import { TICKET_TIMEOUT_MAX_MINUTES, TICKET_TIMEOUT_MIN_MINUTES } from '../../../shared/limits.ts'
import { isBuiltInAccount } from '../access/built-in-account.ts'
import { type LocalAccounts, whyNotHere } from '../access/local-accounts.ts'
import { canonicalAccount } from '../accounts/account-name.ts'
import { whyNoAccountName } from '../accounts/account-name-rules.ts'
import type { ApplicationType } from '../database/schema.ts'
import { SsoError } from '../errors/sso-error.ts'
import type {
  ApplicationField,
  ApplicationFlag,
  ApplicationHead,
  NewApplication,
} from '../records/application.ts'
import type { RoleAccount } from '../records/system.repository.ts'

/** The original's rule: not empty, no spaces; nothing that cannot be shown. */
const NAME = /^[^\s\p{C}]+$/u
const PRINTABLE = /^\P{C}*$/u

/** @throws {@link SsoError} `ApplicationNameInvalid` */
export function checkApplicationName(name: string): void {
  if (!NAME.test(name)) throw SsoError.of('ApplicationNameInvalid', { application: name })
}

/** What XML 1.0 cannot hold (https://www.w3.org/TR/xml/#charsets): it would be lost with an export. */
const NOT_IN_A_FILE = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u

/** @throws {@link SsoError} `ApplicationTextInvalid` */
export function checkTexts({
  contact,
  description,
  name,
}: Pick<ApplicationHead, 'contact' | 'description' | 'name'>): void {
  for (const [property, text] of Object.entries({ description, contact })) {
    const code = NOT_IN_A_FILE.exec(text)?.[0].codePointAt(0)
    if (code === undefined) continue
    const character = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
    throw SsoError.of('ApplicationTextInvalid', { application: name, character, property })
  }
}

/**
 * At least one field; the first is the external user id and readable; labels are there and differ whatever the case;
 * one field at most is synchronised.
 *
 * @throws {@link SsoError} `ApplicationFieldsMissing`, `ApplicationFieldsInvalid`
 */
export function checkFields(application: string, fields: readonly ApplicationField[]): void {
  if (fields.length === 0) throw SsoError.of('ApplicationFieldsMissing', { application })
  const reason = whyFieldsAreWrong(fields)
  if (reason !== null) throw SsoError.of('ApplicationFieldsInvalid', { application, reason })
}

function whyFieldsAreWrong(fields: readonly ApplicationField[]): string | null {
  const labels = fields.map(({ label }) => label.trim().toLowerCase())
  if (labels.includes('')) return 'a field has no label'
  if (!fields.every(({ label }) => PRINTABLE.test(label)))
    return 'a label has characters that cannot be shown'
  if (new Set(labels).size < labels.length) return 'two fields have the same label'
  if (fields[0]?.masked) return 'the first field, the external user id, cannot be masked'
  if (fields.filter(({ synchronized }) => synchronized).length > 1)
    return 'more than one field is synchronised'
  return null
}

/** Flags that mean nothing to a type, and that the original refuses there. */
const flagsWithoutMeaning: Readonly<Record<ApplicationType, readonly ApplicationFlag[]>> = {
  individual: [],
  // Host-initiated single sign-on ends at one Windows account.
  group: ['hostInitiatedSso'],
  'host-group': [],
  // It has no users.
  'config-store': ['ticketsAllowed', 'hostInitiatedSso', 'validatePassword', 'usersCannotCreateMappings'],
}

/** @throws {@link SsoError} `ApplicationFlagsInvalid` */
export function checkFlags({ flags, name, type }: Pick<ApplicationHead, 'flags' | 'name' | 'type'>): void {
  const wrong = flagsWithoutMeaning[type].find((flag) => flags[flag])
  if (wrong !== undefined)
    throw SsoError.of('ApplicationFlagsInvalid', { application: name, flag: wrong, type })
}

/** @throws {@link SsoError} `ApplicationTicketTimeoutInvalid` */
export function checkTicketTimeout(minutes: number | null): void {
  if (minutes === null) return
  const inRange = minutes >= TICKET_TIMEOUT_MIN_MINUTES && minutes <= TICKET_TIMEOUT_MAX_MINUTES
  if (inRange && Number.isInteger(minutes)) return
  throw SsoError.of('ApplicationTicketTimeoutInvalid', {
    minutes,
    min: TICKET_TIMEOUT_MIN_MINUTES,
    max: TICKET_TIMEOUT_MAX_MINUTES,
  })
}

/** What accounts are checked against. */
interface AccountsContext {
  readonly local: LocalAccounts
  /** Those that are there already, which may stay even if this computer no longer knows them. */
  readonly before: readonly RoleAccount[]
}

/**
 * @throws {@link SsoError} `ApplicationUserInvalid`, `BuiltInAccountRefused`, `HostGroupNeedsOneUser`,
 * `NameServiceFailed`
 */
export function checkUsers(
  { name, type }: Pick<NewApplication, 'name' | 'type'>,
  users: readonly RoleAccount[],
  context: AccountsContext,
): void {
  checkAccounts('ApplicationUserInvalid', users, context)
  if (type !== 'host-group' || (users.length === 1 && users[0]?.kind === 'user')) return
  throw SsoError.of('HostGroupNeedsOneUser', { application: name, accounts: users.length })
}

/** @throws {@link SsoError} `ApplicationAdministratorInvalid`, `BuiltInAccountRefused`, `NameServiceFailed` */
export function checkAdministrators(
  adminAccountSame: boolean,
  administrators: readonly RoleAccount[],
  context: AccountsContext,
): void {
  const [first] = administrators
  if (adminAccountSame && first !== undefined) {
    const reason = 'the application has the SSO Affiliate Administrators as its administrators'
    throw SsoError.of('ApplicationAdministratorInvalid', { account: first.name, reason })
  }
  checkAccounts('ApplicationAdministratorInvalid', administrators, context)
}

function checkAccounts(
  code: 'ApplicationAdministratorInvalid' | 'ApplicationUserInvalid',
  accounts: readonly RoleAccount[],
  { before, local }: AccountsContext,
): void {
  const seen = new Set<string>()
  for (const account of accounts) {
    const { kind, name } = account
    const refuse = (reason: string): SsoError => SsoError.of(code, { account: name, reason })
    const reason = whyNoAccountName(name)
    if (reason !== null) throw refuse(reason)
    if (isBuiltInAccount(name)) throw SsoError.of('BuiltInAccountRefused', { account: name })
    const key = `${kind} ${canonicalAccount(name).toLowerCase()}`
    if (seen.has(key)) throw refuse('it is named twice')
    seen.add(key)
    const isThere = before.some((one) => one.kind === kind && one.name === name)
    const absent = isThere ? null : whyNotHere(local, account)
    if (absent !== null) throw refuse(absent)
  }
}
