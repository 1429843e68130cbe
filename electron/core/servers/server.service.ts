import type { Msid } from '../../../shared/master-secret.ts'
import type { ServerOverview } from '../../../shared/servers.ts'
import { requireSsoAdministrator } from '../access/access.ts'
import { requireAffiliateAdministrator } from '../access/application-access.ts'
import type { OsAccount } from '../access/os-account.ts'
import type { SsoDatabase } from '../database/sso-database.ts'
import type { WaitOptions } from '../database/wait-options.ts'
import type { Within } from '../database/within.ts'
import { instantNow, nearestInstant } from '../errors/instant.ts'
import { SsoError } from '../errors/sso-error.ts'
import { type EventId, eventIds } from '../events/event.ts'
import type { EventRecorder } from '../events/event-recorder.ts'
import { recordOperation } from '../events/operation-events.ts'
import {
  deleteServer,
  insertServer,
  isServerKnown,
  listServers,
  noteServerSeen,
  requireServer,
  type ServerRow,
} from '../records/server.repository.ts'
import { readSystem, type SystemRow } from '../records/system.repository.ts'
import type { SecretStore } from '../secret-store/secret-store.ts'
import { checkServerName, normaliseServerName } from './server-name.ts'

export interface ServerDependencies {
  readonly database: SsoDatabase
  readonly store: Pick<SecretStore, 'read'>
  readonly events: EventRecorder
  readonly account: () => Promise<OsAccount>
  /** This computer's name. */
  readonly server: string
  /** Of this product. */
  readonly version: string
}

/** The servers that have joined the SSO system. */
export class ServerService {
  readonly #deps: ServerDependencies

  constructor(dependencies: ServerDependencies) {
    this.#deps = dependencies
  }

  /**
   * All servers, by name; what this computer holds is read now, what the others hold is as they were last seen.
   *
   * @throws {@link SsoError} `AccessDeniedNotAffiliateAdministrator`, `DatabaseBusy`, `DatabaseDamaged`
   */
  async list(): Promise<readonly ServerOverview[]> {
    const { tables } = this.#deps.database
    await requireAffiliateAdministrator(tables, await this.#deps.account())
    const system = await readSystem(tables)
    const own = await this.#ownMsids(system)
    const rows = await listServers(tables)
    return rows.map((row) => this.#show(row, system?.masterSecretServer ?? null, own))
  }

  #show(row: ServerRow, masterSecretServer: string | null, own: readonly Msid[] | null): ServerOverview {
    const isThisServer = row.name === this.#deps.server
    return {
      ...row,
      msids: isThisServer ? own : row.msids,
      isMasterSecretServer: row.name === masterSecretServer,
      isThisServer,
    }
  }

  /**
   * Adds a server before it first opens the system, so that the master secret server can be moved to it.
   *
   * @param name - in any case
   * @throws {@link SsoError} `AccessDeniedNotSsoAdministrator`, `ServerNameInvalid`, `ServerExists`, `DatabaseBusy`
   */
  async join(name: string): Promise<void> {
    await this.#run('AddServer', eventIds.serverJoined, async (within) => {
      const server = checkServerName(name)
      if (await isServerKnown(within, server)) throw SsoError.of('ServerExists', { server })
      await insertServer(within, server, instantNow())
      return server
    })
  }

  /**
   * Removes a server from the list. It joins again when it next opens the system.
   *
   * @param name - in any case
   * @throws {@link SsoError} `AccessDeniedNotSsoAdministrator`, `ServerMissing`, `ServerIsMasterSecretServer`,
   * `DatabaseBusy`
   */
  async leave(name: string): Promise<void> {
    await this.#run('RemoveServer', eventIds.serverLeft, async (within) => {
      const server = normaliseServerName(name)
      if ((await readSystem(within))?.masterSecretServer === server)
        throw SsoError.of('ServerIsMasterSecretServer', { server })
      await requireServer(within, server)
      await deleteServer(within, server)
      return server
    })
  }

  async #run(operation: string, eventId: EventId, work: (within: Within) => Promise<string>): Promise<void> {
    const { database, events } = this.#deps
    const account = await this.#deps.account()
    const inTransaction = (): Promise<string> =>
      database.transaction(async (within) => {
        await requireSsoAdministrator(within, account)
        return work(within)
      })
    await recordOperation(events, account, { operation }, inTransaction, (server) => [
      { eventId, data: { server } },
    ])
  }

  /**
   * Notes that this computer has opened the system, with which version, and which master secrets it holds. Meant for
   * once an opening: it writes to the database.
   *
   * @throws {@link SsoError} `DatabaseBusy`, `DatabaseFull`, `DatabaseDamaged`
   */
  async noteSeen(options: WaitOptions = {}): Promise<void> {
    const { database, server: name, version } = this.#deps
    const msids = await this.#ownMsids(await readSystem(database.tables))
    const sighting = { name, at: nearestInstant(new Date()), version, msids }
    await database.transaction((within) => noteServerSeen(within, sighting), options)
  }

  /** @returns none for a store of another server or system, `null` for one that cannot be read. */
  async #ownMsids(system: SystemRow | null): Promise<readonly Msid[] | null> {
    const { server, store } = this.#deps
    try {
      const content = await store.read()
      if (content?.server !== server || content.systemId !== system?.systemId) return []
      return [content.current, content.previous].flatMap((secret) => (secret === null ? [] : [secret.msid]))
    } catch (error) {
      if (error instanceof SsoError) return null
      throw error
    }
  }
}
