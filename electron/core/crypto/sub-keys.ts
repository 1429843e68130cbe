import { hkdfSync } from 'node:crypto'

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
