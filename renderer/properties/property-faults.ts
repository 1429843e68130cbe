import type { SsoErrorData } from '../../shared/errors.ts'
import {
  AUDIT_ROWS_MAX,
  TICKET_TIMEOUT_MAX_MINUTES,
  TICKET_TIMEOUT_MIN_MINUTES,
} from '../../shared/limits.ts'
import {
  type AccountsField,
  accountsFields,
  type NumberField,
  numberFields,
  type PropertiesDraft,
  type PropertyField,
  readAccounts,
} from './properties-draft.ts'
import { fieldOrder, propertyTexts } from './property-texts.ts'

export type PropertyFaults = Readonly<Partial<Record<PropertyField, SsoErrorData>>>

const ranges: Readonly<Record<NumberField, readonly [min: number, max: number]>> = {
  ticketTimeout: [TICKET_TIMEOUT_MIN_MINUTES, TICKET_TIMEOUT_MAX_MINUTES],
  credentialCacheTimeout: [0, TICKET_TIMEOUT_MAX_MINUTES],
  auditDeletedApplications: [0, AUDIT_ROWS_MAX],
  auditDeletedMappings: [0, AUDIT_ROWS_MAX],
  auditCredentialLookUps: [0, AUDIT_ROWS_MAX],
}

/** Finds, before the service is asked, what no number or account can be read from. Empty when all is well. */
export function findFaults(draft: PropertiesDraft): PropertyFaults {
  const faults = [
    ...numberFields.map((field) => [field, numberFault(field, draft[field])] as const),
    ...accountsFields.map((field) => [field, accountsFault(field, draft[field])] as const),
  ]
  return Object.fromEntries(faults.filter(([, fault]) => fault !== null))
}

function numberFault(field: NumberField, typed: string): SsoErrorData | null {
  const [min, max] = ranges[field]
  const text = typed.trim()
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= min && value <= max) return null
  return settingInvalid(field, text, min, max)
}

function settingInvalid(
  field: PropertyField,
  value: number | string,
  min: number,
  max: number,
): SsoErrorData {
  return { code: 'SettingInvalid', details: { setting: propertyTexts[field].label, value, min, max } }
}

const accountInvalid = {
  ssoAdministrators: 'SsoAdministratorInvalid',
  ssoAffiliateAdministrators: 'AffiliateAdministratorInvalid',
} as const satisfies Record<AccountsField, SsoErrorData['code']>

function accountsFault(field: AccountsField, text: string): SsoErrorData | null {
  const [account] = readAccounts(text).wrong
  if (account === undefined) return null
  const reason = 'a line is “user” or “group”, a space, and a name'
  return { code: accountInvalid[field], details: { account, reason } }
}

/**
 * Where a refusal of the service belongs.
 *
 * @returns `null` for one that no field can mend.
 */
export function faultsOf(
  error: SsoErrorData,
  before: PropertiesDraft,
  draft: PropertiesDraft,
): PropertyFaults | null {
  const field = fieldOf(error, before, draft)
  if (field === null) return null
  const setting = propertyTexts[field].label
  const said = error.code === 'SettingInvalid' ? { ...error, details: { ...error.details, setting } } : error
  return { [field]: said }
}

function fieldOf(error: SsoErrorData, before: PropertiesDraft, draft: PropertiesDraft): PropertyField | null {
  switch (error.code) {
    case 'TicketTimeoutInvalid':
      return 'ticketTimeout'
    case 'SettingInvalid':
      return fieldOrder.find((field) => field === error.details.setting) ?? null
    case 'SsoAdministratorInvalid':
    case 'SsoAdministratorsFixed':
    case 'SsoAdministratorsWithoutCaller':
      return 'ssoAdministrators'
    case 'AffiliateAdministratorInvalid':
    case 'AffiliateAdministratorsFixed':
      return 'ssoAffiliateAdministrators'
    case 'BuiltInAccountRefused':
      return isNew(String(error.details.account), before.ssoAdministrators, draft.ssoAdministrators)
        ? 'ssoAdministrators'
        : 'ssoAffiliateAdministrators'
    default:
      return null
  }
}

/** The service looks at the SSO Administrators first, and lets those stay that are there. */
function isNew(name: string, before: string, now: string): boolean {
  const names = (text: string) => readAccounts(text).accounts.map((account) => account.name)
  return names(now).includes(name) && !names(before).includes(name)
}
