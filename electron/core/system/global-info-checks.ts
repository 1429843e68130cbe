import {
  AUDIT_LEVEL_MAX,
  AUDIT_ROWS_MAX,
  TICKET_TIMEOUT_MAX_MINUTES,
  TICKET_TIMEOUT_MIN_MINUTES,
} from '../../../shared/limits.ts'
import { holdsRole } from '../access/access.ts'
import { isBuiltInAccount } from '../access/built-in-account.ts'
import { type InformedCaller, type LocalAccounts, whyNotHere } from '../access/local-accounts.ts'
import { canonicalAccount } from '../accounts/account-name.ts'
import { whyNoAccountName } from '../accounts/account-name-rules.ts'
import { SsoError } from '../errors/sso-error.ts'
import type { AuditLevels, GlobalInfo, GlobalInfoSettings } from '../records/global-info.ts'
import type { RoleAccount } from '../records/system.repository.ts'

/** @throws {@link SsoError} `TicketTimeoutInvalid`, `SettingInvalid` */
export function checkSettings(settings: GlobalInfoSettings): void {
  const { ticketTimeout: minutes } = settings
  if (!isWithin(minutes, TICKET_TIMEOUT_MIN_MINUTES, TICKET_TIMEOUT_MAX_MINUTES)) {
    const [min, max] = [TICKET_TIMEOUT_MIN_MINUTES, TICKET_TIMEOUT_MAX_MINUTES]
    throw SsoError.of('TicketTimeoutInvalid', { minutes, min, max })
  }
  checkRange('credentialCacheTimeout', settings.credentialCacheTimeout, TICKET_TIMEOUT_MAX_MINUTES)
  checkRange('auditDeletedApplications', settings.auditDeletedApplications, AUDIT_ROWS_MAX)
  checkRange('auditDeletedMappings', settings.auditDeletedMappings, AUDIT_ROWS_MAX)
  checkRange('auditCredentialLookUps', settings.auditCredentialLookUps, AUDIT_ROWS_MAX)
}

/** @throws {@link SsoError} `SettingInvalid` */
export function checkAuditLevels({ negative, positive }: AuditLevels): void {
  checkRange('positive audit level', positive, AUDIT_LEVEL_MAX)
  checkRange('negative audit level', negative, AUDIT_LEVEL_MAX)
}

function checkRange(setting: string, value: number, max: number): void {
  if (!isWithin(value, 0, max)) throw SsoError.of('SettingInvalid', { setting, value, min: 0, max })
}

function isWithin(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max
}

export function isSameList(one: readonly RoleAccount[], other: readonly RoleAccount[]): boolean {
  const keys = new Set(one.map(keyOf))
  return keys.size === new Set(other.map(keyOf)).size && other.every((account) => keys.has(keyOf(account)))
}

function keyOf({ kind, name }: RoleAccount): string {
  return `${kind} ${name}`
}

/**
 * Whether the SSO Administrators may become those in `after`: the system is disabled, and the caller stays one.
 *
 * @throws {@link SsoError} `SsoAdministratorsFixed`, `SsoAdministratorInvalid`, `BuiltInAccountRefused`,
 * `SsoAdministratorsWithoutCaller`, `NameServiceFailed`
 */
export function checkSsoAdministrators(
  before: GlobalInfo,
  after: readonly RoleAccount[],
  { account, local }: InformedCaller,
): void {
  if (before.enabled) throw SsoError.of('SsoAdministratorsFixed', {})
  checkAccounts('SsoAdministratorInvalid', before.ssoAdministrators, after, local)
  if (!holdsRole(account, after))
    throw SsoError.of('SsoAdministratorsWithoutCaller', { account: account.name })
}

/**
 * @throws {@link SsoError} `AffiliateAdministratorsFixed`, `AffiliateAdministratorInvalid`, `BuiltInAccountRefused`,
 * `NameServiceFailed`
 */
export function checkAffiliateAdministrators(
  before: GlobalInfo,
  after: readonly RoleAccount[],
  local: LocalAccounts,
): void {
  if (before.enabled) throw SsoError.of('AffiliateAdministratorsFixed', {})
  checkAccounts('AffiliateAdministratorInvalid', before.ssoAffiliateAdministrators, after, local)
}

function checkAccounts(
  code: 'AffiliateAdministratorInvalid' | 'SsoAdministratorInvalid',
  before: readonly RoleAccount[],
  after: readonly RoleAccount[],
  local: LocalAccounts,
): void {
  if (after.length === 0) throw SsoError.of(code, { account: '', reason: 'the list is empty' })
  // A new system's own administrators may be built in: those that are there may stay.
  const known = new Set(before.map(keyOf))
  const seen = new Set<string>()
  for (const account of after) {
    const isKnown = known.has(keyOf(account))
    const spelled = `${account.kind} ${canonicalAccount(account.name)}`
    // Those that an earlier version took may stay until they are taken out.
    const wrong = isKnown ? null : whyNoAccountName(account.name)
    const reason = seen.has(spelled) ? 'it is named twice' : wrong
    if (reason !== null) throw SsoError.of(code, { account: account.name, reason })
    if (!isKnown && isBuiltInAccount(account.name))
      throw SsoError.of('BuiltInAccountRefused', { account: account.name })
    const absent = isKnown ? null : whyNotHere(local, account)
    if (absent !== null) throw SsoError.of(code, { account: account.name, reason: absent })
    seen.add(spelled)
  }
}
