import { randomBytes } from 'node:crypto'
import { ADDITIONAL_DATA_BYTES, NONCE_BYTES, SUITE, writeAdditionalData } from '../crypto/credential-box.ts'
import { encryptWithNonce } from '../crypto/sealed-box.ts'

/**
 * Seals what `sealCredential` seals one by one, with the nonces of all drawn at once: libsodium's own generator, asked
 * for each, takes most of the time of an import.
 *
 * @param secretId - the key of the secret in the `secret` table
 * @returns the boxes, in the order of the rows.
 */
export function sealCredentials(
  rows: readonly { readonly mappingId: number; readonly packed: Uint8Array }[],
  secretId: number,
  key: Uint8Array,
): readonly Uint8Array[] {
  const nonces = randomBytes(rows.length * NONCE_BYTES)
  const additionalData = new Uint8Array(ADDITIONAL_DATA_BYTES)
  const view = new DataView(additionalData.buffer)
  return rows.map(({ mappingId, packed }, index) => {
    const nonce = nonces.subarray(index * NONCE_BYTES, (index + 1) * NONCE_BYTES)
    writeAdditionalData(view, 0, mappingId, secretId)
    const box = encryptWithNonce(packed, additionalData, nonce, key)
    return Buffer.concat([Uint8Array.of(SUITE), nonce, box])
  })
}
