import { currentOsAccount, type OsAccount, thisServer } from './access/os-account.ts'
import { ApplicationService } from './applications/application.service.ts'
import { CredentialService } from './credentials/credential.service.ts'
import { CredentialKeys } from './credentials/credential-keys.ts'
import { runSelfTests } from './crypto/self-test.ts'
import { openSsoDatabase, type SsoDatabase } from './database/sso-database.ts'
import { EventRecorder } from './events/event-recorder.ts'
import { SecretOperationsLog } from './events/secret-operations-log.ts'
import { type DataDirectory, prepareDataDirectory } from './files/data-directory.ts'
import type { FileSystem } from './files/file-system.ts'
import { nodeFileSystem } from './files/node-file-system.ts'
import { MappingService } from './mappings/mapping.service.ts'
import type { KeyDerivation } from './master-secret/key-derivation.ts'
import { keyFileProtector } from './master-secret/key-protectors/key-file-protector.ts'
import type { KeyProtector } from './master-secret/key-protectors/key-protector.ts'
import { osKeyringProtector } from './master-secret/key-protectors/os-keyring-protector.ts'
import { MasterSecretService } from './master-secret/master-secret.service.ts'
import { BACKUP_WORK_FACTOR } from './master-secret/passphrase-key.ts'
import { SecretStore } from './master-secret/secret-store.ts'
import { ReencryptionService } from './reencryption/reencryption.service.ts'
import { inProcessRunner, type ReencryptionRunner } from './reencryption/reencryption-runner.ts'
import { GlobalInfoService } from './system/global-info.service.ts'
import { SystemService } from './system/system.service.ts'
import { TicketService } from './tickets/ticket.service.ts'
import { XmlService } from './xml/xml.service.ts'

export interface SsoSystemOptions {
  readonly directory: DataDirectory
  readonly kdf: KeyDerivation
  readonly account?: () => Promise<OsAccount>
  readonly server?: string
  readonly files?: FileSystem
  /** All that there are, those preferred for a new secret store first. */
  readonly protectors?: readonly KeyProtector[]
  readonly workFactor?: number
  /** Where credentials are re-encrypted; without it, on the calling thread. */
  readonly reencrypt?: ReencryptionRunner
}

/** The services of one SSO system, wired. Whoever opens one closes it. */
export interface SsoSystem {
  readonly applications: ApplicationService
  readonly mappings: MappingService
  readonly xml: XmlService
  readonly system: SystemService
  readonly masterSecret: MasterSecretService
  readonly credentials: CredentialService
  readonly tickets: TicketService
  readonly globalInfo: GlobalInfoService
  readonly reencryption: ReencryptionService
  /** Waits for what is under way; a re-encryption stops after its page and goes on at the next opening. */
  close(): Promise<void>
}

/**
 * Opens the SSO system in a data directory, creating it when the directory is empty. Nothing is touched before the
 * self-tests have passed.
 *
 * @throws {@link SsoError} `SelfTestFailed`, `DataDirectoryUnusable`, `DatabaseForeign`, `DatabaseVersionNewer`,
 * `DatabaseBusy`, `DatabaseDamaged`, `SecretStoreBusy`, `SecretStoreWriteFailed`
 */
export async function openSsoSystem(options: SsoSystemOptions): Promise<SsoSystem> {
  await runSelfTests()
  await prepareDataDirectory(options.directory)
  const database = await openSsoDatabase(options.directory.database)
  try {
    const services = wire(options, database)
    const system = await services.system.ensure()
    // A store that cannot be read is shown by the console, and must not keep it from opening.
    await services.masterSecret.noteUnrecordedSecret(system).catch(() => undefined)
    services.reencryption.start()
    const close = async (): Promise<void> => {
      await services.masterSecret.whenIdle()
      await services.reencryption.close()
      await services.credentials.close()
      await database.close()
    }
    return { ...services, close }
  } catch (error) {
    await database.close()
    throw error
  }
}

function wire(options: SsoSystemOptions, database: SsoDatabase): Omit<SsoSystem, 'close'> {
  const { directory, kdf } = options
  const files = options.files ?? nodeFileSystem
  const server = options.server ?? thisServer()
  const account = once(options.account ?? currentOsAccount)
  const protectors = options.protectors ?? [osKeyringProtector(), keyFileProtector(directory.keyFile, files)]
  const store = new SecretStore(directory, files, protectors)
  const events = new EventRecorder(database, new SecretOperationsLog(directory.events), server)
  const workFactor = options.workFactor ?? BACKUP_WORK_FACTOR
  const reencryption = new ReencryptionService({
    database,
    store,
    events,
    account,
    server,
    run: options.reencrypt ?? inProcessRunner(),
  })
  const keys = new CredentialKeys(store)
  const credentials = new CredentialService({ database, keys, events, account, server })
  return {
    credentials,
    tickets: new TicketService({ database, store, credentials, events, account, server }),
    globalInfo: new GlobalInfoService({ database, events, account, server }),
    applications: new ApplicationService({ database, events, account }),
    mappings: new MappingService({ database, events, account, server }),
    xml: new XmlService({ database, keys, events, account, server }),
    reencryption,
    system: new SystemService({ directory, database, store, account, server, reencryption }),
    masterSecret: new MasterSecretService({
      directory,
      files,
      database,
      store,
      events,
      kdf,
      account,
      server,
      workFactor,
      reencryption,
    }),
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}
