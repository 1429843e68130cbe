import { requireSsoAdministrator } from '../access/access.ts'
import { lookUpLocalAccounts } from '../access/local-accounts.ts'
import type { OsAccount } from '../access/os-account.ts'
import type { NameService } from '../accounts/name-service.ts'
import type { ApplicationUpdate } from '../applications/update-application.ts'
import type { CredentialKeys } from '../credentials/credential-keys.ts'
import type { SsoDatabase } from '../database/sso-database.ts'
import type { Within } from '../database/within.ts'
import { SsoError } from '../errors/sso-error.ts'
import type { EventRecorder } from '../events/event-recorder.ts'
import { recordOperation } from '../events/operation-events.ts'
import type { Caller } from '../mappings/create-mappings.ts'
import { readGlobalInfo } from '../records/global-info.repository.ts'
import { readCurrentSecret } from '../records/secret.repository.ts'
import {
  type DeletionOptions,
  deleteMappingsOfFile,
  type MappingDeletion,
  planDeletionOfFile,
} from './delete-mappings.ts'
import { applicationPieces, globalInfoToWritable, mappingPieces } from './export.ts'
import { importApplication } from './import-applications.ts'
import { type Imported, importEvents } from './import-events.ts'
import { importGlobalInfo } from './import-global-info.ts'
import { importMappings } from './import-mappings.ts'
import { type ImportItem, type ImportPlan, makePlan, requireNothingRefused } from './import-plan.ts'
import { type ImportPurpose, requirePurpose } from './import-purpose.ts'
import { parseXml, wipeDocument } from './parse.ts'
import { accountsIn } from './resolve-accounts.ts'
import { writeXml } from './write.ts'
import type { XmlDocument } from './xml-model.ts'

export interface XmlDependencies {
  readonly database: SsoDatabase
  readonly keys: CredentialKeys
  readonly events: EventRecorder
  readonly account: () => Promise<OsAccount>
  /** This computer's name: its accounts are local ones. */
  readonly server: string
  /** This computer's; `null` where it cannot be asked. */
  readonly names: NameService | null
}

/** Ends a transaction whose work was only to be looked at. */
const LOOKED_AT = Symbol('looked at')

/** Global information, applications and mappings in and out, in the original's XML. Credentials come in only. */
export class XmlService {
  readonly #deps: XmlDependencies

  constructor(dependencies: XmlDependencies) {
    this.#deps = dependencies
  }

  /**
   * The difference between a file and the database, found by doing all of it and undoing it.
   *
   * @throws {@link SsoError} `XmlTooLarge`, `XmlInvalid`, `NameServiceFailed`, `DatabaseBusy`, `DatabaseDamaged`
   */
  async plan(bytes: Uint8Array, purpose: ImportPurpose = 'anything'): Promise<ImportPlan> {
    const account = await this.#deps.account()
    return withDocument(bytes, purpose, async (document) => {
      const caller = await this.#inform(account, document)
      return this.#lookAt(
        async (within) => (await this.#import(within, caller, document, purpose, null)).plan,
      )
    })
  }

