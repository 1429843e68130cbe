import type { PropertyField } from './properties-draft.ts'

/** The tabs of the original, in its order. */
export const propertyTabs = ['general', 'accounts', 'options', 'audits'] as const
export type PropertyTab = (typeof propertyTabs)[number]

export const tabLabels: Readonly<Record<PropertyTab, string>> = {
  general: 'General',
  accounts: 'Accounts',
  options: 'Options',
  audits: 'Audits',
}

interface PropertyText {
  readonly tab: PropertyTab
  readonly label: string
}

/** Each field, in the order in which they stand. */
export const propertyTexts: Readonly<Record<PropertyField, PropertyText>> = {
  ticketTimeout: { tab: 'general', label: 'Ticket timeout (minutes)' },
  credentialCacheTimeout: { tab: 'general', label: 'Credential cache timeout (minutes)' },
  ssoAdministrators: { tab: 'accounts', label: 'SSO Administrators' },
  ssoAffiliateAdministrators: { tab: 'accounts', label: 'SSO Affiliate Administrators' },
  ticketsAllowed: { tab: 'options', label: 'Allow tickets' },
  validateTickets: { tab: 'options', label: 'Validate tickets' },
  hostInitiatedSso: { tab: 'options', label: 'Allow host-initiated SSO' },
  auditDeletedApplications: { tab: 'audits', label: 'Deleted applications' },
  auditDeletedMappings: { tab: 'audits', label: 'Deleted mappings' },
  auditCredentialLookUps: { tab: 'audits', label: 'Credential look-ups' },
  positive: { tab: 'audits', label: 'Positive audit level' },
  negative: { tab: 'audits', label: 'Negative audit level' },
}

/** The fields in the order in which they stand. */
export const fieldOrder = Object.keys(propertyTexts) as readonly PropertyField[]
