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
}

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
}

/** Instants are UTC, ISO 8601. */
export interface SsoTables {
  global_info: GlobalInfoTable
  role_account: RoleAccountTable
  secret: SecretTable
  event: EventTable
}
