import type { ColumnType, Generated } from 'kysely'

/** One row: the SSO system itself. */
export interface GlobalInfoTable {
  id: 1
  system_id: string
  master_secret_server: string
  enabled: 0 | 1
  /** The `secret` in use; `null` until one has been generated. */
  current_secret_id: number | null
  created_at: string
  /** Minutes a ticket is valid. */
  ticket_timeout: Generated<number>
  /** Minutes looked-up credentials are kept in memory. */
  credential_cache_timeout: Generated<number>
  tickets_allowed: Generated<0 | 1>
  validate_tickets: Generated<0 | 1>
  host_initiated_sso: Generated<0 | 1>
  /** Rows kept of each audit table. */
  audit_deleted_applications: Generated<number>
  audit_deleted_mappings: Generated<number>
  audit_credential_lookups: Generated<number>
}

/** The SSO servers of the system; audit levels (0 none to 3 high) are each server's own. */
export interface ServerTable {
  id: Generated<number>
  /** The computer's name, lower case. */
  name: string
  positive_audit_level: Generated<number>
  negative_audit_level: Generated<number>
  joined_at: string
  /** `null` for one that was named but never seen. */
  last_seen_at: string | null
  /** Of this product, as it was last seen there. */
  version: string | null
  /** JSON array of the MSIDs of the master secrets that it held when it was last seen. */
  msids: string | null
}

export const applicationTypes = ['individual', 'group', 'host-group', 'config-store'] as const
export type ApplicationType = (typeof applicationTypes)[number]

export interface ApplicationTable {
  id: Generated<number>
  name: string
  /** What makes the name unique: `nameKey`. */
  name_key: string
  type: ApplicationType
  description: string
  contact: string
  enabled: 0 | 1
  tickets_allowed: 0 | 1
  validate_tickets: 0 | 1
  timeout_tickets: 0 | 1
  /** Minutes; `null` for the system's. */
  ticket_timeout: number | null
  allow_local_accounts: 0 | 1
  /** Its Application Administrators are the SSO Affiliate Administrators. */
  admin_account_same: 0 | 1
  host_initiated_sso: 0 | 1
  windows_initiated_sso: 0 | 1
  validate_password: 0 | 1
  disable_credential_cache: 0 | 1
  users_cannot_create_mappings: 0 | 1
  created_at: string
}

/** What an application's credentials consist of; ordinal 0 is the external user id. */
export interface FieldTable {
  application_id: number
  ordinal: number
  label: string
  masked: 0 | 1
  synchronized: 0 | 1
}

export const applicationRoles = ['application-administrator', 'application-user'] as const
export type ApplicationRole = (typeof applicationRoles)[number]

/** In order: in a group application the first account the caller belongs to counts. */
export interface ApplicationAccountTable {
  application_id: number
  role: ApplicationRole
  position: number
  kind: 'user' | 'group'
  name: string
}

export interface MappingTable {
  id: Generated<number>
  application_id: number
  /** `DOMAIN\\user`, a plain account name, or, in group applications, the group. */
  windows_account: string
  external_user: string
  /** The account's `accountKey`, unique in the application; `null` where it may have several mappings. */
  windows_key: string | null
  external_key: string | null
  enabled: 0 | 1
  created_at: string
}

/**
 * The encrypted values of a mapping's fields. Narrow and without an index beside its key, because re-encryption
 * rewrites all of it.
 */
export interface CredentialTable {
  /** The mapping's. */
  mapping_id: number
  /** The `secret` that `sealed` opens with. */
  secret_id: number
  sealed: Uint8Array
}

export const reencryptionStates = ['running', 'paused', 'cancelled', 'done'] as const
export type ReencryptionState = (typeof reencryptionStates)[number]

/** A position before any `mapping_id` that can be, those no mapping has included. */
export const BEFORE_ALL = Number.MIN_SAFE_INTEGER

/** One row at most: the last re-encryption, or the one under way. */
export interface ReencryptionTable {
  id: 1
  /** The secret that rows are re-encrypted under. */
  to_secret_id: number
  state: ReencryptionState
  /** The last `mapping_id` that has been dealt with. */
  position: number
  /** Rows there were when it began. */
  total: number
  done: number
  /** UTC, ISO 8601. */
  started_at: string
  finished_at: string | null
}

/** Rows that would not open and were left as they are. */
export interface DamagedCredentialTable {
  mapping_id: number
  reason: string
}

/** The last applications deleted; so many as the system's setting says. */
export interface DeletedApplicationTable {
  id: Generated<number>
  at: string
  account: string
  application: string
}

export interface DeletedMappingTable extends DeletedApplicationTable {
  windows_account: string
  external_user: string
}

/** Look-ups of credentials by somebody other than their owner. */
export type CredentialLookupTable = DeletedMappingTable

export const accountRoles = ['sso-administrator', 'sso-affiliate-administrator'] as const
export type AccountRole = (typeof accountRoles)[number]

/** The operating system accounts and groups that hold a role of the whole system. */
export interface RoleAccountTable {
  role: AccountRole
  kind: 'user' | 'group'
  name: string
}

/** The master secrets the system has had: names only, the secrets are in the secret store. */
export interface SecretTable {
  id: Generated<number>
  msid: string
  created_at: string
}

export interface EventTable {
  id: Generated<number>
  /** The original product's event id. */
  event_id: number
  level: 'information' | 'warning' | 'error'
  at: string
  tracking_id: string
  computer: string
  account: string
  /** JSON object; never holds a secret. */
  data: ColumnType<string, string, never>
  /** SHA-256, hex, of the event before this one's digest and of this event. */
  digest: string | null
  /** HMAC-SHA256, hex, of the digest; `null` where no master secret was at hand. */
  mac: string | null
  /** The master secret under whose audit key the `mac` was made. */
  mac_msid: string | null
}

/** One row: the last event, so that events missing at the end show. */
export interface EventHeadTable {
  id: 1
  /** The last `event`'s; 0 before the first. */
  event_id: number
  /** That event's. */
  digest: string
  /** HMAC-SHA256, hex, of this record; `null` where the event has none. */
  mac: string | null
  mac_msid: string | null
}

/** Instants are UTC, ISO 8601. */
export interface SsoTables {
  global_info: GlobalInfoTable
  role_account: RoleAccountTable
  server: ServerTable
  secret: SecretTable
  application: ApplicationTable
  field: FieldTable
  application_account: ApplicationAccountTable
  mapping: MappingTable
  credential: CredentialTable
  reencryption: ReencryptionTable
  damaged_credential: DamagedCredentialTable
  deleted_application: DeletedApplicationTable
  deleted_mapping: DeletedMappingTable
  credential_lookup: CredentialLookupTable
  event: EventTable
  event_head: EventHeadTable
}
