import { randomUUID } from 'node:crypto'
import { requireApplicationAdministrator, scopeOf } from '../access/application-access.ts'
import { lookUpLocalAccounts } from '../access/local-accounts.ts'
import type { OsAccount } from '../access/os-account.ts'
import type { NameService } from '../accounts/name-service.ts'
import { wipe } from '../crypto/wipe.ts'
import type { SsoDatabase } from '../database/sso-database.ts'
import { SsoError } from '../errors/sso-error.ts'
import { eventIds } from '../events/event.ts'
import type { EventRecorder } from '../events/event-recorder.ts'
import { recordOperation } from '../events/operation-events.ts'
import { requireApplication } from '../records/find-application.ts'
import { readCurrentSecret } from '../records/secret.repository.ts'
import { deleteCredential, prepareCredentialReads } from './credential.repository.ts'
import type { CredentialRef, Credentials, NewCredentials } from './credential.ts'
import { CredentialCache } from './credential-cache.ts'
import type { CredentialKeys } from './credential-keys.ts'
import { CredentialLookUps, type LookUpContext } from './credential-look-ups.ts'
import { decideLookUps, type LookUpDecision, ownAccount } from './look-up-decision.ts'
import { LookUpNotes } from './look-up-notes.ts'
import { findManageable, setCredentials } from './set-credentials.ts'

export interface CredentialDependencies {
  readonly database: SsoDatabase
  readonly keys: CredentialKeys
  readonly events: EventRecorder
  readonly account: () => Promise<OsAccount>
  /** This computer's name: its accounts are local ones. */
  readonly server: string
  /** This computer's; `null` where it cannot be asked. */
  readonly names: NameService | null
  readonly cache?: CredentialCache
}

/** The current secret can change between loading its key and the transaction; never this often. */
const ATTEMPTS = 5

/** Sets, looks up and deletes the credentials of mappings. */
export class CredentialService {
  readonly #deps: CredentialDependencies
  readonly #cache: CredentialCache
  readonly #notes: LookUpNotes
  #context: Promise<LookUpContext> | undefined

  constructor(dependencies: CredentialDependencies) {
    this.#deps = dependencies
    this.#cache = dependencies.cache ?? new CredentialCache()
    this.#notes = new LookUpNotes(dependencies.database)
  }

