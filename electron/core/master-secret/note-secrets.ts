import type { Msid } from '../../../shared/master-secret.ts'
import { requireMasterSecretServer } from '../access/access.ts'
import type { Within } from '../database/within.ts'
import { nearestInstant } from '../errors/instant.ts'
import { noteCurrentSecret, requireSystem } from '../records/system.repository.ts'
import { beginReencryption } from '../reencryption/reencryption.repository.ts'
import type { MasterSecretDependencies } from './master-secret-dependencies.ts'

/** A secret as the database knows it: by its name. */
export interface DatedSecret {
  readonly msid: Msid
  /** UTC, ISO 8601. */
  readonly createdAt: string
}

/** The names of the secrets that are in the secret store by now. */
export interface CommittedSecrets {
  readonly current: DatedSecret
  readonly previous: DatedSecret | null
}

/**
 * Notes in the database which secrets are in use, and has the credentials re-encrypted. Where the secret store has
 * others by now, nothing is noted: that is left to whoever put them there.
 *
 * @throws {@link SsoError} `NotMasterSecretServer`, `DatabaseBusy`, `DatabaseFull`, `DatabaseDamaged`, and those of
 * reading the store
 */
export async function noteSecrets(
  { database, server, store }: Pick<MasterSecretDependencies, 'database' | 'server' | 'store'>,
  secrets: CommittedSecrets,
): Promise<void> {
  await database.transaction(async (within) => {
    const now = await store.read()
    if (now?.current?.msid === secrets.current.msid) await noteSecretsIn(within, server, secrets)
  })
}

/**
 * As {@link noteSecrets}, whatever the secret store has.
 *
 * @throws {@link SsoError} `NotMasterSecretServer`, `DatabaseFull`, `DatabaseDamaged`
 */
export async function noteSecretsIn(
  within: Within,
  server: string,
  { current, previous }: CommittedSecrets,
): Promise<void> {
  // Another computer may have moved the role meanwhile: what is current is then decided there.
  requireMasterSecretServer(await requireSystem(within), server)
  if (previous !== null) await noteCurrentSecret(within, previous.msid, previous.createdAt)
  await noteCurrentSecret(within, current.msid, current.createdAt)
  await beginReencryption(within, nearestInstant(new Date()))
}
