/** What happened, by the original product's event ids (source ENTSSO). */
export const eventIds = {
  masterSecretGenerated: 10525,
  masterSecretGenerateFailed: 10526,
} as const

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
