import sodium from 'libsodium-wrappers'
import type { SealedRows, SecretKey } from './batch-resealer.ts'
import {
  ADDITIONAL_DATA_BYTES,
  NONCE_BYTES,
  OVERHEAD_BYTES,
  SUITE,
  writeAdditionalData,
} from './credential-box.ts'
import { wipe } from './wipe.ts'

/** What is used of libsodium's WebAssembly module itself; its wrappers copy each argument, which takes half the time. */
interface RawSodium {
  readonly HEAPU8: Uint8Array<ArrayBuffer>
  _malloc(bytes: number): number
  _free(pointer: number): void
  _crypto_aead_xchacha20poly1305_ietf_decrypt(...pointersAndLengths: readonly number[]): number
}

const BOX_AT = 1 + NONCE_BYTES
const KEY_BYTES = 32
const FIXED_BYTES = KEY_BYTES + ADDITIONAL_DATA_BYTES

/**
 * Opens credentials under one key only to see whether they open, a batch at a time, copied once into libsodium's
 * memory. Each plaintext is written over the one before, and the last is wiped. Needs `sealedBoxReady()`. Whoever makes
 * one closes it, which wipes the key.
 */
export class BatchOpener {
  readonly #raw = (sodium as unknown as { readonly libsodium: RawSodium }).libsodium
  readonly #decrypt = this.#raw._crypto_aead_xchacha20poly1305_ietf_decrypt
  /** The key, then the additional data. */
  readonly #fixed: number
  #work = { pointer: 0, bytes: 0 }

  constructor({ id, key }: SecretKey) {
    this.#fixed = this.#raw._malloc(FIXED_BYTES)
    const heap = this.#raw.HEAPU8
    heap.set(key, this.#fixed)
    writeAdditionalData(new DataView(heap.buffer), this.#fixed + KEY_BYTES, 0, id)
  }

  /** @returns the places, in order, of rows that do not open. */
  findUnopenable({ lengths, mappingIds, sealed }: SealedRows): readonly number[] {
    const rows = this.#reserve(2 * sealed.byteLength)
    const heap = this.#raw.HEAPU8
    heap.set(sealed, rows)
    const plaintext = rows + sealed.byteLength
    const words = new Uint32Array(heap.buffer)
    const failed: number[] = []
    let at = rows
    for (let row = 0; row < mappingIds.length; row += 1) {
      const length = lengths[row] as number
      this.#bind(words, mappingIds[row] as number)
      if (!this.#opens(heap, at, length, plaintext)) failed.push(row)
      at += length
    }
    wipe(heap.subarray(rows, rows + 2 * sealed.byteLength))
    return failed
  }

  close(): void {
    wipe(this.#raw.HEAPU8.subarray(this.#fixed, this.#fixed + FIXED_BYTES))
    this.#raw._free(this.#fixed)
    if (this.#work.bytes > 0) this.#raw._free(this.#work.pointer)
    this.#work = { pointer: 0, bytes: 0 }
  }

  /** Writes the mapping's id into the additional data; the secret's is there already. */
  #bind(words: Uint32Array, mappingId: number): void {
    const at = (this.#fixed + KEY_BYTES) >> 2
    words[at] = mappingId >>> 0
    words[at + 1] = Math.floor(mappingId / 2 ** 32) >>> 0
  }

  #opens(heap: Uint8Array, at: number, length: number, plaintext: number): boolean {
    if (length < OVERHEAD_BYTES || heap[at] !== SUITE) return false
    const key = this.#fixed
    const data = key + KEY_BYTES
    const box = at + BOX_AT
    return (
      this.#decrypt(plaintext, 0, 0, box, length - BOX_AT, 0, data, ADDITIONAL_DATA_BYTES, 0, at + 1, key) ===
      0
    )
  }

  #reserve(bytes: number): number {
    if (this.#work.bytes < bytes) {
      if (this.#work.bytes > 0) this.#raw._free(this.#work.pointer)
      this.#work = { pointer: this.#raw._malloc(bytes), bytes }
    }
    return this.#work.pointer
  }
}
