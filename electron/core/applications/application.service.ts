import { isDeepStrictEqual } from 'node:util'
import { showRoleAccount } from '../access/access.ts'
import { readApplicationRoles, requireApplicationUser, scopeOf } from '../access/application-access.ts'
import { type LocalAccounts, lookUpLocalAccounts } from '../access/local-accounts.ts'
import type { OsAccount } from '../access/os-account.ts'
import type { NameService } from '../accounts/name-service.ts'
import type { SliceOptions } from '../database/delete-in-slices.ts'
import type { SsoDatabase } from '../database/sso-database.ts'
import { eventIds } from '../events/event.ts'
import type { EventRecorder } from '../events/event-recorder.ts'
import { type FurtherEvent, recordOperation } from '../events/operation-events.ts'
import { listApplicationHeads } from '../records/application.repository.ts'
import type {
  Application,
  ApplicationChanges,
  DescribedApplication,
  ListedApplication,
  NewApplication,
} from '../records/application.ts'
import { requireApplication } from '../records/find-application.ts'
import { countMappings } from '../records/mapping.repository.ts'
import type { RoleAccount } from '../records/system.repository.ts'
import { createApplication } from './create-application.ts'
import { deleteApplication } from './delete-application.ts'
import { type ApplicationUpdate, updateApplication } from './update-application.ts'

export interface ApplicationDependencies {
  readonly database: SsoDatabase
  readonly events: EventRecorder
  readonly account: () => Promise<OsAccount>
  /** This computer's; `null` where it cannot be asked. */
  readonly names: NameService | null
  /** This computer's name: its accounts are local ones. */
  readonly server: string
}

/** Affiliate applications: what credentials are kept for. Names are found whatever their case. */
export class ApplicationService {
  readonly #deps: ApplicationDependencies

  constructor(dependencies: ApplicationDependencies) {
    this.#deps = dependencies
  }

  /**
   * The applications in which the caller is something, by name: all of them for whoever administers the system.
   *
   * @throws {@link SsoError} `DatabaseBusy`, `DatabaseDamaged`
   */
  async list(): Promise<readonly ListedApplication[]> {
    const { account, database } = this.#deps
    const roles = await readApplicationRoles(database.tables, await account())
    const applications = await listApplicationHeads(database.tables)
    return applications.flatMap((application) => {
      const role = roles === 'all' ? 'application-administrator' : roles.get(application.id)
      return role === undefined ? [] : [{ ...application, role }]
    })
  }

  /** @throws {@link SsoError} `ApplicationMissing`, `AccessDeniedNotApplicationUser` */
  async describe(name: string): Promise<DescribedApplication> {
    const { tables } = this.#deps.database
    const application = await requireApplication(tables, name)
    await requireApplicationUser(tables, await this.#deps.account(), scopeOf(application))
    return { ...application, mappings: await countMappings(tables, application.id) }
  }

  /** Creates an application, disabled. @throws {@link SsoError} the codes of {@link createApplication} */
  async create(requested: NewApplication): Promise<Application> {
    const { database, events } = this.#deps
    const account = await this.#deps.account()
    const operation = { operation: 'CreateApplication', application: requested.name }
    return recordOperation(events, account, operation, async () => {
      const local = await this.#lookUp(account, requested)
      return database.transaction((within) => createApplication(within, { account, local }, requested))
    })
  }

  /** @throws {@link SsoError} the codes of {@link updateApplication} */
  async update(name: string, changes: ApplicationChanges): Promise<Application> {
    return this.#update('UpdateApplication', name, changes)
  }

  /** Does nothing to an application that is enabled. @throws {@link SsoError} as {@link update} */
  async enable(name: string): Promise<void> {
    await this.#update('EnableApplication', name, { enabled: true })
  }

  /** Does nothing to an application that is disabled. @throws {@link SsoError} as {@link update} */
  async disable(name: string): Promise<void> {
    await this.#update('DisableApplication', name, { enabled: false })
  }

  /**
   * Deletes a disabled application with all that hangs on it.
   *
   * @throws {@link SsoError} the codes of {@link deleteApplication}
   */
  async delete(name: string, options?: SliceOptions): Promise<void> {
    const { database, events } = this.#deps
    const account = await this.#deps.account()
    const operation = { operation: 'DeleteApplication', application: name }
    await recordOperation(events, account, operation, () =>
      deleteApplication(database, account, name, options),
    )
  }

  async #update(operation: string, name: string, changes: ApplicationChanges): Promise<Application> {
    const { database, events } = this.#deps
    const account = await this.#deps.account()
    const { after } = await recordOperation(
      events,
      account,
      { operation, application: name },
      async () => {
        const local = await this.#lookUp(account, changes)
        return database.transaction((within) => updateApplication(within, { account, local }, name, changes))
      },
      eventsOf,
    )
    return after
  }

  /** Before others have to wait. */
  #lookUp(
    account: OsAccount,
    { administrators = [], users = [] }: ApplicationChanges,
  ): Promise<LocalAccounts> {
    const { names, server } = this.#deps
    const holders = [...administrators, ...users].map(({ name }) => name)
    return lookUpLocalAccounts({ names, account, server }, { holders })
  }
}

/** The original has events of their own for these changes. */
export function eventsOf({ after, before }: ApplicationUpdate): readonly FurtherEvent[] {
  const application = after.name
  const happened: FurtherEvent[] = []
  if (!isDeepStrictEqual(before.users, after.users)) {
    const data = { application, users: showAccounts(after.users) }
    happened.push({ eventId: eventIds.applicationUsersChanged, data })
  }
  if (!isDeepStrictEqual(before.administrators, after.administrators)) {
    const data = { application, administrators: showAccounts(after.administrators) }
    happened.push({ eventId: eventIds.applicationAdministratorsChanged, data })
  }
  if (before.enabled !== after.enabled) {
    const eventId = after.enabled ? eventIds.applicationEnabled : eventIds.applicationDisabled
    happened.push({ eventId, data: { application } })
  }
  return happened
}

function showAccounts(accounts: readonly RoleAccount[]): string {
  return accounts.map(showRoleAccount).join(', ')
}
