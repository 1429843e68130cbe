import type { SsoErrorData } from './errors.ts'
import type { BackupOverview, KeyProtectorKind, Msid } from './master-secret.ts'
import type { ReencryptionOverview } from './reencryption.ts'

/** A current master secret that the database has not been told of yet. */
export interface UntoldSecret {
  /** The one that the database has as the current one. */
  readonly databaseMsid: Msid | null
  /** Whether the secret store holds that one: if not, the database may be an older copy, and is not told by itself. */
  readonly isHeld: boolean
  /** Credentials that are under others than the current one. */
  readonly rows: number
}

/** The master secret as the System node shows it. */
export type MasterSecretOverview =
  | { readonly state: 'none'; readonly protector: KeyProtectorKind }
  | {
      readonly state: 'current'
      readonly msid: Msid
      readonly previousMsid: Msid | null
      /** UTC, ISO 8601. */
      readonly createdAt: string
      readonly protector: KeyProtectorKind
      readonly lastBackup: BackupOverview | null
      /** `null` if the database knows that it is current; otherwise nothing is re-encrypted until it has been told. */
      readonly untold: UntoldSecret | null
    }
  /** This computer has become the master secret server; the secret is to be restored here before anything else. */
  | {
      readonly state: 'awaiting-restore'
      /** The secret that the credentials are under. */
      readonly msid: Msid
      /** As it is to be shown: a server's name, or `another server` where that is not known. */
      readonly previousServer: string
      readonly error: SsoErrorData
    }
  /** The secret store is not to be read, or this computer is not the master secret server. */
  | { readonly state: 'unavailable'; readonly error: SsoErrorData }

/** Whether the calling account may do something now, and if not, why. */
export type Permission =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly error: SsoErrorData }

/** What the calling account may do to the system, on this computer. */
export interface SystemPermissions {
  readonly generateSecret: Permission
  readonly backupSecret: Permission
  readonly restoreSecret: Permission
  /** On any server. */
  readonly verifyBackup: Permission
  /** Make another server the master secret server. */
  readonly moveServer: Permission
  readonly changeProtector: Permission
  /** What takes an SSO Administrator and no more: properties, servers, checks. */
  readonly administer: Permission
}

/** What the System node shows about an SSO system, seen from one computer. */
export interface SystemOverview {
  readonly systemId: string
  /** The SSO server in use: this computer's name, lower case. */
  readonly ssoServer: string
  readonly database: { readonly engine: 'SQLite'; readonly displayPath: string }
  readonly masterSecretServer: string
  readonly status: 'enabled' | 'disabled'
  /** Operating system accounts and groups, as shown (`user root`, `group sudo`). */
  readonly ssoAdministrators: readonly string[]
  readonly ssoAffiliateAdministrators: readonly string[]
  /** The calling operating system account. */
  readonly account: string
  readonly masterSecret: MasterSecretOverview
  /** `null` if credentials never had to be re-encrypted. */
  readonly reencryption: ReencryptionOverview | null
  readonly permissions: SystemPermissions
}
