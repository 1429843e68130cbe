import type { Msid } from './master-secret.ts'

/** A server that has joined the SSO system, as the Servers node shows it. */
export interface ServerOverview {
  /** The computer's name, lower case. */
  readonly name: string
  readonly isMasterSecretServer: boolean
  /** Whether it is the computer that was asked. */
  readonly isThisServer: boolean
  /** UTC, ISO 8601. */
  readonly joinedAt: string
  /** When it last opened the system; UTC, ISO 8601; `null` for one that was added and has not done so yet. */
  readonly lastSeenAt: string | null
  /** Of this product, as it was last seen there. */
  readonly version: string | null
  /** The master secrets it held when it was last seen, the current one first; `null` if that is not known. */
  readonly msids: readonly Msid[] | null
}
