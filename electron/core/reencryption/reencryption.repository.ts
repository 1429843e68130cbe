import type { Kysely } from 'kysely'
import type { Msid } from '../../../shared/master-secret.ts'
import { NOT_AUTHENTIC } from '../database/credential-rows.ts'
import { BEFORE_ALL, type ReencryptionState, type SsoTables } from '../database/schema.ts'
import type { Within } from '../database/within.ts'

/** The re-encryption as the database has it. */
export interface ReencryptionRow {
  readonly secretId: number
  readonly msid: Msid
  readonly state: ReencryptionState
  readonly total: number
  readonly done: number
  readonly damaged: number
  readonly startedAt: string
  readonly finishedAt: string | null
}

/** @returns `null` if credentials never had to be re-encrypted. */
export async function readReencryption(db: Kysely<SsoTables>): Promise<ReencryptionRow | null> {
  const row = await db
    .selectFrom('reencryption')
    .innerJoin('secret', 'secret.id', 'reencryption.to_secret_id')
    .select(['to_secret_id', 'msid', 'state', 'total', 'done', 'started_at', 'finished_at'])
    .executeTakeFirst()
  if (row === undefined) return null
  const { damaged } = await stillDamaged(db)
    .select((eb) => eb.fn.countAll<number>().as('damaged'))
    .executeTakeFirstOrThrow()
  const { done, finished_at: finishedAt, msid, started_at: startedAt, state, to_secret_id, total } = row
  return {
    secretId: to_secret_id,
    msid,
    state,
    total,
    done,
    damaged,
    startedAt,
    finishedAt,
  }
}

/**
 * Begins the re-encryption under a new secret, in the transaction that makes that secret current, if there are rows
 * under another.
 */
export async function beginReencryption(within: Within, at: string): Promise<void> {
  const secret = await within.selectFrom('global_info').select('current_secret_id as id').executeTakeFirst()
  if (secret?.id == null) return
  const { total } = await within
    .selectFrom('credential')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  await within.deleteFrom('reencryption').execute()
  await within.deleteFrom('damaged_credential').where('reason', '<>', NOT_AUTHENTIC).execute()
  const empty = total === 0
  await within
    .insertInto('reencryption')
    .values({
      id: 1,
      to_secret_id: secret.id,
      state: empty ? 'done' : 'running',
      position: BEFORE_ALL,
      total,
      done: 0,
      started_at: at,
      finished_at: empty ? at : null,
    })
    .execute()
}

/** How many credentials there are, at most and about: they are not counted, which would take a look at each. */
export async function estimateCredentials(db: Kysely<SsoTables>): Promise<number> {
  const { most } = await db
    .selectFrom('credential')
    .select((eb) => eb.fn.max<number | null>('mapping_id').as('most'))
    .executeTakeFirstOrThrow()
  return most ?? 0
}

/** @returns whether there is a re-encryption in one of the states `from`. */
export async function changeReencryptionState(
  within: Within,
  from: readonly ReencryptionState[],
  to: ReencryptionState,
): Promise<boolean> {
  const { numUpdatedRows } = await within
    .updateTable('reencryption')
    .set({ state: to })
    .where('state', 'in', from)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** A row that was left as it is. */
export interface DamagedCredential {
  readonly application: string
  readonly windowsAccount: string
  readonly externalUser: string
  readonly reason: string
}

/** The rows that the last re-encryption left as they were, at most `limit`. */
export async function readDamagedCredentials(
  db: Kysely<SsoTables>,
  limit: number,
): Promise<readonly DamagedCredential[]> {
  return stillDamaged(db)
    .innerJoin('mapping', 'mapping.id', 'damaged_credential.mapping_id')
    .innerJoin('application', 'application.id', 'mapping.application_id')
    .select(['application.name as application', 'windows_account as windowsAccount'])
    .select(['external_user as externalUser', 'reason'])
    .orderBy('damaged_credential.mapping_id')
    .limit(limit)
    .execute()
}

/** Without those that were set anew, or removed, since. */
function stillDamaged(db: Kysely<SsoTables>) {
  return db
    .selectFrom('damaged_credential')
    .innerJoin('credential', 'credential.mapping_id', 'damaged_credential.mapping_id')
    .innerJoin('reencryption', (join) => join.onTrue())
    .whereRef('credential.secret_id', '<>', 'reencryption.to_secret_id')
}
