import { randomUUID } from 'node:crypto'
import type { MasterSecretOverview, SystemOverview, UntoldSecret } from '../../../shared/system-overview.ts'
import { defaultAdministrators, requireMasterSecretServer, showRoleAccount } from '../access/access.ts'
import { type AccountRole, accountRoles } from '../database/schema.ts'
import { instantNow } from '../errors/instant.ts'
import { SsoError } from '../errors/sso-error.ts'
import type { EventDependencies } from '../events/event.service.ts'
import type { DataDirectory } from '../files/data-directory.ts'
import {
  countCredentialsUnderOthers,
  insertRoleAccounts,
  insertSystem,
  readRoleAccounts,
  readSystem,
  type SystemRow,
} from '../records/system.repository.ts'
import type { ReencryptionService } from '../reencryption/reencryption.service.ts'
import type { SecretStore } from '../secret-store/secret-store.ts'
import type { SecretStoreContent } from '../secret-store/secret-store-file.ts'
import { whileLocked } from '../secret-store/secret-store-lock.ts'
import { requireOwnStore } from './own-store.ts'
import { describePermissions } from './permissions.ts'
import { recordStateEvents } from './state-events.ts'

interface SystemDependencies extends EventDependencies {
  readonly directory: DataDirectory
  readonly store: SecretStore
  readonly reencryption: Pick<ReencryptionService, 'describe'>
  readonly expected: 'existing' | 'either' | 'new' | 'anew'
}

/** The SSO system as a whole: that it is there, and what there is to see of it. */
export class SystemService {
  readonly #deps: SystemDependencies
  #isNew = false

  constructor(dependencies: SystemDependencies) {
    this.#deps = dependencies
  }

  /** Whether this service made the system. */
  get isNew(): boolean {
    return this.#isNew
  }

  /**
   * Finds the system in the database, or creates it with this computer as its master secret server; where one is
   * expected, it is not created.
   *
   * @throws {@link SsoError} `NoSsoSystem`, `SecretStoreBusy`, `SecretStoreDamaged`, `SecretStoreWriteFailed`,
   * `DatabaseBusy`
   */
  async ensure(): Promise<SystemRow> {
    const { database, directory, expected, store } = this.#deps
    const system = await readSystem(database.tables)
    if (system === null && expected === 'existing') {
      const found = await store.read()
      if (found?.current != null) throw lost(database.name, found)
      throw SsoError.of('NoSsoSystem', { path: directory.path, reason: 'its database holds none' })
    }
    return system === null || (await this.#lacksFirstStore(system)) ? this.#create() : system
  }

  /**
   * Records what is to be said of the system as it is opened, unless it was said before: {@link recordStateEvents}.
   *
   * @throws {@link SsoError} `DatabaseBusy`, `DatabaseDamaged`
   */
  noteState(system: SystemRow): Promise<void> {
    return recordStateEvents(this.#deps, system)
  }

  /**
   * A store lost before it ever held a secret is no loss: it is made again. Once the system has a secret, a missing
   * store means that one is to be restored.
   */
  async #lacksFirstStore(system: SystemRow): Promise<boolean> {
    const { server, store } = this.#deps
    if (system.currentMsid !== null || system.masterSecretServer !== server) return false
    const content = await store.read().catch(toSsoError)
    // What cannot be read is not made again: that is shown where it is asked for.
    if (content instanceof SsoError) return false
    return content === null || isEmptyOfAnother(content, system, server)
  }

  /** The store comes first: a database with a system in it means that a store was made. */
  async #create(): Promise<SystemRow> {
    const { account, database, expected, server, store } = this.#deps
    const { name } = await account()
    const createdAt = instantNow()
    const locking = store.lock('creating the SSO system', name, database.transaction)
    return whileLocked(locking, async () => {
      const known = await readSystem(database.tables)
      const found = await store.read()
      if (known === null && found?.current != null && expected !== 'anew') throw lost(database.name, found)
      const isKept = found !== null && !(known !== null && isEmptyOfAnother(found, known, server))
      const { systemId } = isKept ? found : await store.create(known?.systemId ?? randomUUID(), server)
      return await database.transaction(async (within) => {
        const existing = await readSystem(within)
        if (existing !== null) return existing
        await insertSystem(within, {
          systemId,
          masterSecretServer: server,
          createdAt,
        })
        for (const role of accountRoles) await insertRoleAccounts(within, role, defaultAdministrators)
        this.#isNew = true
        return { systemId, masterSecretServer: server, enabled: true, currentMsid: null }
      })
    })
  }

