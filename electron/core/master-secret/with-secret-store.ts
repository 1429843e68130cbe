import { requireMasterSecretRights, requireMasterSecretServer } from '../access/access.ts'
import { requireSystem, type SystemRow } from '../records/system.repository.ts'
import type { StoreOperation } from '../secret-store/secret-store.ts'
import type { Exclusively } from '../secret-store/secret-store-disk.ts'
import type { SecretStoreContent } from '../secret-store/secret-store-file.ts'
import { whileLocked } from '../secret-store/secret-store-lock.ts'
import { requireOwnStore } from '../system/own-store.ts'
import type { MasterSecretDependencies } from './master-secret-dependencies.ts'

/** The right of an account to handle the master secret on this computer. Only {@link check} makes one. */
export class MasterSecretRights {
  readonly #account: string

  private constructor(account: string) {
    this.#account = account
  }

  /**
   * Checks the rights of whoever is asking.
   *
   * @throws {@link SsoError} the codes of {@link requireMasterSecretRights}
   */
  static async check({
    account,
    database: { tables },
    server,
  }: Pick<MasterSecretDependencies, 'account' | 'database' | 'server'>): Promise<MasterSecretRights> {
    const caller = await account()
    await requireMasterSecretRights(tables, await requireSystem(tables), caller, server)
    return new MasterSecretRights(caller.name)
  }

  /** Whose right it is. */
  get account(): string {
    return this.#account
  }
}

/**
 * What others are told who would change the store meanwhile, and how it is swapped; as `SecretStore.lock` takes both.
 */
export interface StoreActivity {
  readonly activity: string
  readonly exclusively?: Exclusively
}

/** The secret store while nobody else changes it. */
export interface HeldStore {
  readonly lock: StoreOperation
  /** As it is under the lock. */
  readonly system: SystemRow
}

/** The secret store of this server, with the system's current secret in it, while nobody else changes it. */
export interface HeldOwnStore extends HeldStore {
  readonly content: SecretStoreContent
}

type StoreDependencies = Pick<MasterSecretDependencies, 'database' | 'server' | 'store'>

/**
 * Runs `work` while nobody else changes the secret store, whatever is in it.
 *
 * @throws {@link SsoError} `SecretStoreBusy`, `SecretStoreLockFailed`, `SecretStoreUnreadable`; `NotMasterSecretServer`
 * where the master secret server was moved meanwhile; and whatever `work` throws.
 */
export function withSecretStore<T>(
  { database, server, store }: StoreDependencies,
  { activity, exclusively }: StoreActivity,
  rights: MasterSecretRights,
  work: (held: HeldStore) => Promise<T>,
): Promise<T> {
  return whileLocked(store.lock(activity, rights.account, exclusively), async (lock) => {
    const system = await requireSystem(database.tables)
    // Another operation may have been waited for.
    requireMasterSecretServer(system, server)
    return work({ lock, system })
  })
}

/**
 * As {@link withSecretStore}, with the store that a master secret server works with.
 *
 * @throws {@link SsoError} also the codes of {@link requireOwnStore}
 */
export function withOwnStore<T>(
  deps: StoreDependencies,
  activity: StoreActivity,
  rights: MasterSecretRights,
  work: (held: HeldOwnStore) => Promise<T>,
): Promise<T> {
  return withSecretStore(deps, activity, rights, async (held) => {
    const { database, server, store } = deps
    const content = await requireOwnStore({ tables: database.tables, store, server }, held.system)
    return work({ ...held, content })
  })
}
