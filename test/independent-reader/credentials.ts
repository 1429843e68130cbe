import { hkdfSync } from 'node:crypto'
import { type FoundSecret, type FoundSecrets, openBox } from './secrets.ts'

/* Credentials in the SSO database, after docs/formats.md. */

/** A row of `credential`, with the name that `secret` gives its `secret_id`. */
export interface CredentialRow {
  readonly mappingId: number
  readonly secretId: number
  readonly msid: string
  readonly sealed: Uint8Array
}

/** What reads such rows. */
export const CREDENTIAL_ROWS = `SELECT mapping_id AS mappingId, secret_id AS secretId, msid, sealed
  FROM credential JOIN secret ON secret.id = secret_id ORDER BY mapping_id`

const subKeys = new WeakMap<FoundSecret, Uint8Array>()

/** The key of the credentials under a secret: 32 bytes. */
export function credentialsKey(secret: FoundSecret): Uint8Array {
  const known = subKeys.get(secret)
  if (known !== undefined) return known
  const key = new Uint8Array(hkdfSync('sha256', secret.bytes, '', 'enterprise-sso/v1/credentials', 32))
  subKeys.set(secret, key)
  return key
}

/** What a row holds, for {@link unpackValues}; `null` if these secrets do not open it. */
export function openCredentialRow(row: CredentialRow, secrets: FoundSecrets | null): Uint8Array | null {
  const secret = [secrets?.current, secrets?.previous].find((one) => one?.msid === row.msid)
  return secret == null ? null : openWithKey(row, credentialsKey(secret))
}

/** What a row holds, for {@link unpackValues}; `null` if the key does not open it. */
export function openWithKey(
  { mappingId, sealed, secretId }: Omit<CredentialRow, 'msid'>,
  key: Uint8Array,
): Uint8Array | null {
  if (sealed[0] !== 1) return null
  const additional = Buffer.alloc(16)
  additional.writeBigUInt64LE(BigInt.asUintN(64, BigInt(mappingId)), 0)
  additional.writeBigUInt64LE(BigInt.asUintN(64, BigInt(secretId)), 8)
  try {
    return openBox(sealed.subarray(1), key, additional)
  } catch {
    return null
  }
}

/** The values of the fields after the first, in their order. */
export function unpackValues(packed: Uint8Array): readonly string[] {
  const buffer = Buffer.from(packed)
  const values: string[] = []
  for (let at = 0; at < buffer.byteLength; ) {
    const end = at + 4 + buffer.readUInt32LE(at)
    if (end > buffer.byteLength) throw new Error('a value is longer than the rest')
    values.push(new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(at + 4, end)))
    at = end
  }
  return values
}
