import { z } from 'zod'
import { type ActionId, type ScopeNode, scopeNodes } from '../actions.ts'
import type {
  BackedUpSecret,
  BackupFindings,
  BackupProgress,
  BackupVerification,
  ReplacedStore,
  RestoredSecret,
  RestoreProgress,
} from '../backup.ts'
import type { Outcome } from '../errors.ts'
import { type EventPage, eventLevels, type LogProgress, type LogVerification } from '../events.ts'
import type { AuditLevels, GlobalInfo, MasterSecretServerMove } from '../global-info.ts'
import type { CredentialCheckProgress, CredentialCheckReport, HealthCheck } from '../health.ts'
import type {
  KeyProtectionOverview,
  KeyProtectorChange,
  KeyRecovery,
  SavedRecoveryKey,
} from '../key-protection.ts'
import type { GeneratedSecret, GenerateProgress } from '../master-secret.ts'
import type { ReencryptionOverview } from '../reencryption.ts'
import type { RehearsalProgress, RehearsalReport } from '../rehearsal.ts'
import type { ServerOverview } from '../servers.ts'
import type { SystemOverview } from '../system-overview.ts'
import type { Channel, NoticeName } from './channels.ts'
import type { FileChoice, OpenedBackup } from './file-choice.ts'
import {
  chosenFile,
  fileOrNone,
  mayLose,
  newBackup,
  nothing,
  password,
  propertyChanges,
  server,
  storeName,
} from './parsers.ts'

/** What a channel takes, and what it answers with when it succeeds. */
interface ChannelContract<P extends z.ZodType, R> {
  /** The parser of its request. */
  readonly request: P
  /** Carries the type; there is no value. */
  readonly response?: R
}

function asks<P extends z.ZodType>(request: P) {
  return { answers: <R>(): ChannelContract<P, R> => ({ request }) }
}

/** `cancelled` is false when there was nothing to cancel any more. */
interface Cancelled {
  readonly cancelled: boolean
}

