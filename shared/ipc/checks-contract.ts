import { z } from 'zod'
import { type EventPage, eventLevels, type LogProgress, type LogVerification } from '../events.ts'
import type { CredentialCheckProgress, CredentialCheckReport, HealthCheck } from '../health.ts'
import type { RehearsalProgress, RehearsalReport } from '../rehearsal.ts'
import { nothing, password } from './parsers.ts'

/** The parsers of what finds out how the system is: its health, its event log, rehearsals. */
export const checkRequests = {
  'health.describe': nothing,
  'health.checkCredentials': nothing,
  'health.checkDatabase': nothing,
  'health.cancel': nothing,
  'rehearsal.generate': nothing,
  'rehearsal.restore': z.strictObject({
    /** As {@link FileChoice} names it; `null` when no file was chosen. */
    file: z.uuid().nullable(),
    password,
  }),
  'rehearsal.cancel': nothing,
  'events.find': z.strictObject({
    trackingId: z.string().max(100).optional(),
    level: z.enum(eventLevels).optional(),
    before: z.int().optional(),
    limit: z.int().min(1).max(1_000).optional(),
  }),
  'events.verify': nothing,
  'events.cancel': nothing,
} as const

/** `cancelled` is false when there was nothing to cancel any more. */
interface Cancelled {
  readonly cancelled: boolean
}

/** What each of these channels answers with when it succeeds. */
export interface CheckResponses {
  'health.describe': readonly HealthCheck[]
  'health.checkCredentials': CredentialCheckReport
  /** The database's line of the list; `null` if the list has none. */
  'health.checkDatabase': HealthCheck | null
  'health.cancel': Cancelled
  'rehearsal.generate': RehearsalReport
  'rehearsal.restore': RehearsalReport
  'rehearsal.cancel': Cancelled
  'events.find': EventPage
  'events.verify': LogVerification
  'events.cancel': Cancelled
}

/** Sent some times a second while each runs. */
export interface CheckNotices {
  'health.progress': CredentialCheckProgress
  'rehearsal.progress': RehearsalProgress
  'events.progress': LogProgress
}
