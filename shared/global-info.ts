/** An operating system account or group that holds a role. */
export interface RoleAccount {
  readonly kind: 'user' | 'group'
  readonly name: string
}

/** The system's properties that an SSO Administrator can change. */
export interface GlobalInfoSettings {
  /** Minutes, 1 to 525,600. */
  readonly ticketTimeout: number
  /** Minutes that looked-up credentials stay in memory; 0 for not at all. */
  readonly credentialCacheTimeout: number
  readonly ticketsAllowed: boolean
  /** Whether every application must validate tickets. */
  readonly validateTickets: boolean
  readonly hostInitiatedSso: boolean
  /** Rows kept of each audit table. */
  readonly auditDeletedApplications: number
  readonly auditDeletedMappings: number
  readonly auditCredentialLookUps: number
}

/** The properties of the SSO system. */
export interface GlobalInfo extends GlobalInfoSettings {
  readonly systemId: string
  readonly masterSecretServer: string
  readonly enabled: boolean
  readonly ssoAdministrators: readonly RoleAccount[]
  readonly ssoAffiliateAdministrators: readonly RoleAccount[]
}

/** What is to change; the two lists of accounts only while the system is disabled. */
export type GlobalInfoChanges = Partial<
  GlobalInfoSettings & Pick<GlobalInfo, 'ssoAdministrators' | 'ssoAffiliateAdministrators'>
>

/** How much of what succeeds (positive) and fails (negative) a server records: 0 none, 1 to 3 all of it. */
export interface AuditLevels {
  readonly positive: number
  readonly negative: number
}

/** Which server was the master secret server, and which is; the same one if nothing was moved. */
export interface MasterSecretServerMove {
  readonly before: string
  readonly after: string
}
