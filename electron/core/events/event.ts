import { type ErrorCode, errorEventIds } from '../../../shared/errors.ts'
import type { EventLevel } from '../../../shared/events.ts'

/** What happened, by the original product's event ids (source ENTSSO). */
export const eventIds = {
  noMasterSecret: 10520,
  masterSecretNotLoadable: 10521,
  reencryptionFailed: 10522,
  masterSecretRestored: 10523,
  masterSecretRestoreFailed: 10524,
  masterSecretGenerated: 10525,
  masterSecretGenerateFailed: 10526,
  reencryptionDone: 10528,
  isMasterSecretServer: 10534,
  operationSucceeded: 10535,
  operationRefused: 10536,
  credentialNotReencrypted: 10547,
  secretServerAccessDenied: 10555,
  masterSecretBackedUp: 10559,
  masterSecretBackupFailed: 10560,
  reencryptionStarted: 10562,
  masterSecretServerChanged: 10575,
  affiliateAdministratorsChanged: 10576,
  ssoAdministratorsChanged: 10577,
  applicationUsersChanged: 10578,
  applicationAdministratorsChanged: 10579,
  applicationEnabled: 10580,
  applicationDisabled: 10581,
  systemEnabled: 10582,
  systemDisabled: 10583,
  ticketRedeemedLate: 10585,
  masterSecretNeverBackedUp: 10589,
  ticketsAllowed: 10606,
  ticketsForbidden: 10607,
  ticketValidationRequired: 10608,
  ticketValidationLifted: 10609,
  // The original has no events for these; its own end at 11,999.
  backupVerified: 19001,
  backupNotVerified: 19002,
  keyProtectorChanged: 19003,
  keyProtectorChangeFailed: 19004,
  recoveryKeySaved: 19005,
  recoveryKeyUsed: 19006,
  restoreUndone: 19007,
  replacedStoreRemoved: 19008,
  serverJoined: 19009,
  serverLeft: 19010,
  logVerified: 19011,
  rehearsed: 19012,
  databaseTold: 19013,
  databaseChecked: 19021,
  credentialsChecked: 19022,
} as const

/** The ids of errors, recorded as the cause of what failed. */
export type CauseId = Exclude<(typeof errorEventIds)[ErrorCode], null>

/**
 * What is done to the master secret, and why it failed: recorded at whatever audit level, and in the local log, too.
 * Errors have events of their own in operations on the master secret only.
 */
export const secretOperations: ReadonlySet<number | null> = new Set([
  ...Object.values(errorEventIds),
  eventIds.noMasterSecret,
  eventIds.masterSecretNotLoadable,
  eventIds.reencryptionFailed,
  eventIds.masterSecretRestored,
  eventIds.masterSecretRestoreFailed,
  eventIds.masterSecretGenerated,
  eventIds.masterSecretGenerateFailed,
  eventIds.reencryptionDone,
  eventIds.isMasterSecretServer,
  eventIds.credentialNotReencrypted,
  eventIds.secretServerAccessDenied,
  eventIds.masterSecretBackedUp,
  eventIds.masterSecretBackupFailed,
  eventIds.reencryptionStarted,
  eventIds.masterSecretServerChanged,
  eventIds.masterSecretNeverBackedUp,
  eventIds.backupVerified,
  eventIds.backupNotVerified,
  eventIds.keyProtectorChanged,
  eventIds.keyProtectorChangeFailed,
  eventIds.recoveryKeySaved,
  eventIds.recoveryKeyUsed,
  eventIds.restoreUndone,
  eventIds.replacedStoreRemoved,
  eventIds.databaseTold,
])

export type EventId = (typeof eventIds)[keyof typeof eventIds] | CauseId
export type { EventLevel }

/** Facts about an event: names, counts, codes; never a secret. */
export type EventData = Readonly<Record<string, string | number | boolean | null>>

export interface SsoEvent {
  readonly eventId: EventId
  readonly level: EventLevel
  /** UTC, ISO 8601. */
  readonly at: string
  /** Names the operation; shown to whoever asked for it. */
  readonly trackingId: string
  readonly computer: string
  readonly account: string
  readonly data: EventData
}