  /**
   * Sets credentials, be there any or not; their mapping is created if there is none, and enabled.
   *
   * @throws {@link SsoError} `ApplicationMissing`, `KeyProtectorGone`, `SecretStoreDamaged`, and the codes of
   * {@link setCredentials}
   */
  async set(credentials: NewCredentials): Promise<void> {
    const account = await this.#deps.account()
    const { externalUser } = credentials
    const operation = { ...name('SetCredentials', credentials), ...(externalUser && { externalUser }) }
    await recordOperation(this.#deps.events, account, operation, () => this.#set(account, credentials))
  }

  async #set(account: OsAccount, credentials: NewCredentials): Promise<void> {
    const { database, keys, names, server } = this.#deps
    const users = [credentials.account ?? account.name]
    const local = await lookUpLocalAccounts({ names, account, server }, { users })
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const result = await database.transaction(async (within) => {
        const application = await requireApplication(within, credentials.application)
        return setCredentials(within, { account, local, server }, application, credentials, keys)
      })
      if ('mappingId' in result) {
        this.#cache.purgeMapping(result.mappingId)
        return
      }
      const msid = result.missingKeyOf
      if ((await keys.find(msid)) === null) throw SsoError.of('SecretUnavailable', { msid })
    }
    throw new Error('the current secret changed again and again')
  }

  /**
   * Looks up credentials once. A look-up by somebody else than their owner is noted before it is answered.
   *
   * @returns values that the caller wipes.
   * @throws {@link SsoError} the codes of {@link openLookUps} and of {@link CredentialLookUps.lookUp}
   */
  async get(ref: CredentialRef): Promise<Credentials> {
    try {
      const lookUps = await this.openLookUps(ref.application)
      const found = await this.#lookUp(lookUps, ref.account)
      await this.#flushFor(found)
      return found
    } catch (error) {
      if (error instanceof SsoError) await this.#recordRefusal(ref, error)
      throw error
    }
  }

  async #lookUp(lookUps: CredentialLookUps, account: string | undefined): Promise<Credentials> {
    try {
      return await lookUps.lookUp(account)
    } catch (error) {
      if (!(error instanceof SsoError) || error.code !== 'SecretUnavailable') throw error
      if ((await this.#deps.keys.find(String(error.details.msid))) === null) throw error
      return lookUps.lookUp(account)
    }
  }

  async #flushFor({ values }: Credentials): Promise<void> {
    try {
      await this.#notes.flush()
    } catch (error) {
      wipe(...values)
      throw error
    }
  }

  async #recordRefusal(ref: CredentialRef, error: SsoError): Promise<void> {
    const who = { account: (await this.#deps.account()).name, trackingId: randomUUID() }
    const data = { ...name('GetCredentials', ref), error: error.code }
    const recorded = await this.#deps.events.record(eventIds.operationRefused, 'warning', who, data)
    if (recorded) error.trackingId = who.trackingId
  }

  /**
   * Opens look-ups in an application, for callers with many: what was looked up before is answered without a promise.
   * Look-ups of others' credentials are noted a moment later; {@link whenIdle} waits for that.
   *
   * @throws {@link SsoError} `ApplicationMissing`, `AccessDeniedNotApplicationUser`, `KeyProtectorGone`,
   * `SecretStoreDamaged`, `SecretStoreVersionNewer`, `DatabaseBusy`, `DatabaseDamaged`
   */
  async openLookUps(application: string): Promise<CredentialLookUps> {
    return CredentialLookUps.open(await this.#openContext(), () => this.#decide(application))
  }

  async #decide(application: string): Promise<LookUpDecision> {
    const { database, keys } = this.#deps
    const decision = await decideLookUps(database.tables, await this.#deps.account(), application)
    const secret = await readCurrentSecret(database.tables)
    // Loads the previous secret's key, too.
    if (secret !== null) await keys.find(secret.msid)
    return decision
  }

  #openContext(): Promise<LookUpContext> {
    const { database, keys } = this.#deps
    const open = async (): Promise<LookUpContext> => {
      const reader = await database.reader()
      const reads = prepareCredentialReads(database.tables, reader)
      return { reader, reads, keys, cache: this.#cache, notes: this.#notes }
    }
    this.#context ??= open().catch((error) => {
      this.#context = undefined
      throw error
    })
    return this.#context
  }

  /**
   * Deletes the credentials of a mapping, which stays.
   *
   * @throws {@link SsoError} `ApplicationMissing`, `MappingMissing`, `CredentialsNotSet`, and the codes of
   * {@link findManageable}
   */
  async delete(ref: CredentialRef): Promise<void> {
    const account = await this.#deps.account()
    const { database, events } = this.#deps
    const mappingId = await recordOperation(events, account, name('DeleteCredentials', ref), () =>
      database.transaction(async (within) => {
        const application = await requireApplication(within, ref.application)
        const named = ref.account ?? ownAccount(application, account)
        const mapping = await findManageable(within, { account }, application, named)
        const names = { application: application.name }
        if (mapping === null) throw SsoError.of('MappingMissing', { ...names, account: named })
        if (await deleteCredential(within, mapping.id)) return mapping.id
        throw SsoError.of('CredentialsNotSet', { ...names, windowsAccount: mapping.windowsAccount })
      }),
    )
    this.#cache.purgeMapping(mappingId)
  }

  /**
   * Wipes the looked-up credentials of an application from this process's memory.
   *
   * @throws {@link SsoError} `ApplicationMissing`, `AccessDeniedNotApplicationAdministrator`
   */
  async purge(application: string): Promise<void> {
    const account = await this.#deps.account()
    const { tables } = this.#deps.database
    const operation = { operation: 'PurgeCacheForApplication', application }
    await recordOperation(this.#deps.events, account, operation, async () => {
      const found = await requireApplication(tables, application)
      await requireApplicationAdministrator(tables, account, scopeOf(found))
      this.#cache.purgeApplication(found.id)
    })
  }

  /** Resolves when what was looked up is noted; what cannot be noted now is lost with the process. */
  async whenIdle(): Promise<void> {
    await this.#notes.flush().catch(() => undefined)
  }

  /** Wipes what is in memory. To be called last. */
  async close(): Promise<void> {
    await this.whenIdle()
    this.#cache.clear()
    this.#deps.keys.forget()
  }
}

function name(operation: string, { account, application }: CredentialRef) {
  return { operation, application, ...(account !== undefined && { windowsAccount: account }) }
}
