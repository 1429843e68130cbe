import type { ApplicationRole, ApplicationTable, ApplicationType } from '../database/schema.ts'
import type { RoleAccount } from './system.repository.ts'

/** What can be switched on or off in an application. */
export interface ApplicationFlags {
  readonly ticketsAllowed: boolean
  readonly validateTickets: boolean
  readonly timeoutTickets: boolean
  readonly allowLocalAccounts: boolean
  /** Its Application Administrators are the SSO Affiliate Administrators. Fixed at creation. */
  readonly adminAccountSame: boolean
  readonly hostInitiatedSso: boolean
  readonly windowsInitiatedSso: boolean
  readonly validatePassword: boolean
  readonly disableCredentialCache: boolean
  readonly usersCannotCreateMappings: boolean
}

export type ApplicationFlag = keyof ApplicationFlags

/** The original's. */
export const defaultFlags: ApplicationFlags = {
  ticketsAllowed: false,
  validateTickets: true,
  timeoutTickets: true,
  allowLocalAccounts: false,
  adminAccountSame: false,
  hostInitiatedSso: false,
  windowsInitiatedSso: true,
  validatePassword: false,
  disableCredentialCache: false,
  usersCannotCreateMappings: false,
}

export const flagColumns = {
  ticketsAllowed: 'tickets_allowed',
  validateTickets: 'validate_tickets',
  timeoutTickets: 'timeout_tickets',
  allowLocalAccounts: 'allow_local_accounts',
  adminAccountSame: 'admin_account_same',
  hostInitiatedSso: 'host_initiated_sso',
  windowsInitiatedSso: 'windows_initiated_sso',
  validatePassword: 'validate_password',
  disableCredentialCache: 'disable_credential_cache',
  usersCannotCreateMappings: 'users_cannot_create_mappings',
} as const satisfies Record<ApplicationFlag, keyof ApplicationTable>

export const applicationFlags = Object.keys(flagColumns) as readonly ApplicationFlag[]

/** Only SSO Administrators change these, and the ticket time-out. */
export const ticketFlags = ['ticketsAllowed', 'validateTickets', 'timeoutTickets'] as const

/** One of the values that a credential consists of; the first is the external user id. */
export interface ApplicationField {
  readonly label: string
  /** Whether it is hidden where credentials are typed or shown. */
  readonly masked: boolean
  /** Whether password synchronisation sets it; one field at most. */
  readonly synchronized: boolean
}

/** An affiliate application without its fields and accounts. */
export interface ApplicationHead {
  readonly id: number
  /** As it was written at creation; unique whatever the case. */
  readonly name: string
  readonly type: ApplicationType
  readonly description: string
  readonly contact: string
  readonly enabled: boolean
  readonly flags: ApplicationFlags
  /** Minutes; `null` for the system's. */
  readonly ticketTimeout: number | null
  /** UTC, ISO 8601. */
  readonly createdAt: string
}

/** An affiliate application. */
export interface Application extends ApplicationHead {
  /** Ordinal 0 first. */
  readonly fields: readonly ApplicationField[]
  readonly administrators: readonly RoleAccount[]
  /** In order: in a group application the first account the caller belongs to counts. */
  readonly users: readonly RoleAccount[]
}

/** An application as its properties show it. */
export interface DescribedApplication extends Application {
  /** How many there are: they are deleted with it. */
  readonly mappings: number
}

/** An application as its list shows it. */
export interface ListedApplication extends ApplicationHead {
  /** What the caller is in it. */
  readonly role: ApplicationRole
}

/** What a new application is to be; whatever is left out is the original's default. */
export interface NewApplication {
  readonly name: string
  readonly type: ApplicationType
  readonly description?: string
  readonly contact?: string
  /** Refused when `true`: an application is enabled once it has been looked over. */
  readonly enabled?: boolean
  readonly flags?: Partial<ApplicationFlags>
  readonly ticketTimeout?: number | null
  readonly fields: readonly ApplicationField[]
  readonly administrators?: readonly RoleAccount[]
  readonly users?: readonly RoleAccount[]
}

/** What is to change. Properties that are fixed may be named if they stay what they are. */
export type ApplicationChanges = Partial<NewApplication>
