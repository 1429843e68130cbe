import { hkdfSync } from 'node:crypto'
import type { Msid } from '../../../shared/master-secret.ts'
import type { MasterSecretPair } from './master-secret.ts'

/** What a key derived from a master secret is for; the master secret itself encrypts nothing. */
export type SubKeyPurpose = 'credentials' | 'tickets' | 'audit-chain'

/**
 * Derives the 32-byte key for one purpose from a master secret (HKDF-SHA256, RFC 5869; no salt, the purpose as
 * `info`). The caller wipes it.
 */
export function deriveSubKey(masterSecret: Uint8Array, purpose: SubKeyPurpose): Uint8Array {
  const info = `enterprise-sso/v1/${purpose}`
  return new Uint8Array(hkdfSync('sha256', masterSecret, new Uint8Array(0), info, 32))
}

/** A key with the name of the master secret that it was derived from. */
export interface SubKey {
  readonly msid: Msid
  /** 32 bytes. */
  readonly key: Uint8Array
}

/** The keys for one purpose of both secrets, the current one's first. The caller wipes them. */
export function deriveSubKeys(
  { current, previous }: MasterSecretPair,
  purpose: SubKeyPurpose,
): readonly SubKey[] {
  const both = previous === null ? [current] : [current, previous]
  return both.map(({ bytes, msid }) => ({ msid, key: deriveSubKey(bytes, purpose) }))
}
