import { currentOsAccount, type OsAccount } from './access/os-account.ts'
import { thisServer } from './accounts/account-name.ts'
import type { NameService } from './accounts/name-service.ts'
import { systemNameService } from './accounts/system-name-service.ts'
import { ApplicationService } from './applications/application.service.ts'
import { once } from './async/once.ts'
import type { KeyDerivation } from './backup/key-derivation.ts'
import { BACKUP_WORK_FACTOR } from './backup/passphrase-key.ts'
import { CatchUp } from './catch-up.ts'
import { CredentialService } from './credentials/credential.service.ts'
import { CredentialKeys } from './credentials/credential-keys.ts'
import { runSelfTests } from './crypto/self-test.ts'
import { sqliteAt } from './database/database-target.ts'
import { maintenanceOf } from './database/engines/maintenance.ts'
import { openSsoDatabase } from './database/engines/open-database.ts'
import type { DatabaseChanges, SsoDatabase } from './database/sso-database.ts'
import { SsoError } from './errors/sso-error.ts'
import { AuditKeys } from './events/audit-keys.ts'
import { EventService } from './events/event.service.ts'
import { EventOutbox } from './events/event-outbox.ts'
import { EventRecorder } from './events/event-recorder.ts'
import { recordIncident } from './events/incident-log.ts'
import { SecretOperationsLog } from './events/secret-operations-log.ts'
import type { DataDirectory } from './files/data-directory.ts'
import type { FileSystem } from './files/file-system.ts'
import { prepareDataDirectory } from './files/make-data-directory.ts'
import { nodeFileSystem } from './files/node-file-system.ts'
import { type DatabaseJobs, inProcessJobs } from './health/database-jobs.ts'
import { type HealthDependencies, HealthService } from './health/health.service.ts'
import { keyFileProtector } from './key-protectors/key-file-protector.ts'
import type { KeyProtector } from './key-protectors/key-protector.ts'
import { osKeyringProtector } from './key-protectors/os-keyring-protector.ts'
import { describeEmptyDatabase, refuseLostDatabase, whyDatabaseIsAwaited } from './lost-database.ts'
import { MappingService } from './mappings/mapping.service.ts'
import { KeyProtectionService } from './master-secret/key-protection.service.ts'
import { MasterSecretService } from './master-secret/master-secret.service.ts'
import type { SystemRow } from './records/system.repository.ts'
import { ReencryptionService } from './reencryption/reencryption.service.ts'
import { inProcessRunner, type ReencryptionRunner } from './reencryption/sweep-thread.ts'
import { type RehearsalDependencies, RehearsalService } from './rehearsal/rehearsal.service.ts'
import { requirePlace, type SystemExpectation } from './require-place.ts'
import { SecretStore } from './secret-store/secret-store.ts'
import { productVersion } from './servers/product-version.ts'
import { ServerService } from './servers/server.service.ts'
import { GlobalInfoService } from './system/global-info.service.ts'
import { SystemService } from './system/system.service.ts'
import { TicketService } from './tickets/ticket.service.ts'
import { tolerating } from './tolerating.ts'
import { XmlService } from './xml/xml.service.ts'

export interface SsoSystemOptions {
  readonly directory: DataDirectory
  readonly expected: SystemExpectation
  readonly kdf: KeyDerivation
  readonly account?: () => Promise<OsAccount>
  readonly server?: string
  /** What knows this computer's accounts, `null` for nothing; by default, the computer's own. */
  readonly names?: NameService | null
  readonly files?: FileSystem
  /** All that there are, those preferred for a new secret store first. */
  readonly protectors?: readonly KeyProtector[]
  readonly workFactor?: number
  /** Of this product, as other servers are shown it; by default, that of the build. */
  readonly version?: string
  /** Where credentials are re-encrypted; without it, on the calling thread. */
  readonly reencrypt?: ReencryptionRunner
  /** What reads all of the database; without it, on the calling thread. */
  readonly jobs?: DatabaseJobs
}

