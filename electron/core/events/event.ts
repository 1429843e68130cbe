/** What happened, by the original product's event ids (source ENTSSO). */
export const eventIds = {
  reencryptionFailed: 10522,
  masterSecretGenerated: 10525,
  masterSecretGenerateFailed: 10526,
  reencryptionDone: 10528,
  operationSucceeded: 10535,
  operationRefused: 10536,
  credentialNotReencrypted: 10547,
  reencryptionStarted: 10562,
  masterSecretServerChanged: 10575,
  applicationUsersChanged: 10578,
  applicationAdministratorsChanged: 10579,
  applicationEnabled: 10580,
  applicationDisabled: 10581,
  affiliateAdministratorsChanged: 10576,
  ssoAdministratorsChanged: 10577,
  systemEnabled: 10582,
  systemDisabled: 10583,
  ticketRedeemedLate: 10585,
  ticketsAllowed: 10606,
  ticketsForbidden: 10607,
  ticketValidationRequired: 10608,
  ticketValidationLifted: 10609,
} as const

/** What is done to the master secret: recorded at whatever audit level, and in the local log, too. */
export const secretOperations: ReadonlySet<EventId> = new Set([
  eventIds.reencryptionFailed,
  eventIds.masterSecretGenerated,
  eventIds.masterSecretGenerateFailed,
  eventIds.reencryptionDone,
  eventIds.credentialNotReencrypted,
  eventIds.reencryptionStarted,
  eventIds.masterSecretServerChanged,
])

export type EventId = (typeof eventIds)[keyof typeof eventIds]
export type EventLevel = 'information' | 'warning' | 'error'

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
