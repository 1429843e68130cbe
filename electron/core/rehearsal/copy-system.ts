import { type MasterSecretPair, wipeMasterSecrets } from '../crypto/master-secret.ts'
import type { DatabaseTarget } from '../database/database-target.ts'
import { SsoError } from '../errors/sso-error.ts'
import type { DataDirectory } from '../files/data-directory.ts'
import type { FileSystem } from '../files/file-system.ts'
import type { DatabaseJobs } from '../health/database-jobs.ts'
import type { KeyProtector } from '../key-protectors/key-protector.ts'
import { copyReplacedStores } from '../secret-store/replaced-stores.ts'
import { SecretStore } from '../secret-store/secret-store.ts'
import type { SecretStoreContent } from '../secret-store/secret-store-file.ts'
import { whileLocked } from '../secret-store/secret-store-lock.ts'

/** Where a system is copied from; nothing of it is changed. */
export interface CopySource {
  readonly target: DatabaseTarget
  readonly directory: DataDirectory
  readonly store: SecretStore
}

/** Where to. */
export interface CopyTarget {
  readonly directory: DataDirectory
  /** Guards the copy's secret store. */
  readonly protector: KeyProtector
  readonly files: FileSystem
}

/** A secret may be generated while the database is copied; more than that is something else. */
const MOST_TRIES = 3

/**
 * Copies a system's database, its replaced secret stores as they are, and its secret store under a key of the copy's
 * own, both as they were at one time.
 *
 * @returns why the secrets could not be copied, `null` if they could: the copy has no secret store then.
 * @throws {@link SsoError} `DatabaseCopyFailed`, `ReplacedStoresUnreadable`, `SecretStoreBusy`,
 * `KeyProtectorUnavailable`, `SecretStoreWriteFailed`
 */
export async function copySystem(
  { directory: original, store, target }: CopySource,
  { directory, files, protector }: CopyTarget,
  jobs: DatabaseJobs,
): Promise<SsoError | null> {
  await copyReplacedStores({ directory: original, files }, directory)
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const before = await describeStore(store)
    await files.remove(directory.database)
    await jobs.copy(target, directory.database)
    const found = await openStore(store)
    try {
      if (before !== (await describeStore(store))) continue
      if (found instanceof SsoError) return found
      await putStore(new SecretStore(directory, files, [protector]), found)
      return null
    } finally {
      if (!(found instanceof SsoError)) wipeMasterSecrets(found?.secrets?.current, found?.secrets?.previous)
    }
  }
  throw SsoError.of('SecretStoreBusy', { holder: 'another process keeps changing it' })
}

/** What tells one state of a store from another. */
async function describeStore(store: SecretStore): Promise<string> {
  const content = await store.read().catch(toSsoError)
  return content instanceof SsoError ? content.code : JSON.stringify(content)
}

interface OpenedStore {
  readonly content: SecretStoreContent
  readonly secrets: MasterSecretPair | null
}

/** @returns `null` where there is no store. */
async function openStore(store: SecretStore): Promise<OpenedStore | SsoError | null> {
  try {
    const content = await store.read()
    return content && { content, secrets: await store.reveal(content) }
  } catch (error) {
    return toSsoError(error)
  }
}

async function putStore(copy: SecretStore, opened: OpenedStore | null): Promise<void> {
  if (opened === null) return
  const { lastBackup, server, systemId } = opened.content
  const { secrets } = opened
  await whileLocked(copy.lock('copying it for a rehearsal', 'this program'), async () => {
    if (secrets === null) await copy.create(systemId, server)
    else await copy.commitAnew({ systemId, server }, secrets, lastBackup)
  })
}

function toSsoError(error: unknown): SsoError {
  if (error instanceof SsoError) return error
  throw error
}