/** The services of one SSO system, wired. Whoever opens one closes it. */
export interface SsoSystem {
  readonly applications: ApplicationService
  readonly mappings: MappingService
  readonly xml: XmlService
  readonly system: SystemService
  readonly masterSecret: MasterSecretService
  readonly keyProtection: KeyProtectionService
  readonly credentials: CredentialService
  readonly tickets: TicketService
  readonly globalInfo: GlobalInfoService
  readonly events: EventService
  readonly servers: ServerService
  readonly reencryption: ReencryptionService
  readonly health: HealthService
  readonly rehearsal: RehearsalService
  /** Whether this opening made the system. */
  readonly isNew: boolean
  /** Tells what other processes change. */
  readonly changes: DatabaseChanges
  /** Waits for what is under way; a re-encryption stops after its page and goes on at the next opening. */
  close(): Promise<void>
}

/**
 * Opens the SSO system in a data directory; where there is none it is created or refused, as `expected` says. Nothing
 * is touched before the self-tests have passed, and nothing is where it is refused.
 *
 * @throws {@link SsoError} `SelfTestFailed`, those of {@link requirePlace}, `DatabaseExists`, `DatabaseForeign`,
 * `DatabaseVersionNewer`, `DatabaseBusy`, `DatabaseDamaged`, `SecretStoreBusy`, `SecretStoreWriteFailed`
 */
export async function openSsoSystem(options: SsoSystemOptions): Promise<SsoSystem> {
  await runSelfTests()
  const account = once(options.account ?? currentOsAccount)
  await requirePlace(options.directory, options.expected, account)
  await prepareDataDirectory(options.directory)
  const database = await openDatabase(options)
  const { path } = options.directory
  try {
    const isAnew = options.expected === 'anew'
    const services = wire({ ...options, account }, database)
    const system = await services.system.ensure()
    const { isNew } = services.system
    if ((options.expected === 'new' || isAnew) && !isNew)
      throw SsoError.of('DatabaseExists', { path: options.directory.database })
    // A store that cannot be read, or is not this server's, is shown by the console, and must not keep it from opening.
    const catchUp = new CatchUp(
      async () => {
        await services.masterSecret.noteUnrecordedSecret(isAnew)
        await services.events.recordWaiting()
      },
      (error) => recordIncident(path, 'catching up', error),
    )
    await catchUp.begin()
    const noting = await noteOpening(services, system, path)
    // Awaited, since it locks the store against what is asked for next.
    await tolerating(path, 'finishing a change of key protector', () => services.keyProtection.finishChange())
    services.reencryption.start()
    const close = (): Promise<void> =>
      runAll([
        () => Promise.all([services.health.close(), services.rehearsal.close()]),
        () => services.masterSecret.whenIdle(),
        () => noting.end(),
        () => catchUp.close(),
        () => services.reencryption.close(),
        () => services.credentials.close(),
        () => services.events.close(),
        () => database.close(),
      ])
    return { ...services, isNew, close }
  } catch (error) {
    await database.close()
    throw error
  }
}

/** What was never a database of this system is not made one where there was another. */
async function openDatabase({ directory, expected }: SsoSystemOptions): Promise<SsoDatabase> {
  const target = sqliteAt(directory.database)
  if (expected === 'anew') await maintenanceOf(target).setRemainsAside()
  const mayBegin = expected === 'anew' || (await whyDatabaseIsAwaited(directory)) === null
  if (mayBegin) return openSsoDatabase(target)
  try {
    return await openSsoDatabase(target, 'existing')
  } catch (error) {
    if (error instanceof SsoError && error.code === 'DatabaseMissing')
      await refuseLostDatabase(directory, await describeEmptyDatabase(directory))
    throw error
  }
}

