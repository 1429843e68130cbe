import { requireApplicationAdministrator, scopeOf } from '../access/application-access.ts'
import { packValues, sealCredential } from '../crypto/credential-box.ts'
import { wipe } from '../crypto/wipe.ts'
import type { Within } from '../database/within.ts'
import { SsoError } from '../errors/sso-error.ts'
import { type Caller, createMappings } from '../mappings/create-mappings.ts'
import { requireMappings } from '../mappings/manage-mappings.ts'
import { refuseOther, requireMappingRights } from '../mappings/mapping-access.ts'
import { checkExternalUser } from '../mappings/windows-account.ts'
import type { Application } from '../records/application.ts'
import { findMappings, type MappingRow } from '../records/mapping.repository.ts'
import { readCurrentSecret } from '../records/secret.repository.ts'
import { enableMappingAs, writeCredentials } from './credential.repository.ts'
import { MAX_VALUE_BYTES, type NewCredentials } from './credential.ts'
import type { CredentialKeys } from './credential-keys.ts'
import { ownAccount } from './look-up-decision.ts'

/** @throws {@link SsoError} `CredentialsIncomplete`, `CredentialValueTooLong` */
export function checkValues({ fields, name }: Application, values: readonly Uint8Array[]): void {
  const [, ...needed] = fields
  if (needed.length !== values.length) {
    const counts = { needed: needed.length, given: values.length }
    throw SsoError.of('CredentialsIncomplete', { application: name, ...counts })
  }
  for (const [index, { label }] of needed.entries()) {
    const bytes = values[index]?.byteLength ?? 0
    if (bytes <= MAX_VALUE_BYTES) continue
    const details = { application: name, field: label, bytes, limit: MAX_VALUE_BYTES }
    throw SsoError.of('CredentialValueTooLong', details)
  }
}

/**
 * Finds the mapping whose credentials a caller may set or delete.
 *
 * @returns `null` if there is none.
 * @throws {@link SsoError} `AccessDeniedNotApplicationUser`, `AccessDeniedNotApplicationAdministrator`,
 * `AccessDeniedGroupMapping`, `AccessDeniedMappingOfAnother`
 */
export async function findManageable(
  within: Within,
  { account }: Pick<Caller, 'account'>,
  application: Application,
  named: string,
): Promise<MappingRow | null> {
  if (application.type === 'config-store') {
    await requireApplicationAdministrator(within, account, scopeOf(application))
    return (await findMappings(within, application.id, 'windows_key', ['']))[0] ?? null
  }
  const rights = await requireMappingRights(within, account, application, 'manage')
  const refused = refuseOther(rights, account, application.name, named)
  if (refused !== null) throw refused
  return requireMappings(within, application, [{ account: named }]).then(
    ([row]) => row ?? null,
    (error) => {
      if (error instanceof SsoError && error.code === 'MappingMissing') return null
      throw error
    },
  )
}

/**
 * Seals credentials under the current secret, and creates and enables their mapping.
 *
 * @returns the mapping's id; or, having written nothing, the name of the current secret, whose key is not in memory.
 * @throws {@link SsoError} the codes of {@link checkValues}, {@link findManageable} and createMappings;
 * `MappingMissing` when there is no mapping and no external user is given, and those of
 * {@link CredentialKeys.findToSeal}
 */
export async function setCredentials(
  within: Within,
  caller: Caller,
  application: Application,
  credentials: NewCredentials,
  keys: CredentialKeys,
): Promise<{ readonly mappingId: number } | { readonly missingKeyOf: string }> {
  const named = credentials.account ?? ownAccount(application, caller.account)
  const existing = await findManageable(within, caller, application, named)
  checkValues(application, credentials.values)
  const secret = await readCurrentSecret(within)
  if (secret === null) throw SsoError.of('SecretUnavailable', { msid: 'of this system' })
  if (keys.loaded(secret.msid) === undefined) return { missingKeyOf: secret.msid }
  const mappingId = await ensureMapping(within, caller, application, { ...credentials, named, existing })
  const key = await keys.findToSeal(secret.msid)
  const packed = packValues(credentials.values)
  try {
    const sealed = sealCredential(packed, mappingId, secret.id, key)
    await writeCredentials(within, [{ mappingId, secretId: secret.id, sealed }])
  } finally {
    wipe(packed)
  }
  return { mappingId }
}

interface MappingToEnsure {
  readonly named: string
  readonly existing: MappingRow | null
  readonly externalUser?: string
}

async function ensureMapping(
  within: Within,
  caller: Caller,
  application: Application,
  { existing, externalUser, named }: MappingToEnsure,
): Promise<number> {
  const mapping = existing ?? (await createMapping(within, caller, application, named, externalUser))
  const changed =
    application.type === 'host-group' ? mapping.externalUser : (externalUser ?? mapping.externalUser)
  if (changed !== mapping.externalUser) await requireFreeExternalUser(within, application, changed)
  await enableMappingAs(within, application.type, { ...mapping, externalUser: changed })
  return mapping.id
}

async function createMapping(
  within: Within,
  caller: Caller,
  application: Application,
  named: string,
  externalUser: string | undefined,
): Promise<MappingRow> {
  const isHostGroup = application.type === 'host-group'
  if (!isHostGroup && externalUser === undefined)
    throw SsoError.of('MappingMissing', { account: named, application: application.name })
  const mapping = isHostGroup
    ? { externalUser: named }
    : { windowsAccount: named, externalUser: externalUser ?? '' }
  await createMappings(within, caller, application, [mapping])
  const [created] = await requireMappings(within, application, [{ account: named }])
  if (created === undefined) throw new Error('a mapping created within the transaction is not there')
  return created
}

async function requireFreeExternalUser(
  within: Within,
  { id, name, type }: Application,
  externalUser: string,
): Promise<void> {
  checkExternalUser(externalUser)
  if (type !== 'individual') return
  const taken = await findMappings(within, id, 'external_key', [externalUser])
  if (taken.length > 0) throw SsoError.of('MappingExistsForExternalUser', { application: name, externalUser })
}
