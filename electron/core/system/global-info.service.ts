import type { Kysely } from 'kysely'
import type { MasterSecretServerMove } from '../../../shared/global-info.ts'
import { requireMasterSecretRights, requireSsoAdministrator } from '../access/access.ts'
import { lookUpLocalAccounts } from '../access/local-accounts.ts'
import type { OsAccount } from '../access/os-account.ts'
import type { NameService } from '../accounts/name-service.ts'
import { type DatabaseMaintenance, maintenanceOf } from '../database/engines/maintenance.ts'
import type { SsoTables } from '../database/schema.ts'
import type { SsoDatabase } from '../database/sso-database.ts'
import type { Within } from '../database/within.ts'
import { eventIds } from '../events/event.ts'
import type { EventRecorder } from '../events/event-recorder.ts'
import { type FurtherEvent, recordOperation } from '../events/operation-events.ts'
import type { DataDirectory } from '../files/data-directory.ts'
import {
  countCredentialsBySecret,
  countRows,
  readAuditLevels,
  readGlobalInfo,
  writeAuditLevels,
  writeEnabled,
} from '../records/global-info.repository.ts'
import type { AuditLevels, DatabaseInfo, GlobalInfo, GlobalInfoChanges } from '../records/global-info.ts'
import { requireSystem } from '../records/system.repository.ts'
import { lockSecretStore, whileLocked } from '../secret-store/secret-store-lock.ts'
import { checkAuditLevels } from './global-info-checks.ts'
import { describeChanges, describeMove } from './global-info-events.ts'
import { moveMasterSecretServer } from './move-master-secret-server.ts'
import { updateGlobalInfo } from './update-global-info.ts'

interface GlobalInfoDependencies {
  readonly directory: DataDirectory
  readonly database: SsoDatabase
  readonly events: EventRecorder
  readonly account: () => Promise<OsAccount>
  readonly server: string
  /** This computer's; `null` where it cannot be asked. */
  readonly names: NameService | null
}

/** The properties of the SSO system. Everything here takes an SSO Administrator. */
export class GlobalInfoService {
  readonly #deps: GlobalInfoDependencies

  constructor(dependencies: GlobalInfoDependencies) {
    this.#deps = dependencies
  }

  /** @throws {@link SsoError} `AccessDeniedNotSsoAdministrator` */
  async read(): Promise<GlobalInfo> {
    const { tables } = this.#deps.database
    await requireSsoAdministrator(tables, await this.#deps.account())
    return readGlobalInfo(tables)
  }

  /**
   * Changes all of what is asked for, or nothing.
   *
   * @param auditLevels - this server's, if they are to change with it.
   * @returns what it is now.
   * @throws {@link SsoError} `AccessDeniedNotSsoAdministrator`, and the codes of global-info-checks.ts
   */
  async update(changes: GlobalInfoChanges, auditLevels: AuditLevels | null = null): Promise<GlobalInfo> {
    const { account: caller, names, server } = this.#deps
    const { ssoAdministrators = [], ssoAffiliateAdministrators = [] } = changes
    const holders = [...ssoAdministrators, ...ssoAffiliateAdministrators].map(({ name }) => name)
    const local = await lookUpLocalAccounts({ names, account: await caller(), server }, { holders })
    return this.#run('UpdateGlobalInfo', async (within, account) => {
      const { after, before } = await updateGlobalInfo(within, { account, local }, changes)
      if (auditLevels !== null) await this.#writeAuditLevels(within, auditLevels)
      return { value: after, events: describeChanges(before, after) }
    })
  }

  /**
   * Lets look-ups and tickets through again. Does nothing to a system that is enabled.
   *
   * @throws {@link SsoError} `AccessDeniedNotSsoAdministrator`
   */
  enable(): Promise<void> {
    return this.#switch('EnableSso', true)
  }

  /** Refuses look-ups and tickets from now on. @throws {@link SsoError} `AccessDeniedNotSsoAdministrator` */
  disable(): Promise<void> {
    return this.#switch('DisableSso', false)
  }

  /**
   * Makes another server that has joined the master secret server; nothing happens if it is that already. It takes an
   * SSO Administrator who administers this computer, on the present master secret server. What is done to the secret
   * there ends first.
   *
   * @param to - in any case
   * @throws {@link SsoError} `AccessDeniedNotSsoAdministrator`, `AccessDeniedNotLocalAdministrator`,
   * `NotMasterSecretServer`, `ServerMissing`, `Busy`, `SecretStoreBusy`, `DatabaseBusy`
   */
  async moveMasterSecretServer(to: string): Promise<MasterSecretServerMove> {
    const account = await this.#deps.account()
    const operation = { operation: 'MoveMasterSecretServer' }
    return recordOperation(this.#deps.events, account, operation, () => this.#move(to, account), describeMove)
  }

  async #move(to: string, account: OsAccount): Promise<MasterSecretServerMove> {
    const { database, directory, server } = this.#deps
    const requireRights = async (db: Kysely<SsoTables>): Promise<void> =>
      requireMasterSecretRights(db, await requireSystem(db), account, server)
    await requireRights(database.tables)
    const locking = lockSecretStore(directory, 'moving the master secret server', account.name)
    return whileLocked(locking, () =>
      database.transaction(async (within) => {
        await requireRights(within)
        return moveMasterSecretServer(within, to)
      }),
    )
  }

  #switch(operation: string, enabled: boolean): Promise<void> {
    const eventId = enabled ? eventIds.systemEnabled : eventIds.systemDisabled
    return this.#run(operation, async (within) => {
      const before = await readGlobalInfo(within)
      await writeEnabled(within, enabled)
      return { value: undefined, events: before.enabled === enabled ? [] : [{ eventId, data: {} }] }
    })
  }

  /** This server's. @throws {@link SsoError} `AccessDeniedNotSsoAdministrator` */
  async auditLevels(): Promise<AuditLevels> {
    const { tables } = this.#deps.database
    await requireSsoAdministrator(tables, await this.#deps.account())
    return readAuditLevels(tables, this.#deps.server)
  }

  /** This server's. @throws {@link SsoError} `AccessDeniedNotSsoAdministrator`, `SettingInvalid` */
  setAuditLevels(levels: AuditLevels): Promise<void> {
    return this.#run('SetAuditLevels', async (within) => {
      await this.#writeAuditLevels(within, levels)
      return { value: undefined, events: [] }
    })
  }

  async #writeAuditLevels(within: Within, levels: AuditLevels): Promise<void> {
    checkAuditLevels(levels)
    await writeAuditLevels(within, this.#deps.server, levels, new Date())
  }

  /** @throws {@link SsoError} `AccessDeniedNotSsoAdministrator`, and those of {@link DatabaseMaintenance.size} */
  async databaseInfo(): Promise<DatabaseInfo> {
    const { name, tables, target, upgrade } = this.#deps.database
    await requireSsoAdministrator(tables, await this.#deps.account())
    return {
      path: name,
      bytes: await maintenanceOf(target).size(),
      schemaVersion: upgrade.to,
      rows: await countRows(tables),
      credentials: await countCredentialsBySecret(tables),
    }
  }

  async #run<T>(
    operation: string,
    work: (
      within: Within,
      account: OsAccount,
    ) => Promise<{ readonly value: T; readonly events: readonly FurtherEvent[] }>,
  ): Promise<T> {
    const { database, events } = this.#deps
    const account = await this.#deps.account()
    const inTransaction = () =>
      database.transaction(async (within) => {
        await requireSsoAdministrator(within, account)
        return work(within, account)
      })
    return (await recordOperation(events, account, { operation }, inTransaction, (done) => done.events)).value
  }
}
