import { sealCredential } from '../../electron/core/crypto/credential-box.ts'
import { sealedBoxReady } from '../../electron/core/crypto/sealed-box.ts'
import type { DataDirectory } from '../../electron/core/files/data-directory.ts'
import { credentialsKey, openWithKey } from '../independent-reader/credentials.ts'
import { readSecretStore } from '../independent-reader/secrets.ts'
import { DatabaseSync } from './sqlite.ts'
import { utf8 } from './test-system.ts'

const APPLICATION = `INSERT OR IGNORE INTO application (id, name, type, description, contact, enabled, tickets_allowed,
  validate_tickets, timeout_tickets, allow_local_accounts, admin_account_same, host_initiated_sso,
  windows_initiated_sso, validate_password, disable_credential_cache, users_cannot_create_mappings, created_at, name_key)
  VALUES (1, 'SAP', 'individual', '', '', 1, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, '2026-01-02T03:04:05.678Z', 'sap')`
const MAPPING = `INSERT INTO mapping (id, application_id, windows_account, external_user, enabled, created_at, windows_key, external_key)
  VALUES (?1, 1, ?2, ?3, 1, '2026-01-02T03:04:05.678Z', ?2, ?3)`
const CREDENTIAL = 'INSERT INTO credential (mapping_id, secret_id, sealed) VALUES (?, ?, ?)'

/** What {@link insertCredentials} seals for a mapping; of different lengths where `ragged`. */
export function plaintextOf(mappingId: number, ragged = false): Uint8Array {
  const text = `credential ${mappingId}`.padEnd(64, '.')
  return utf8(ragged ? text.slice(0, 12 + (mappingId % 50)) : text)
}

/** The credential keys of a test system's secrets, by their id in the database. */
export async function credentialKeys(directory: DataDirectory): Promise<ReadonlyMap<number, Uint8Array>> {
  const secrets = readSecretStore(directory.secretStore)
  if (secrets === null) throw new Error('no master secret was generated')
  const database = new DatabaseSync(directory.database)
  const idOf = database.prepare('SELECT id FROM secret WHERE msid = ?')
  const both = [secrets.current, secrets.previous].filter((secret) => secret !== null)
  const keys = both.map((secret) => {
    const row = idOf.get(secret.msid) as { id: number }
    return [row.id, credentialsKey(secret)] as const
  })
  database.close()
  return new Map(keys)
}

/** Puts a credential in for each of `mappingIds`, as if it had been set under the current master secret. */
export async function insertCredentials(
  directory: DataDirectory,
  mappingIds: readonly number[],
  ragged = false,
): Promise<void> {
  await sealedBoxReady()
  const [current] = await credentialKeys(directory)
  if (current === undefined) throw new Error('no master secret was generated')
  const [secretId, key] = current
  const database = new DatabaseSync(directory.database)
  // As the product's own connections are.
  database.exec(`PRAGMA secure_delete = ON; ${APPLICATION}; BEGIN`)
  const mapping = database.prepare(MAPPING)
  const credential = database.prepare(CREDENTIAL)
  for (const id of mappingIds) {
    mapping.run(id, `DOMAIN\\user${id}`, `ext${id}`)
    credential.run(id, secretId, sealCredential(plaintextOf(id, ragged), id, secretId, key))
  }
  database.exec('COMMIT')
  database.close()
}

/** All rows as they are. */
export interface OpenedCredential {
  readonly mappingId: number
  readonly secretId: number
  /** `null` if it does not open with the secret it names. */
  readonly text: string | null
}

export function openAll(
  databasePath: string,
  keys: ReadonlyMap<number, Uint8Array>,
): readonly OpenedCredential[] {
  const database = new DatabaseSync(databasePath)
  try {
    const rows = database.prepare('SELECT * FROM credential ORDER BY mapping_id').all() as {
      mapping_id: number
      secret_id: number
      sealed: Uint8Array
    }[]
    return rows.map(({ mapping_id: mappingId, sealed, secret_id: secretId }) => {
      const key = keys.get(secretId)
      const opened = key === undefined ? null : openWithKey({ mappingId, secretId, sealed }, key)
      return { mappingId, secretId, text: opened && Buffer.from(opened).toString() }
    })
  } finally {
    database.close()
  }
}
