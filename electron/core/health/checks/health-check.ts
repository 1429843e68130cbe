import type { Kysely } from 'kysely'
import type { ErrorCode } from '../../../../shared/errors.ts'
import type { CredentialCheckReport, HealthCheck, HealthFix } from '../../../../shared/health.ts'
import { countInWords } from '../../../../shared/numbers-in-words.ts'
import type { ReencryptionOverview } from '../../../../shared/reencryption.ts'
import type { DatabaseSurvey } from '../../database/database-survey.ts'
import type { SsoTables } from '../../database/schema.ts'
import { nearestInstant } from '../../errors/instant.ts'
import { SsoError } from '../../errors/sso-error.ts'
import type { LogFindings } from '../../events/verify-log.ts'
import type { DataDirectory } from '../../files/data-directory.ts'
import type { FileSystem } from '../../files/file-system.ts'
import type { SystemRow } from '../../records/system.repository.ts'
import type { SecretStore } from '../../secret-store/secret-store.ts'
import type { SecretStoreContent } from '../../secret-store/secret-store-file.ts'
import { requireOwnStore } from '../../system/own-store.ts'

/** What checks look at, and when. */
export interface HealthContext {
  readonly now: Date
  readonly server: string
  readonly directory: DataDirectory
  readonly files: FileSystem
  readonly tables: Kysely<SsoTables>
  readonly system: SystemRow
  readonly store: SecretStore
  readonly reencryption: ReencryptionOverview | null
  /** The last check of all credentials that this process made. */
  readonly credentials: CredentialCheckReport | null
  /** Looked through once, however many ask. */
  survey(): Promise<DatabaseSurvey>
  /** Follows the log, whole or from the event `after` on: to be asked only where that is short. */
  verifyLog(after?: number): Promise<LogFindings>
}

/** What a check has found. */
export type Finding = Pick<HealthCheck, 'status' | 'reason' | 'error' | 'fix'>

/** One check. Whatever {@link find} throws is a red finding. */
export interface Check extends Pick<HealthCheck, 'id' | 'title'> {
  find(context: HealthContext): Promise<Finding>
  /** What to do when it throws. */
  readonly fixWhenThrown: HealthFix | null
}

/** A store with a secret in it. */
export type FilledStore = SecretStoreContent & {
  readonly current: NonNullable<SecretStoreContent['current']>
}

export const green = (reason: string): Finding => ({ status: 'green', reason, fix: null })
export const amber = (reason: string, fix: HealthFix | null): Finding => ({ status: 'amber', reason, fix })
/** What the master secret server alone can tell. */
export const notHere = ({ masterSecretServer }: SystemRow): Finding => ({
  status: 'not-here',
  reason: `The master secret server, ${masterSecretServer}, looks after this; it does not concern this computer.`,
  fix: null,
})
export const red = (reason: string, fix: HealthFix | null): Finding => ({ status: 'red', reason, fix })

/**
 * What `find` makes of this computer's secret store; not for this computer where the secret is on another, amber
 * where there is none yet, red where the store cannot be used.
 */
export async function ofSecret(
  { server, store, system, tables }: HealthContext,
  find: (content: FilledStore) => Promise<Finding>,
): Promise<Finding> {
  if (server !== system.masterSecretServer) return notHere(system)
  const content = await requireOwnStore({ tables, store, server }, system).catch(toFinding)
  if ('status' in content) return content
  const { current } = content
  if (current === null) return amber('No master secret was generated yet.', 'generate-secret')
  return find({ ...content, current })
}

function toFinding(error: unknown): Finding {
  if (error instanceof SsoError) return refused(error, 'restore-secret')
  throw error
}

/** What cannot be read now is not to be replaced: its own remedy comes first. */
const UNREADABLE: readonly ErrorCode[] = ['SecretStoreUnreadable', 'KeyProtectorUnreadable']

/** A check that was refused is a red finding: `fix` is offered where it would be the remedy. */
export function refused(error: SsoError, fix: HealthFix | null): Finding {
  const { code, details } = error
  return { ...red(error.message, UNREADABLE.includes(code) ? null : fix), error: { code, details } }
}

const DAY_MS = 24 * 60 * 60 * 1000

/** Whole days from one instant (ISO 8601) to another. */
export function daysBetween(from: string, to: Date): number {
  return Math.floor((to.getTime() - Date.parse(from)) / DAY_MS)
}

/** The day (UTC) of an instant (ISO 8601), so many days later. */
export function dayAfter(at: string, days: number): string {
  return nearestInstant(new Date(Date.parse(at) + days * DAY_MS)).slice(0, 10)
}

/** `1 credential`, `1,234 credentials`. */
export function credentials(count: number): string {
  return countInWords(count, 'credential')
}
