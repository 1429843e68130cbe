import { lookUpLocalAccounts } from '../access/local-accounts.ts'
import type { OsAccount } from '../access/os-account.ts'
import type { NameService } from '../accounts/name-service.ts'
import type { SsoDatabase } from '../database/sso-database.ts'
import type { Within } from '../database/within.ts'
import type { EventRecorder } from '../events/event-recorder.ts'
import { type Operation, recordOperation } from '../events/operation-events.ts'
import type { Application } from '../records/application.ts'
import { requireApplication } from '../records/find-application.ts'
import type { MappingAccounts } from '../records/mapping.repository.ts'
import type { Mapping, MappingFilter, MappingRef, NewMapping } from '../records/mapping.ts'
import { createMappings } from './create-mappings.ts'
import { listVisibleMappings, type Page, visibleMappingPages } from './list-mappings.ts'
import { deleteMappings, switchMappings } from './manage-mappings.ts'

export interface MappingDependencies {
  readonly database: SsoDatabase
  readonly events: EventRecorder
  readonly account: () => Promise<OsAccount>
  /** This computer's name: its accounts are local ones. */
  readonly server: string
  /** This computer's; `null` where it cannot be asked. */
  readonly names: NameService | null
}

/** Few enough that a long list takes little more memory than a short one. */
const PAGE_SIZE = 200

/**
 * Which Windows account is which external user. What is done to several mappings of an application is done to all of
 * them or none, in one transaction and with one event.
 */
export class MappingService {
  readonly #deps: MappingDependencies

  constructor(dependencies: MappingDependencies) {
    this.#deps = dependencies
  }

  /** Those the caller may see. @throws {@link SsoError} `ApplicationMissing`, `AccessDeniedNotApplicationUser` */
  async list(filter: MappingFilter, page?: Page): Promise<readonly Mapping[]> {
    return listVisibleMappings(this.#deps.database.tables, await this.#deps.account(), filter, page)
  }

  /** As {@link list}, a page at a time, read as it is asked for. */
  async *pages(filter: MappingFilter, size = PAGE_SIZE): AsyncGenerator<readonly Mapping[]> {
    yield* visibleMappingPages(this.#deps.database.tables, await this.#deps.account(), filter, size)
  }

  /**
   * Creates mappings, disabled.
   *
   * @returns their accounts as they are stored.
   * @throws {@link SsoError} `ApplicationMissing`, and the codes of {@link createMappings}
   */
  async create(application: string, rows: readonly NewMapping[]): Promise<readonly MappingAccounts[]> {
    const { account: caller, names, server } = this.#deps
    const users = rows.flatMap(({ windowsAccount }) => windowsAccount ?? [])
    const local = await lookUpLocalAccounts({ names, account: await caller(), server }, { users })
    return this.#run('CreateMapping', application, rows, (within, account, found) =>
      createMappings(within, { account, local, server }, found, rows),
    )
  }

  /** Does nothing to those that are enabled. @throws {@link SsoError} the codes of {@link switchMappings} */
  enable(application: string, refs: readonly MappingRef[]): Promise<void> {
    return this.#run('EnableMapping', application, refs, (within, account, found) =>
      switchMappings(within, account, found, refs, true),
    )
  }

  /** Does nothing to those that are disabled. @throws {@link SsoError} the codes of {@link switchMappings} */
  disable(application: string, refs: readonly MappingRef[]): Promise<void> {
    return this.#run('DisableMapping', application, refs, (within, account, found) =>
      switchMappings(within, account, found, refs, false),
    )
  }

  /** Deletes disabled mappings with their credentials. @throws {@link SsoError} the codes of {@link deleteMappings} */
  delete(application: string, refs: readonly MappingRef[]): Promise<void> {
    return this.#run('DeleteMapping', application, refs, (within, account, found) =>
      deleteMappings(within, account, found, refs),
    )
  }

  async #run<T>(
    name: string,
    application: string,
    subjects: readonly (NewMapping | MappingRef)[],
    work: (within: Within, account: OsAccount, application: Application) => Promise<T>,
  ): Promise<T> {
    const { database, events } = this.#deps
    const account = await this.#deps.account()
    return recordOperation(events, account, operationOn(name, application, subjects), () =>
      database.transaction(async (within) =>
        work(within, account, await requireApplication(within, application)),
      ),
    )
  }
}

/** One mapping is named in the event, several are counted. */
function operationOn(
  operation: string,
  application: string,
  subjects: readonly (NewMapping | MappingRef)[],
): Operation {
  const [subject] = subjects
  const named = subjects.length === 1 && subject !== undefined ? { ...subject } : {}
  return { operation, application, mappings: subjects.length, ...named }
}
