import type { SsoErrorData } from './errors.ts'
import type { Msid } from './master-secret.ts'

/** How a re-encryption stands, as far as the process that is asked can know. */
export const reencryptionPhases = [
  /** This process runs it. */
  'running',
  /** Another process runs it: it was seen to get on within the last seconds. */
  'elsewhere',
  /** It is not done, this process does not run it, and no other was seen to, so far. */
  'unattended',
  /** It failed, and will be tried again by itself. */
  'waiting',
  'paused',
  'cancelled',
  'done',
] as const
export type ReencryptionPhase = (typeof reencryptionPhases)[number]

/** The last re-encryption of the credentials, or the one under way. */
export interface ReencryptionOverview {
  readonly phase: ReencryptionPhase
  /** The master secret that rows are re-encrypted under. */
  readonly msid: Msid
  /** Credentials there were when it began. */
  readonly total: number
  /** Credentials that are under the new secret by now. */
  readonly done: number
  /** Credentials that did not open and were left as they are. */
  readonly damaged: number
  /** `null` while it is not running, or not known yet. */
  readonly rowsPerSecond: number | null
  readonly secondsLeft: number | null
  /** UTC, ISO 8601. */
  readonly startedAt: string
  /** UTC, ISO 8601; `null` until it is done. */
  readonly finishedAt: string | null
  /** Why it is waiting. */
  readonly failure: SsoErrorData | null
}
