import type { AuditLevels, GlobalInfo, GlobalInfoChanges, RoleAccount } from '../../shared/global-info.ts'

/** The properties as read. */
export interface Properties {
  readonly info: GlobalInfo
  /** This server's. */
  readonly auditLevels: AuditLevels
}

/** The properties as the fields hold them. */
export interface PropertiesDraft {
  readonly ticketTimeout: string
  readonly credentialCacheTimeout: string
  /** One a line: `user name` or `group name`. */
  readonly ssoAdministrators: string
  readonly ssoAffiliateAdministrators: string
  readonly ticketsAllowed: boolean
  readonly validateTickets: boolean
  readonly hostInitiatedSso: boolean
  readonly auditDeletedApplications: string
  readonly auditDeletedMappings: string
  readonly auditCredentialLookUps: string
  readonly positive: string
  readonly negative: string
}

export type PropertyField = keyof PropertiesDraft
export type NumberField = (typeof numberFields)[number]
export type AccountsField = (typeof accountsFields)[number]
export type SwitchField = (typeof switchFields)[number]

export const numberFields = [
  'ticketTimeout',
  'credentialCacheTimeout',
  'auditDeletedApplications',
  'auditDeletedMappings',
  'auditCredentialLookUps',
] as const satisfies readonly PropertyField[]

export const accountsFields = [
  'ssoAdministrators',
  'ssoAffiliateAdministrators',
] as const satisfies readonly PropertyField[]

const switchFields = [
  'ticketsAllowed',
  'validateTickets',
  'hostInitiatedSso',
] as const satisfies readonly PropertyField[]

/** What the fields hold before anything is changed. */
export function draftOf({ auditLevels, info }: Properties): PropertiesDraft {
  return {
    ticketTimeout: String(info.ticketTimeout),
    credentialCacheTimeout: String(info.credentialCacheTimeout),
    ssoAdministrators: accountLines(info.ssoAdministrators),
    ssoAffiliateAdministrators: accountLines(info.ssoAffiliateAdministrators),
    ticketsAllowed: info.ticketsAllowed,
    validateTickets: info.validateTickets,
    hostInitiatedSso: info.hostInitiatedSso,
    auditDeletedApplications: String(info.auditDeletedApplications),
    auditDeletedMappings: String(info.auditDeletedMappings),
    auditCredentialLookUps: String(info.auditCredentialLookUps),
    positive: String(auditLevels.positive),
    negative: String(auditLevels.negative),
  }
}

function accountLines(accounts: readonly RoleAccount[]): string {
  return accounts.map(({ kind, name }) => `${kind} ${name}`).join('\n')
}

/** The accounts of a list as typed, and the lines that are none. */
export interface TypedAccounts {
  readonly accounts: readonly RoleAccount[]
  readonly wrong: readonly string[]
}

/** Reads a list as typed; empty lines count for nothing. */
export function readAccounts(text: string): TypedAccounts {
  const lines = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
  const read = lines.map((line) => ({ line, account: readAccount(line) }))
  return {
    accounts: read.flatMap(({ account }) => (account === null ? [] : [account])),
    wrong: read.flatMap(({ account, line }) => (account === null ? [line] : [])),
  }
}

function readAccount(line: string): RoleAccount | null {
  const [, kind, name] = /^(user|group)\s+(.+)$/i.exec(line) ?? []
  if (kind === undefined || name === undefined) return null
  return { kind: kind.toLowerCase() === 'user' ? 'user' : 'group', name }
}

/** What is asked for when the fields hold something else than before: that alone, and `null` where nothing changed. */
export interface PropertiesChange {
  readonly changes: GlobalInfoChanges
  readonly auditLevels: AuditLevels | null
}

/** @param draft - one in which no fault was found. */
export function changesBetween(before: PropertiesDraft, draft: PropertiesDraft): PropertiesChange | null {
  const changed = (field: PropertyField): boolean => before[field] !== draft[field]
  const changes: GlobalInfoChanges = Object.fromEntries([
    ...numberFields.filter(changed).map((field) => [field, Number(draft[field])]),
    ...switchFields.filter(changed).map((field) => [field, draft[field]]),
    ...accountsFields.filter(changed).map((field) => [field, readAccounts(draft[field]).accounts]),
  ])
  const levels = { positive: Number(draft.positive), negative: Number(draft.negative) }
  const auditLevels = changed('positive') || changed('negative') ? levels : null
  return auditLevels === null && Object.keys(changes).length === 0 ? null : { changes, auditLevels }
}
