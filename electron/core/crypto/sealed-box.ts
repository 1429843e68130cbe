import { randomBytes } from 'node:crypto'
import sodium from 'libsodium-wrappers'

/**
 * XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03) as the product stores it: nonce (24 bytes), ciphertext, tag (16).
 * A random 192-bit nonce per call needs no rotation limit.
 */
const NONCE_BYTES = 24
const TAG_BYTES = 16

/** Must be awaited once before {@link seal} or {@link open}. */
export async function sealedBoxReady(): Promise<void> {
  await sodium.ready
}

/** Seals `plaintext` under a 32-byte key; `additionalData` is authenticated, not stored. */
export function seal(plaintext: Uint8Array, additionalData: Uint8Array, key: Uint8Array): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES)
  return Buffer.concat([nonce, encryptWithNonce(plaintext, additionalData, nonce, key)])
}

/** @returns the plaintext, or `null` if the box was not sealed with this key and additional data. */
export function open(box: Uint8Array, additionalData: Uint8Array, key: Uint8Array): Uint8Array | null {
  if (box.byteLength < NONCE_BYTES + TAG_BYTES) return null
  const nonce = box.subarray(0, NONCE_BYTES)
  try {
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
      null,
      box.subarray(NONCE_BYTES),
      additionalData,
      nonce,
      key,
    )
  } catch {
    return null
  }
}

/** For known-answer tests; a nonce must never be used twice with one key. */
export function encryptWithNonce(
  plaintext: Uint8Array,
  additionalData: Uint8Array,
  nonce: Uint8Array,
  key: Uint8Array,
): Uint8Array {
  return sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plaintext, additionalData, null, nonce, key)
}
