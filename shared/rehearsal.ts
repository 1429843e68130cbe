import type { SsoErrorData } from './errors.ts'

/** What can be rehearsed. */
export type RehearsedOperation = 'generate' | 'restore'

/** What a rehearsal does, in order; `changing` is the generate or the restore itself. */
export const rehearsalPhases = ['copying', 'changing', 'reencrypting', 'checking'] as const
export type RehearsalPhase = (typeof rehearsalPhases)[number]

/** Sent when a phase begins, and while it counts credentials. */
export interface RehearsalProgress {
  readonly phase: RehearsalPhase
  /** Credentials; `null` in phases that do not count them. */
  readonly done: number | null
  readonly total: number | null
}

/** What an operation would come to, found out on a copy. */
export interface RehearsalReport {
  readonly operation: RehearsedOperation
  /** Whether it came to its end, the re-encryption included. */
  readonly wouldSucceed: boolean
  /** Why not. */
  readonly error: SsoErrorData | null
  /** Credentials there are; like the next two `null` if it did not come to that. */
  readonly rows: number | null
  /** Credentials that were re-encrypted. */
  readonly reencrypted: number | null
  /** Credentials that would not open afterwards. */
  readonly unreadable: number | null
  /** How long each phase took; 0 if it did not come to that. */
  readonly milliseconds: Readonly<Record<RehearsalPhase, number>>
  /** Bytes of disk that the operation took at the end, beyond what there was before. */
  readonly diskBytes: number
  /** Names the event written for the rehearsal (19012). */
  readonly trackingId: string
}