/** Runs each step, whatever becomes of those before it, and then fails as the first did that failed. */
async function runAll(steps: readonly (() => unknown)[]): Promise<void> {
  const failures: unknown[] = []
  for (const step of steps) {
    try {
      await step()
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
}

/** How long those who write are waited for behind the back of whoever has opened the system. */
const NOTE_WITHIN_MS = 600_000

interface Noting {
  /** Waits for what is under way, but for nobody who is writing. */
  end(): Promise<void>
}

/**
 * What opening leaves in the database, at once if nobody else is writing; otherwise when they have ended, which
 * whoever opens does not wait for. A database that may only be read keeps nobody from opening either.
 */
async function noteOpening(
  { servers, system }: Pick<SsoSystem, 'servers' | 'system'>,
  row: SystemRow,
  dataDirectory: string,
): Promise<Noting> {
  const stop = new AbortController()
  const noteAll = (patienceMs: number): Promise<Error | null> =>
    tolerating(dataDirectory, 'noting that the system was opened', async () => {
      await servers.noteSeen({ patienceMs, signal: stop.signal })
      await system.noteState(row)
    })
  const failure = await noteAll(0)
  const isBusy = failure instanceof SsoError && failure.code === 'DatabaseBusy'
  const later = isBusy ? noteAll(NOTE_WITHIN_MS) : Promise.resolve()
  return {
    async end() {
      stop.abort()
      await later
    },
  }
}

type WiredOptions = SsoSystemOptions & { readonly account: () => Promise<OsAccount> }

function wire(options: WiredOptions, database: SsoDatabase): Omit<SsoSystem, 'close' | 'isNew'> {
  const { account, directory, expected, kdf } = options
  const { files = nodeFileSystem, version = productVersion, workFactor = BACKUP_WORK_FACTOR } = options
  const server = options.server ?? thisServer()
  const names = options.names === undefined ? systemNameService : options.names
  const { auditKeys, events, store } = wireRecords(options, database, { files, server })
  const reencryption = new ReencryptionService({
    database,
    store,
    events,
    account,
    server,
    run: options.reencrypt ?? inProcessRunner(),
  })
  const jobs = options.jobs ?? inProcessJobs()
  const keys = new CredentialKeys(store)
  const credentials = new CredentialService({ database, keys, events, account, server, names })
  const own = { directory, files, database, store, auditKeys, events, account, server }
  const parts = { ...own, reencryption, jobs }
  return {
    credentials,
    tickets: new TicketService({ database, store, credentials, events, account, server }),
    events: new EventService({ database, store, keys: auditKeys, events, account, server }),
    globalInfo: new GlobalInfoService({ directory, database, events, account, server, names }),
    servers: new ServerService({ database, store, events, account, server, version }),
    applications: new ApplicationService({ database, events, account, server, names }),
    mappings: new MappingService({ database, events, account, server, names }),
    xml: new XmlService({ database, keys, events, account, server, names }),
    reencryption,
    changes: database.changes,
    ...wireChecks(options, parts),
    system: new SystemService({ ...own, keys: auditKeys, reencryption, expected }),
    keyProtection: new KeyProtectionService(own),
    masterSecret: new MasterSecretService({
      ...parts,
      kdf,
      workFactor,
      checkCredentials: jobs.check,
      onSecretsReplaced() {
        keys.forget()
        auditKeys.forget()
      },
    }),
  }
}

function wireRecords(
  { directory, protectors: given }: SsoSystemOptions,
  database: SsoDatabase,
  { files, server }: { readonly files: FileSystem; readonly server: string },
) {
  const protectors = given ?? [osKeyringProtector(), keyFileProtector(directory.keyFile, files)]
  const store = new SecretStore(directory, files, protectors)
  const auditKeys = new AuditKeys(store)
  const log = new SecretOperationsLog(directory.events)
  const outbox = new EventOutbox(directory.events)
  return { store, auditKeys, events: new EventRecorder(database, log, server, { keys: auditKeys, outbox }) }
}

function wireChecks(
  options: SsoSystemOptions,
  parts: HealthDependencies & Omit<RehearsalDependencies, 'openCopy'>,
): Pick<SsoSystem, 'health' | 'rehearsal'> {
  const { account, server } = parts
  return {
    health: new HealthService(parts),
    rehearsal: new RehearsalService({
      ...parts,
      openCopy: (directory, protector) =>
        openSsoSystem({
          ...options,
          expected: 'existing',
          directory,
          protectors: [protector],
          account,
          server,
        }),
    }),
  }
}
