import type { KeyProtectorKind } from '../../../shared/master-secret.ts'
import type { SystemRow } from '../system/system.repository.ts'
import type { LiveStore } from './live-store.ts'
import type { MasterSecretPair } from './master-secret.ts'
import type { MasterSecretDependencies } from './master-secret-dependencies.ts'
import { noteSecrets } from './note-secrets.ts'
import { keepReplacedStore, removeReplacedStore } from './replaced-stores.ts'
import type { LastBackup, SecretStoreContent } from './secret-store-file.ts'
import type { SecretStoreLock } from './secret-store-lock.ts'

/** Secrets that are to replace those of the secret store. */
export interface RestoredCommit {
  readonly system: SystemRow
  readonly live: LiveStore
  readonly lock: SecretStoreLock
  readonly secrets: MasterSecretPair
  readonly lastBackup: LastBackup
  /** A store of the system whose key is known to be there, should the one in use not be usable. */
  readonly base?: SecretStoreContent
}

/**
 * Makes the secrets the system's. After a crash at any instant the store is the old one or holds the new secrets; one
 * that could not be read lies aside by then, and may be an empty one for an instant where its key was gone.
 *
 * @param old - whether the store that is replaced is to be kept aside.
 * @returns the name it was kept by; `null` if it was not, or if there was none.
 * @throws {@link SsoError} `SecretStoreWriteFailed`, `SecretStoreBusy`
 */
export async function commitRestored(
  of: MasterSecretDependencies,
  commit: RestoredCommit,
  old: 'keep' | 'forget',
): Promise<string | null> {
  const { lastBackup, live, lock, secrets } = commit
  const kept = old === 'keep' && isWorthKeeping(live) ? await keep(of, live) : null
  try {
    const ready = await findReadyContent(of, commit)
    lock.assertHeld()
    const content = ready ?? (await of.store.create(commit.system.systemId, of.server))
    await of.store.commit(content, secrets, lastBackup)
  } catch (error) {
    if (kept !== null && (await isUnchanged(of, live))) {
      await removeReplacedStore(of, kept).catch(() => undefined)
    }
    throw error
  }
  // The secrets are in use by now: what cannot be noted is noted at the next start.
  await noteSecrets(of, secrets).catch(() => undefined)
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

function keep(of: MasterSecretDependencies, { content }: LiveStore): Promise<string> {
  return keepReplacedStore(of, content?.current?.msid ?? null, new Date())
}

const protectors: readonly KeyProtectorKind[] = ['os-keyring', 'key-file']

/**
 * A store whose key is there already, to be replaced in one step: the one in use, or an empty one for a key that
 * outlived its store.
 *
 * @returns `null` if there is no key: it must be made first.
 */
async function findReadyContent(
  { server, store }: MasterSecretDependencies,
  { base, live, system }: RestoredCommit,
): Promise<SecretStoreContent | null> {
  const usable = live.usable ? live.content : base
  if (usable != null) return { ...usable, server }
  const { systemId } = system
  for (const protector of protectors) {
    const empty = { systemId, server, protector, current: null, previous: null, lastBackup: null }
    const there = await store.checkProtector(empty).then(
      () => true,
      () => false,
    )
    if (there) return empty
  }
  return null
}
