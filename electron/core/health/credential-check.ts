import type { Kysely } from 'kysely'
import type { CheckedSecret, CredentialCheckReport, UnreadableCredential } from '../../../shared/health.ts'
import type { SealingKey } from '../crypto/sodium-batch.ts'
import type { SsoTables } from '../database/schema.ts'
import type { SsoDatabase } from '../database/sso-database.ts'
import { nearestInstant } from '../errors/instant.ts'
import { SsoError } from '../errors/sso-error.ts'
import { readMappingNames } from '../records/mapping.repository.ts'
import { readMsids } from '../records/secret.repository.ts'
import type { SecretStore } from '../secret-store/secret-store.ts'
import type { SecretStoreContent } from '../secret-store/secret-store-file.ts'
import { revealSubKeys, sealingKeys } from '../secret-store/sub-keys.ts'
import type { DatabaseJobs } from './database-jobs.ts'
import type { DecryptCheckOptions, DecryptCheckResult, UnopenedRow } from './decrypt-check.ts'

interface CheckParts {
  readonly database: SsoDatabase
  readonly store: SecretStore
  readonly jobs: DatabaseJobs
}

const REASONS: Readonly<Record<UnopenedRow['why'], string>> = {
  'not-authentic': 'it does not open with its master secret',
  'unknown-secret': 'its master secret is not in the secret store',
}

/**
 * Opens every credential with the secrets of the secret store. Where another secret was generated meanwhile, rows
 * that seemed unreadable are tried again with that one.
 *
 * @throws {@link SsoError} `Cancelled`, `SecretStoreMissing`, `KeyProtectorGone`, `SecretStoreDamaged`,
 * `SecretStoreVersionNewer`, `DatabaseBusy`, `DatabaseDamaged`
 */
export async function checkCredentials(
  { database, jobs, store }: CheckParts,
  options: DecryptCheckOptions,
): Promise<CredentialCheckReport> {
  const began = performance.now()
  for (;;) {
    const content = await requireContent(store)
    const keys = await loadKeys(store, content, database.tables)
    const result = await jobs.check({ target: database.target, keys }, options)
    const { current } = await requireContent(store)
    if (result.unreadable > 0 && current?.msid !== content.current?.msid) continue
    return report(database.tables, result, performance.now() - began)
  }
}

async function requireContent(store: SecretStore): Promise<SecretStoreContent> {
  const content = await store.read()
  if (content === null) throw SsoError.of('SecretStoreMissing', { msid: 'of these credentials' })
  return content
}

async function loadKeys(
  store: SecretStore,
  content: SecretStoreContent,
  db: Kysely<SsoTables>,
): Promise<readonly SealingKey[]> {
  const msids = await readMsids(db)
  const keys = await revealSubKeys(store, content, 'credentials')
  return sealingKeys(keys ?? [], msids)
}

async function report(
  db: Kysely<SsoTables>,
  { bySecret, total, unopened, unreadable }: DecryptCheckResult,
  milliseconds: number,
): Promise<CredentialCheckReport> {
  return {
    at: nearestInstant(new Date()),
    milliseconds,
    total,
    readable: total - unreadable,
    unreadable,
    unreadableRows: await nameRows(db, unopened),
    bySecret: await nameSecrets(db, bySecret),
  }
}

async function nameRows(
  db: Kysely<SsoTables>,
  unopened: readonly UnopenedRow[],
): Promise<readonly UnreadableCredential[]> {
  const ids = unopened.map(({ mappingId }) => mappingId)
  const names = await readMappingNames(db, ids)
  return unopened.map(({ mappingId, why }) => {
    const { application = null, windowsAccount = null } = names.get(mappingId) ?? {}
    return { mappingId, application, windowsAccount, reason: REASONS[why] }
  })
}

async function nameSecrets(
  db: Kysely<SsoTables>,
  bySecret: DecryptCheckResult['bySecret'],
): Promise<readonly CheckedSecret[]> {
  const msids = await readMsids(db)
  return bySecret.map(({ rows, secretId, unreadable }) => ({
    msid: msids.get(secretId) ?? null,
    rows,
    unreadable,
  }))
}
