import type { Kysely } from 'kysely'
import type { DatabaseReader, ReadFirst } from '../database/database-reader.ts'
import type { ApplicationType, SsoTables } from '../database/schema.ts'
import { mappingKeys } from '../database/unique-keys.ts'
import type { Within } from '../database/within.ts'
import type { MappingKey, MappingRow } from '../records/mapping.repository.ts'

/** What lets look-ups in an application through, and how they are kept and noted. */
export interface GateRow {
  readonly system_enabled: 0 | 1
  readonly enabled: 0 | 1
  readonly disable_credential_cache: 0 | 1
  readonly credential_cache_timeout: number
  readonly audit_credential_lookups: number
}

/** A mapping and, if they are set, its credentials. */
export interface CredentialRow {
  readonly id: number
  readonly windows_account: string
  readonly external_user: string
  readonly enabled: 0 | 1
  readonly secret_id: number | null
  readonly sealed: Uint8Array | null
  readonly msid: string | null
}

/** The queries that a look-up runs, prepared. */
export interface CredentialReads {
  /** Of an application, by its id. */
  readonly gate: ReadFirst<GateRow>
  /** By application id and the Windows account's key. */
  readonly byWindowsAccount: ReadFirst<CredentialRow>
  /** By application id and the external user's key. */
  readonly byExternalUser: ReadFirst<CredentialRow>
}

/** @throws {@link SsoError} `DatabaseBusy`, `DatabaseDamaged` */
export function prepareCredentialReads(db: Kysely<SsoTables>, reader: DatabaseReader): CredentialReads {
  const gate = db
    .selectFrom('application')
    .innerJoin('global_info', (join) => join.onTrue())
    .select(['global_info.enabled as system_enabled', 'application.enabled', 'disable_credential_cache'])
    .select(['credential_cache_timeout', 'audit_credential_lookups'])
    .where('application.id', '=', 0)
  return {
    gate: reader.prepare(gate.compile()),
    byWindowsAccount: reader.prepare(credentialOf(db, 'windows_key').compile()),
    byExternalUser: reader.prepare(credentialOf(db, 'external_key').compile()),
  }
}

function credentialOf(db: Kysely<SsoTables>, key: MappingKey) {
  return db
    .selectFrom('mapping')
    .leftJoin('credential', 'credential.mapping_id', 'mapping.id')
    .leftJoin('secret', 'secret.id', 'credential.secret_id')
    .select(['mapping.id', 'windows_account', 'external_user', 'enabled', 'secret_id', 'sealed', 'msid'])
    .where('application_id', '=', 0)
    .where(key, '=', '')
}

/** What a mapping's credentials are written as. */
export interface SealedCredential {
  readonly mappingId: number
  readonly secretId: number
  readonly sealed: Uint8Array
}

/** Writes the credentials of mappings, be there any or not. What was damaged of them is no longer. */
export async function writeCredentials(
  within: Within,
  credentials: readonly SealedCredential[],
): Promise<void> {
  const rows = credentials.map(({ mappingId, sealed, secretId }) => ({
    mapping_id: mappingId,
    secret_id: secretId,
    sealed,
  }))
  await within
    .insertInto('credential')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('mapping_id').doUpdateSet((eb) => ({
        secret_id: eb.ref('excluded.secret_id'),
        sealed: eb.ref('excluded.sealed'),
      })),
    )
    .execute()
  const ids = credentials.map(({ mappingId }) => mappingId)
  await within.deleteFrom('damaged_credential').where('mapping_id', 'in', ids).execute()
}

/**
 * @returns whether there were any.
 */
export async function deleteCredential(within: Within, mappingId: number): Promise<boolean> {
  const { numDeletedRows } = await within
    .deleteFrom('credential')
    .where('mapping_id', '=', mappingId)
    .executeTakeFirstOrThrow()
  await within.deleteFrom('damaged_credential').where('mapping_id', '=', mappingId).execute()
  return numDeletedRows > 0n
}

/** Writes the external user that a mapping leads to, and that the mapping is enabled. */
export async function enableMappingAs(
  within: Within,
  type: ApplicationType,
  mapping: MappingRow,
): Promise<void> {
  await within
    .updateTable('mapping')
    .set({ external_user: mapping.externalUser, ...mappingKeys(type, mapping), enabled: 1 })
    .where('id', '=', mapping.id)
    .execute()
}
