import { open, seal } from './sealed-box.ts'
import { wipe } from './wipe.ts'

/*
 * The stored form of one mapping's credentials (docs/formats.md): a suite byte, then a sealed box over the packed
 * values. The additional data binds it to its mapping and to its master secret, so that no box opens elsewhere.
 */

/** XChaCha20-Poly1305 with a random nonce. */
export const SUITE = 1
export const NONCE_BYTES = 24
export const TAG_BYTES = 16
/** What a stored credential has beside its values. */
export const OVERHEAD_BYTES = 1 + NONCE_BYTES + TAG_BYTES
export const ADDITIONAL_DATA_BYTES = 16

/** Seals packed values for the mapping and the secret (its key in the `secret` table) they belong to. */
export function sealCredential(
  packed: Uint8Array,
  mappingId: number,
  secretId: number,
  key: Uint8Array,
): Uint8Array {
  return Buffer.concat([Uint8Array.of(SUITE), seal(packed, additionalData(mappingId, secretId), key)])
}

/** @returns the packed values, which the caller wipes; `null` if anything about the box, or where it lies, differs. */
export function openCredential(
  sealed: Uint8Array,
  mappingId: number,
  secretId: number,
  key: Uint8Array,
): Uint8Array | null {
  if (sealed[0] !== SUITE) return null
  return open(sealed.subarray(1), additionalData(mappingId, secretId), key)
}

function additionalData(mappingId: number, secretId: number): Uint8Array {
  const data = new Uint8Array(ADDITIONAL_DATA_BYTES)
  writeAdditionalData(new DataView(data.buffer), 0, mappingId, secretId)
  return data
}

/** Two unsigned 64-bit numbers, little end first: the mapping's id and the secret's. */
export function writeAdditionalData(view: DataView, at: number, mappingId: number, secretId: number): void {
  view.setUint32(at, mappingId >>> 0, true)
  view.setUint32(at + 4, Math.floor(mappingId / 2 ** 32), true)
  view.setUint32(at + 8, secretId >>> 0, true)
  view.setUint32(at + 12, Math.floor(secretId / 2 ** 32), true)
}

const LENGTH_BYTES = 4

/** Packs values (UTF-8, in the order of the fields): each its length (32 bits, little end first), then itself. */
export function packValues(values: readonly Uint8Array[]): Uint8Array {
  const packed = new Uint8Array(values.reduce((sum, value) => sum + LENGTH_BYTES + value.byteLength, 0))
  const view = new DataView(packed.buffer)
  let at = 0
  for (const value of values) {
    view.setUint32(at, value.byteLength, true)
    packed.set(value, at + LENGTH_BYTES)
    at += LENGTH_BYTES + value.byteLength
  }
  return packed
}

/** @returns copies, which the caller wipes; `null` if `packed` is not what {@link packValues} makes. */
export function unpackValues(packed: Uint8Array): readonly Uint8Array[] | null {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength)
  const values: Uint8Array[] = []
  let at = 0
  while (at < packed.byteLength) {
    const start = at + LENGTH_BYTES
    const end = start > packed.byteLength ? Number.POSITIVE_INFINITY : start + view.getUint32(at, true)
    if (end > packed.byteLength) {
      wipe(...values)
      return null
    }
    // Not `slice`, which copies nothing where `packed` is one of Node's own buffers.
    values.push(new Uint8Array(packed.subarray(start, end)))
    at = end
  }
  return values
}
