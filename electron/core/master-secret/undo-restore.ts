import type { Kysely } from 'kysely'
import type { RestoredSecret, TrialReport } from '../../../shared/backup.ts'
import { type MasterSecretPair, wipeMasterSecrets } from '../crypto/master-secret.ts'
import type { SsoTables } from '../database/schema.ts'
import { SsoError } from '../errors/sso-error.ts'
import { sameKeyPlace } from '../secret-store/key-places.ts'
import { readReplacedStore, removeReplacedStore } from '../secret-store/replaced-stores.ts'
import type { SecretStore } from '../secret-store/secret-store.ts'
import type { SecretStoreContent } from '../secret-store/secret-store-file.ts'
import { commitRestored } from './commit-restored.ts'
import { tryAndCommit } from './commit-with-database.ts'
import { type LiveStore, readLiveStore, refuseUnreadable } from './live-store.ts'
import type { MasterSecretDependencies } from './master-secret-dependencies.ts'
import { noteSecrets } from './note-secrets.ts'
import { pauseReencryption, refuseLoss } from './pause-reencryption.ts'
import type { Outcome } from './record-outcome.ts'
import { tryCredentialsIn } from './restore-trial.ts'
import type { RowCounts } from './row-counts.repository.ts'
import { mayNeed } from './rows-at-stake.ts'
import { type HeldStore, MasterSecretRights, withSecretStore } from './with-secret-store.ts'

export interface UndoRequest {
  /** Of the copy to put back. */
  readonly name: string
  /** Goes on where credentials would be lost; its owner has agreed. */
  readonly override: boolean
  /** To how many that could not be read: of any number, unless said. */
  readonly mayLose?: number | undefined
}

interface UndoRun extends HeldStore {
  readonly request: UndoRequest
  readonly live: LiveStore
  readonly copy: SecretStoreContent
}

type Restored = Omit<RestoredSecret, 'noteFailure' | 'trackingId'>

/**
 * Puts the secrets back that a restore replaced, with whichever previous secret reads more credentials: the one they
 * had, or the one that was restored since.
 *
 * @throws {@link SsoError} `ReplacedStoreMissing`, `RestoreWouldLoseCredentials`, `Busy`, `KeyProtectorGone`,
 * `SecretStoreDamaged` and most others; nothing is changed then.
 */
export async function undoRestore(
  deps: MasterSecretDependencies,
  request: UndoRequest,
): Promise<Outcome<Restored>> {
  const rights = await MasterSecretRights.check(deps)
  return withSecretStore(deps, { activity: 'undoing a restore' }, rights, async (held) => {
    const copy = await readReplacedStore(deps, request.name)
    const live = await readLiveStore(deps.store, held.system)
    try {
      refuseUnreadable(live)
      return await pauseReencryption(deps, () => putBack(deps, { ...held, request, live, copy }))
    } finally {
      wipeMasterSecrets(live.secrets?.current, live.secrets?.previous)
    }
  })
}

async function putBack(deps: MasterSecretDependencies, run: UndoRun): Promise<Outcome<Restored>> {
  const { copy, live, lock, request, system } = run
  const lastBackup = lastBackupOf(copy)
  const old = await revealCopy(deps, run)
  let committed: MasterSecretPair = old
  try {
    const { undone, unreadable } = await tryAndCommit(deps.database, {
      tryOut: (tables) => chooseBest(tables, deps, old, live),
      async commit(within, { secrets, trial }) {
        // What is counted is to be judged by the store that it is counted for.
        await lock.requireUnchanged()
        await refuseLoss(within, trial, { live, secrets }, request)
        committed = secrets
        const commit = { system, live, lock, secrets, lastBackup, base: copy }
        const isNeeded = mayNeed(trial.unreadable, live.content)
        const kept = await commitRestored(within, deps, commit, live.usable && !isNeeded ? 'forget' : 'keep')
        return { undone: outcomeOf(request, secrets, trial, kept), unreadable: trial.unreadable }
      },
      noteLater: () => noteSecrets(deps, committed),
    })
    // One that stays can be put back again, which changes nothing.
    if (!mayNeed(unreadable, copy)) await removeUndone(deps, run).catch(() => undefined)
    return undone
  } finally {
    wipeMasterSecrets(old.current, old.previous)
  }
}

async function removeUndone(deps: MasterSecretDependencies, { lock, request }: UndoRun): Promise<void> {
  await lock.requireUnchanged()
  await removeReplacedStore(deps, request.name)
}

async function revealCopy(
  { store }: MasterSecretDependencies,
  { copy, live, request }: UndoRun,
): Promise<MasterSecretPair> {
  const secrets = await store.reveal(copy).catch((error) => revealMoved(store, copy, live, error))
  if (secrets === null) throw SsoError.of('ReplacedStoreMissing', { name: request.name })
  if (secrets.current.msid === copy.current?.msid) return secrets
  // Where a store's key was replaced, the secret store answers with what it holds now.
  wipeMasterSecrets(secrets.current, secrets.previous)
  throw SsoError.of('KeyProtectorGone', { place: `where it was when ${request.name} was replaced` })
}

/** The key may have moved since: it was lost, and put back elsewhere from a recovery key. */
async function revealMoved(
  store: SecretStore,
  copy: SecretStoreContent,
  { content }: LiveStore,
  error: unknown,
): Promise<MasterSecretPair | null> {
  if (content === null || sameKeyPlace(content, copy)) throw error
  const { keyId, protector } = content
  return store.reveal({ ...copy, protector, keyId }).catch(() => {
    throw error
  })
}

function lastBackupOf({ lastBackup }: SecretStoreContent) {
  if (lastBackup === null) throw SsoError.of('SecretStoreDamaged', { reason: 'it names no backup' })
  return lastBackup
}

interface Candidate {
  readonly secrets: MasterSecretPair
  readonly trial: TrialReport
  readonly rows: readonly RowCounts[]
}

async function chooseBest(
  tables: Kysely<SsoTables>,
  deps: MasterSecretDependencies,
  old: MasterSecretPair,
  live: LiveStore,
): Promise<Candidate> {
  const { report, rows } = await tryCredentialsIn(tables, deps, old)
  const asItWas = { secrets: old, trial: report, rows: [rows] }
  const since = live.secrets?.current ?? null
  const alike = since === null || since.msid === old.current.msid || since.msid === old.previous?.msid
  if (alike || asItWas.trial.readable === asItWas.trial.total) return asItWas
  const secrets = { current: old.current, previous: since }
  const tried = await tryCredentialsIn(tables, deps, secrets)
  const both = [rows, tried.rows]
  return tried.report.readable > report.readable
    ? { secrets, trial: tried.report, rows: both }
    : { ...asItWas, rows: both }
}

function outcomeOf(
  { name, override }: UndoRequest,
  { current, previous }: MasterSecretPair,
  { damaged, readable, total }: TrialReport,
  replacedStore: string | null,
): Outcome<Restored> {
  const { msid } = current
  const previousMsid = previous?.msid ?? null
  const result = { msid, previousMsid, readable, total, replacedStore }
  return { result, data: { msid, previousMsid, readable, total, damaged, name, override } }
}
