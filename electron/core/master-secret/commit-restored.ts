import type { MasterSecretPair } from '../crypto/master-secret.ts'
import type { Within } from '../database/within.ts'
import type { SystemRow } from '../records/system.repository.ts'
import { keepReplacedStore, removeReplacedStore } from '../secret-store/replaced-stores.ts'
import type { StoreOperation } from '../secret-store/secret-store.ts'
import type { LastBackup, SecretStoreContent } from '../secret-store/secret-store-file.ts'
import type { LiveStore } from './live-store.ts'
import type { MasterSecretDependencies } from './master-secret-dependencies.ts'
import { noteSecretsIn } from './note-secrets.ts'

/** Secrets that are to replace those of the secret store. */
export interface RestoredCommit {
  readonly system: SystemRow
  readonly live: LiveStore
  readonly lock: StoreOperation
  readonly secrets: MasterSecretPair
  readonly lastBackup: LastBackup
  /** A store of the system whose key is known to be there, should the one in use not be usable. */
  readonly base?: SecretStoreContent
}

/**
 * Notes the secrets in it and makes them the system's. After a crash at any instant the store is
 * the old one or holds the new secrets; one that does not open lies aside by then.
 *
 * @param old - whether the store that is replaced is to be kept aside.
 * @returns the name it was kept by; `null` if it was not, or if there was none.
 * @throws {@link SsoError} `SecretStoreBusy`, `NotMasterSecretServer`, `DatabaseFull`, and those of
 * {@link SecretStore.commit} and {@link SecretStore.commitAnew}
 */
export async function commitRestored(
  within: Within,
  deps: MasterSecretDependencies,
  commit: RestoredCommit,
  old: 'keep' | 'forget',
): Promise<string | null> {
  const { live, lock, secrets } = commit
  // First, so that a database that cannot note them leaves the store as it is.
  await noteSecretsIn(within, deps.server, secrets)
  await lock.requireUnchanged()
  const kept = old === 'keep' && isWorthKeeping(live) ? await keep(deps, live) : null
  try {
    await replaceStore(deps, commit)
  } catch (error) {
    if (kept !== null && (await isUnchanged(deps, live))) {
      await removeReplacedStore(deps, kept).catch(() => undefined)
    }
    throw error
  }
  return kept
}

/** Where it is not certain that the old store is still in its place, its copy stays. */
async function isUnchanged({ store }: MasterSecretDependencies, { content }: LiveStore): Promise<boolean> {
  const now = await store.read().catch(() => null)
  return now?.current != null && now.current.sealed === content?.current?.sealed
}

/** There may be something in a file that cannot be read. */
function isWorthKeeping({ content, error }: LiveStore): boolean {
  return content === null ? error !== null : content.current !== null
}

function keep(deps: MasterSecretDependencies, { content }: LiveStore): Promise<string> {
  return keepReplacedStore(deps, content?.current?.msid ?? null, new Date())
}

/** Under the key of a store that opens; otherwise under a new one, whatever keys there are. */
async function replaceStore(
  { server, store }: MasterSecretDependencies,
  { base, lastBackup, live, secrets, system }: RestoredCommit,
): Promise<void> {
  const usable = live.usable ? live.content : base
  if (usable != null) await store.commit({ ...usable, server }, secrets, lastBackup)
  else await store.commitAnew({ systemId: system.systemId, server }, secrets, lastBackup)
}