  /**
   * The secret store of this computer, if it is the master secret server and holds the master secret.
   *
   * @throws {@link SsoError} `NotMasterSecretServer`, and the codes of {@link requireOwnStore}
   */
  async requireOwnStore(system: SystemRow): Promise<SecretStoreContent> {
    const { database, server, store } = this.#deps
    requireMasterSecretServer(system, server)
    return requireOwnStore({ tables: database.tables, store, server }, system)
  }

  /**
   * What the System node shows.
   *
   * @throws {@link SsoError} `DatabaseBusy`, `DatabaseDamaged`
   */
  async describe(): Promise<SystemOverview> {
    const { database, server } = this.#deps
    const system = await this.ensure()
    const account = await this.#deps.account()
    const masterSecret = await this.#describeMasterSecret(system)
    const reencryption = await this.#deps.reencryption.describe()
    return {
      systemId: system.systemId,
      ssoServer: server,
      database: { engine: 'SQLite', displayPath: database.name },
      masterSecretServer: system.masterSecretServer,
      status: system.enabled ? 'enabled' : 'disabled',
      ssoAdministrators: await this.#showRole('sso-administrator'),
      ssoAffiliateAdministrators: await this.#showRole('sso-affiliate-administrator'),
      account: account.name,
      masterSecret,
      reencryption,
      permissions: await describePermissions({
        database,
        account,
        server,
        system,
        masterSecret,
        reencryption,
      }),
    }
  }

  async #showRole(role: AccountRole): Promise<readonly string[]> {
    const accounts = await readRoleAccounts(this.#deps.database.tables, role)
    return accounts.map(showRoleAccount)
  }

  async #describeMasterSecret(system: SystemRow): Promise<MasterSecretOverview> {
    try {
      const content = await this.requireOwnStore(system)
      await this.#deps.store.checkProtector(content)
      return showSecretStore(content, await this.#findUntold(content, system))
    } catch (error) {
      if (error instanceof SsoError) return showWhyNot(error)
      throw error
    }
  }

  /** Where the store and the database do not agree, the store is right: it is changed first. */
  async #findUntold(
    { current, previous }: SecretStoreContent,
    system: SystemRow,
  ): Promise<UntoldSecret | null> {
    if (current === null || current.msid === system.currentMsid) return null
    const { tables } = this.#deps.database
    const databaseMsid = system.currentMsid
    const isHeld = databaseMsid !== null && databaseMsid === previous?.msid
    return { databaseMsid, isHeld, rows: await countCredentialsUnderOthers(tables, current.msid) }
  }
}

function toSsoError(error: unknown): SsoError {
  if (error instanceof SsoError) return error
  throw error
}

/** A store with a secret was made together with the system that the database had. */
function lost(path: string, { current }: SecretStoreContent): SsoError {
  const reason = `there is no SSO system in it, while the secret store beside it holds the master secret ${current?.msid}`
  return SsoError.of('DatabaseLost', { path, reason })
}

/** Whether the store was left here by another master secret server of the system, before there was any secret. */
function isEmptyOfAnother(content: SecretStoreContent, { systemId }: SystemRow, server: string): boolean {
  return content.current === null && content.server !== server && content.systemId === systemId
}

function showWhyNot(error: SsoError): MasterSecretOverview {
  const data = error.toData()
  if (data.code !== 'MasterSecretAwaitsRestore') return { state: 'unavailable', error: data }
  const { msid, previousServer } = data.details
  return {
    state: 'awaiting-restore',
    msid: String(msid),
    previousServer: String(previousServer),
    error: data,
  }
}

function showSecretStore(
  { current, lastBackup, previous, protector }: SecretStoreContent,
  untold: UntoldSecret | null,
): MasterSecretOverview {
  if (current === null) return { state: 'none', protector }
  return {
    state: 'current',
    msid: current.msid,
    previousMsid: previous?.msid ?? null,
    createdAt: current.createdAt,
    protector,
    lastBackup: lastBackup && {
      fileName: lastBackup.fileName,
      writtenAt: lastBackup.writtenAt ?? null,
      verifiedAt: lastBackup.verifiedAt,
    },
    untold,
  }
}