/** Every channel, with the parser of its request and the type of its answer. */
export const contract = {
  'console.selectNode': asks(z.strictObject({ node: z.enum(scopeNodes) })).answers<null>(),
  'system.describe': asks(nothing).answers<SystemOverview>(),

  /** `null` when the dialog was cancelled. */
  'masterSecret.chooseBackupFile': asks(nothing).answers<FileChoice | null>(),
  'masterSecret.generate': asks(newBackup.extend({ mayLose })).answers<GeneratedSecret>(),
  'masterSecret.cancelGenerate': asks(nothing).answers<Cancelled>(),

  /** `null` when the dialog was cancelled. */
  'backup.chooseTarget': asks(nothing).answers<FileChoice | null>(),
  'backup.make': asks(newBackup).answers<BackedUpSecret>(),
  /** `null` when the dialog was cancelled. */
  'backup.open': asks(nothing).answers<OpenedBackup | null>(),
  'backup.verify': asks(z.strictObject({ file: fileOrNone, password })).answers<BackupVerification>(),
  'backup.cancel': asks(nothing).answers<Cancelled>(),

  'restore.try': asks(z.strictObject({ file: fileOrNone, password })).answers<BackupFindings>(),
  'restore.run': asks(
    z.strictObject({ file: fileOrNone, password, override: z.boolean(), mayLose }),
  ).answers<RestoredSecret>(),
  'restore.cancel': asks(nothing).answers<Cancelled>(),
  /** The newest first. */
  'restore.listReplaced': asks(nothing).answers<readonly ReplacedStore[]>(),
  'restore.undo': asks(
    z.strictObject({ name: storeName, override: z.boolean(), mayLose }),
  ).answers<RestoredSecret>(),
  'restore.removeReplaced': asks(z.strictObject({ name: storeName, mayLose })).answers<null>(),

  /** As it stands then; `null` when there never was one. */
  'reencryption.pause': asks(nothing).answers<ReencryptionOverview | null>(),
  'reencryption.resume': asks(nothing).answers<ReencryptionOverview | null>(),
  'reencryption.cancel': asks(nothing).answers<ReencryptionOverview | null>(),

  'servers.list': asks(nothing).answers<readonly ServerOverview[]>(),
  'servers.join': asks(server).answers<null>(),
  'servers.leave': asks(server).answers<null>(),

  'globalInfo.read': asks(nothing).answers<GlobalInfo>(),
  /** This server's. */
  'globalInfo.auditLevels': asks(nothing).answers<AuditLevels>(),
  /** `auditLevels` is `null` if they stay as they are. Answers with what the properties are then. */
  'globalInfo.update': asks(
    z.strictObject({
      changes: propertyChanges,
      auditLevels: z.strictObject({ positive: z.number(), negative: z.number() }).nullable(),
    }),
  ).answers<GlobalInfo>(),
  'globalInfo.enable': asks(nothing).answers<null>(),
  'globalInfo.disable': asks(nothing).answers<null>(),
  'globalInfo.moveMasterSecretServer': asks(server).answers<MasterSecretServerMove>(),

  'keyProtection.describe': asks(nothing).answers<KeyProtectionOverview>(),
  'keyProtection.change': asks(
    z.strictObject({ protector: z.enum(['os-keyring', 'key-file']) }),
  ).answers<KeyProtectorChange>(),
  /** `null` when the dialog was cancelled. */
  'keyProtection.chooseTarget': asks(nothing).answers<FileChoice | null>(),
  'keyProtection.saveRecoveryKey': asks(chosenFile).answers<SavedRecoveryKey>(),
  /** `null` when the dialog was cancelled. */
  'keyProtection.chooseRecoveryKey': asks(nothing).answers<FileChoice | null>(),
  'keyProtection.recover': asks(chosenFile).answers<KeyRecovery>(),

  'health.describe': asks(nothing).answers<readonly HealthCheck[]>(),
  'health.checkCredentials': asks(nothing).answers<CredentialCheckReport>(),
  /** The database's line of the list; `null` if the list has none. */
  'health.checkDatabase': asks(nothing).answers<HealthCheck | null>(),
  'health.cancel': asks(nothing).answers<Cancelled>(),

  'rehearsal.generate': asks(nothing).answers<RehearsalReport>(),
  'rehearsal.restore': asks(z.strictObject({ file: fileOrNone, password })).answers<RehearsalReport>(),
  'rehearsal.cancel': asks(nothing).answers<Cancelled>(),

  'events.find': asks(
    z.strictObject({
      trackingId: z.string().max(100).optional(),
      level: z.enum(eventLevels).optional(),
      before: z.int().optional(),
      limit: z.int().min(1).max(1_000).optional(),
    }),
  ).answers<EventPage>(),
  'events.verify': asks(nothing).answers<LogVerification>(),
  'events.cancel': asks(nothing).answers<Cancelled>(),
} as const satisfies Record<Channel, ChannelContract<z.ZodType, unknown>>

type Contract = typeof contract

export type RequestOf<C extends Channel> = z.infer<Contract[C]['request']>

/** What a channel answers with when it succeeds. */
export type ResponseOf<C extends Channel> = Exclude<Contract[C]['response'], undefined>

export type OutcomeOf<C extends Channel> = Outcome<ResponseOf<C>>

/** What the main process tells the page unasked: an entry for each {@link NoticeName}. */
interface NoticePayloads {
  /** An entry of the native menu was chosen. */
  'console.action': { readonly action: ActionId | 'about' | 'toggle-actions-pane' }
  /** Something shown may differ now: read it again. */
  'system.changed': { readonly node: ScopeNode }
  'masterSecret.progress': GenerateProgress
  'backup.progress': BackupProgress
  /** Sent when a step begins, some times a second while credentials are tried, and every second of waiting. */
  'restore.progress': RestoreProgress
  /** Sent some times a second while it runs, and when it ends. */
  'reencryption.progress': ReencryptionOverview
  /** These are sent some times a second while each runs. */
  'health.progress': CredentialCheckProgress
  'rehearsal.progress': RehearsalProgress
  'events.progress': LogProgress
}

export type Notices = { readonly [N in NoticeName]: NoticePayloads[N] }

/** Tells the page something unasked. */
export type Notify = <N extends NoticeName>(name: N, payload: Notices[N]) => void
