import { type TrialReport, wouldLoseCredentials } from '../../../shared/backup.ts'
import type { MasterSecretPair } from '../crypto/master-secret.ts'
import type { Within } from '../database/within.ts'
import { SsoError } from '../errors/sso-error.ts'
import { readReencryption } from '../reencryption/reencryption.repository.ts'
import { requireFinished } from '../reencryption/require-finished.ts'
import { compareSecrets, type LiveStore } from './live-store.ts'
import type { MasterSecretDependencies } from './master-secret-dependencies.ts'

/**
 * Runs `commit`, which begins the re-encryption anew, while no credential is being carried from one secret to another
 * under its hands, in whatever process. If it fails, the re-encryption goes on as before.
 *
 * @throws whatever `commit` throws.
 */
export async function pauseReencryption<T>(
  { database, reencryption }: MasterSecretDependencies,
  commit: () => Promise<T>,
): Promise<T> {
  const before = await readReencryption(database.tables)
  if (before?.state !== 'running') return commit()
  await reencryption.pause()
  try {
    return await commit()
  } catch (error) {
    await reencryption.resume().catch(() => undefined)
    throw error
  }
}

/** What is to be committed, and in whose place. */
interface Replacement {
  readonly live: LiveStore
  readonly secrets: MasterSecretPair
}

/** What its owner has agreed to. */
interface Agreed {
  readonly override: boolean
  readonly mayLose?: number | undefined
}

/**
 * Refuses secrets that would leave credentials unread, more than was agreed to. While the secrets in use are whole and
 * a re-encryption between them is unfinished, nobody can override that: finishing it first costs nothing, and is always
 * possible.
 *
 * @throws {@link SsoError} `Busy`, `RestoreWouldLoseCredentials`
 */
export async function refuseLoss(
  within: Within,
  trial: TrialReport,
  { live, secrets }: Replacement,
  { mayLose = Number.POSITIVE_INFINITY, override }: Agreed,
): Promise<void> {
  // Credentials that do not open with a secret of the same name as one in use may open with that one.
  const isConflict = trial.damaged > 0 && compareSecrets(secrets, live.secrets) === 'conflicting'
  if (!isConflict && !wouldLoseCredentials(trial)) return
  const row = await readReencryption(within)
  if (live.secrets?.current.msid === row?.msid) requireFinished(row)
  const { readable, total } = trial
  if (!override || total - readable > mayLose) {
    throw SsoError.of('RestoreWouldLoseCredentials', { readable, total })
  }
}
