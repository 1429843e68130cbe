import { stat } from 'node:fs/promises'
import type { Kysely } from 'kysely'
import { requireSsoAdministrator } from '../access/application-access.ts'
import type { OsAccount } from '../access/os-account.ts'
import type { SsoTables } from '../database/schema.ts'
import type { SsoDatabase } from '../database/sso-database.ts'
import { eventIds } from '../events/event.ts'
import type { EventRecorder } from '../events/event-recorder.ts'
import { type FurtherEvent, recordOperation } from '../events/operation-events.ts'
import {
  countCredentialsBySecret,
  countRows,
  readAuditLevels,
  readGlobalInfo,
  writeAuditLevels,
  writeEnabled,
} from './global-info.repository.ts'
import type { AuditLevels, DatabaseInfo, GlobalInfo, GlobalInfoChanges } from './global-info.ts'
import { checkAuditLevels } from './global-info-checks.ts'
import { describeChanges } from './global-info-events.ts'
import { updateGlobalInfo } from './update-global-info.ts'

interface GlobalInfoDependencies {
  readonly database: SsoDatabase
  readonly events: EventRecorder
  readonly account: () => Promise<OsAccount>
  readonly server: string
}

/** The properties of the SSO system. Everything here takes an SSO Administrator. */
export class GlobalInfoService {
  readonly #of: GlobalInfoDependencies

  constructor(dependencies: GlobalInfoDependencies) {
    this.#of = dependencies
  }

  /** @throws {@link SsoError} `AccessDeniedNotSsoAdministrator` */
  async read(): Promise<GlobalInfo> {
    const { tables } = this.#of.database
    await requireSsoAdministrator(tables, await this.#of.account())
    return readGlobalInfo(tables)
  }

  /**
   * Changes all of what is asked for, or nothing.
   *
   * @returns what it is now.
   * @throws {@link SsoError} `AccessDeniedNotSsoAdministrator`, and the codes of global-info-checks.ts
   */
  update(changes: GlobalInfoChanges): Promise<GlobalInfo> {
    return this.#run('UpdateGlobalInfo', async (within, account) => {
      const { after, before } = await updateGlobalInfo(within, account, changes)
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
    const { tables } = this.#of.database
    await requireSsoAdministrator(tables, await this.#of.account())
    return readAuditLevels(tables, this.#of.server)
  }

  /** This server's. @throws {@link SsoError} `AccessDeniedNotSsoAdministrator`, `SettingInvalid` */
  setAuditLevels(levels: AuditLevels): Promise<void> {
    return this.#run('SetAuditLevels', async (within) => {
      checkAuditLevels(levels)
      await writeAuditLevels(within, this.#of.server, levels, new Date())
      return { value: undefined, events: [] }
    })
  }

  /** @throws {@link SsoError} `AccessDeniedNotSsoAdministrator` */
  async databaseInfo(): Promise<DatabaseInfo> {
    const { path, tables, upgrade } = this.#of.database
    await requireSsoAdministrator(tables, await this.#of.account())
    const sizes = await Promise.all([path, `${path}-wal`].map(sizeOf))
    return {
      path,
      bytes: sizes.reduce((sum, size) => sum + size, 0),
      schemaVersion: upgrade.to,
      rows: await countRows(tables),
      credentials: await countCredentialsBySecret(tables),
    }
  }

  async #run<T>(
    operation: string,
    work: (
      within: Kysely<SsoTables>,
      account: OsAccount,
    ) => Promise<{ readonly value: T; readonly events: readonly FurtherEvent[] }>,
  ): Promise<T> {
    const { database, events } = this.#of
    const account = await this.#of.account()
    const inTransaction = () =>
      database.transaction(async (within) => {
        await requireSsoAdministrator(within, account)
        return work(within, account)
      })
    return (await recordOperation(events, account, { operation }, inTransaction, (done) => done.events)).value
  }
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  )
}