  /** Before others have to wait. */
  async #inform(account: OsAccount, document: XmlDocument): Promise<Caller> {
    const { names, server } = this.#deps
    const local = await lookUpLocalAccounts({ names, account, server }, accountsIn(document))
    return { account, local, server }
  }

  /** What `work` came to, and nothing of it done. */
  async #lookAt<T>(work: (within: Within) => Promise<T>): Promise<T> {
    const found: T[] = []
    const looked = this.#deps.database.transaction(async (within) => {
      found.push(await work(within))
      throw LOOKED_AT
    })
    await looked.catch((error: unknown) => {
      if (error !== LOOKED_AT) throw error
    })
    const [first] = found
    if (first === undefined) throw new Error('looked at nothing')
    return first
  }

  /**
   * Applies a file: all of it or, when anything is refused, nothing. New applications are left disabled; new mappings
   * are enabled if they come with credentials, which are sealed under the current secret.
   *
   * @returns what was done.
   * @throws {@link SsoError} `XmlTooLarge`, `XmlInvalid`, `XmlRefused`, `SecretUnavailable`, `KeyProtectorGone`,
   * `SecretStoreDamaged`, `SecretStoreVersionNewer`, `NameServiceFailed`, `DatabaseBusy`, `DatabaseDamaged`
   */
  async apply(bytes: Uint8Array, purpose: ImportPurpose = 'anything'): Promise<ImportPlan> {
    const account = await this.#deps.account()
    return withDocument(bytes, purpose, async (document) => {
      const operation = { operation: 'ImportXml', mappings: document.mappings.length }
      const work = (): Promise<Imported> => this.#apply(account, document, purpose)
      return (await recordOperation(this.#deps.events, account, operation, work, importEvents)).plan
    })
  }

  async #apply(account: OsAccount, document: XmlDocument, purpose: ImportPurpose): Promise<Imported> {
    const { database, keys } = this.#deps
    // Reads the secret store, which is better done before others have to wait.
    const secret = await readCurrentSecret(database.tables)
    if (secret !== null) await keys.find(secret.msid).catch(() => null)
    const caller = await this.#inform(account, document)
    return database.transaction(async (within) => {
      const imported = await this.#import(within, caller, document, purpose, keys)
      requireNothingRefused(imported.plan)
      if (imported.lacksSecret) throw SsoError.of('SecretUnavailable', { msid: 'of this system' })
      return imported
    })
  }

  /** Each step is done before the next is planned upon it. Without `keys`, credentials are left out. */
  async #import(
    within: Within,
    caller: Caller,
    document: XmlDocument,
    purpose: ImportPurpose,
    keys: CredentialKeys | null,
  ): Promise<Imported> {
    const items: ImportItem[] = []
    const updates: ApplicationUpdate[] = []
    const { globalInfo } = document
    const system = globalInfo && (await importGlobalInfo(within, caller, globalInfo))
    if (system !== null) items.push(system.item)
    for (const application of document.applications) {
      const { item, update } = await importApplication(within, caller, application, purpose)
      items.push(item)
      if (update !== null) updates.push(update)
    }
    const mappings = await importMappings(within, caller, document.mappings, keys)
    const plan = makePlan(items.concat(mappings.items))
    return { plan, system: system?.update ?? null, updates, lacksSecret: mappings.lacksSecret }
  }

  /**
   * What {@link deleteMappings} would do.
   *
   * @throws {@link SsoError} `XmlTooLarge`, `XmlInvalid`, `DatabaseBusy`, `DatabaseDamaged`
   */
  async planDeletion(bytes: Uint8Array, options: DeletionOptions = {}): Promise<MappingDeletion> {
    const account = await this.#deps.account()
    return withDocument(bytes, 'delete-mappings', ({ mappings }) =>
      planDeletionOfFile(this.#deps.database.tables, account, mappings, options),
    )
  }

  /**
   * Deletes the mappings of a file with their credentials, in many short transactions: none if one is refused; if it is
   * stopped later, what was deleted stays so, and the same file goes on with the rest.
   *
   * @returns what was done.
   * @throws {@link SsoError} `XmlTooLarge`, `XmlInvalid`, `XmlRefused`, `Cancelled`, `DatabaseBusy`, `DatabaseDamaged`:
   * nothing was deleted; `DeletionStopped`: some were
   */
  async deleteMappings(bytes: Uint8Array, options: DeletionOptions = {}): Promise<MappingDeletion> {
    const account = await this.#deps.account()
    return withDocument(bytes, 'delete-mappings', async ({ mappings }) => {
      const operation = { operation: 'DeleteMappings', mappings: mappings.length }
      const work = () => this.#deletePlanned(account, mappings, options)
      const outcome = ({ counts }: MappingDeletion) => ({ deleted: counts.deleted })
      return recordOperation(this.#deps.events, account, operation, work, () => [], outcome)
    })
  }

  /** What is refused is found out before anything is done, and again as it is done: it may have changed. */
  async #deletePlanned(
    account: OsAccount,
    mappings: XmlDocument['mappings'],
    options: DeletionOptions,
  ): Promise<MappingDeletion> {
    const { database } = this.#deps
    const plan = await planDeletionOfFile(database.tables, account, mappings, options)
    requireNothingRefused(plan)
    const there = mappings.filter((_, index) => plan.items[index]?.outcome === 'deleted')
    const deleted = await deleteMappingsOfFile(database, account, there, options)
    // Somebody else may have deleted some of them meanwhile.
    return { ...plan, counts: { ...plan.counts, deleted, absent: mappings.length - deleted } }
  }

  /**
   * The applications of these names, or all that the caller may see, as a file that creates them anew: piece by piece,
   * as they are at the first one.
   *
   * @throws {@link SsoError} `ApplicationMissing`, `AccessDeniedNotApplicationUser`, `DatabaseBusy`, `DatabaseDamaged`
   */
  async *exportApplications(names?: readonly string[]): AsyncGenerator<string> {
    const account = await this.#deps.account()
    yield* this.#deps.database.snapshot((tables) => applicationPieces(tables, account, names))
  }

  /**
   * The mappings of an application that the caller may see, without credentials, as {@link exportApplications} does.
   *
   * @throws {@link SsoError} `ApplicationMissing`, `AccessDeniedNotApplicationUser`, `DatabaseBusy`, `DatabaseDamaged`
   */
  async *exportMappings(application: string): AsyncGenerator<string> {
    const account = await this.#deps.account()
    yield* this.#deps.database.snapshot((tables) => mappingPieces(tables, account, application))
  }

  /** @throws {@link SsoError} `AccessDeniedNotSsoAdministrator`, `DatabaseBusy`, `DatabaseDamaged` */
  async exportGlobalInfo(): Promise<string> {
    const { tables } = this.#deps.database
    await requireSsoAdministrator(tables, await this.#deps.account())
    return writeXml({ globalInfo: globalInfoToWritable(await readGlobalInfo(tables)) })
  }
}

async function withDocument<T>(
  bytes: Uint8Array,
  purpose: ImportPurpose,
  work: (document: XmlDocument) => Promise<T>,
): Promise<T> {
  const document = await parseXml(bytes)
  try {
    requirePurpose(document, purpose)
    return await work(document)
  } finally {
    wipeDocument(document)
  }
}
