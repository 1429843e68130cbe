import { randomFillSync } from 'node:crypto'
import sodium from 'libsodium-wrappers'
import {
  ADDITIONAL_DATA_BYTES,
  NONCE_BYTES,
  OVERHEAD_BYTES,
  SUITE,
  TAG_BYTES,
  writeAdditionalData,
} from './credential-box.ts'
import { wipe } from './wipe.ts'

/** Stored credentials of one length or several, one after the other. */
export interface SealedRows {
  readonly mappingIds: Float64Array
  /** Bytes of each, the suite byte included. */
  readonly lengths: Uint32Array
  readonly sealed: Uint8Array<ArrayBuffer>
}

export interface ResealedRows {
  /** As long as what came in, each row where it was; what stands where a row failed is of no use. */
  readonly sealed: Uint8Array<ArrayBuffer>
  /** Places, in order, of rows that did not open. */
  readonly failed: readonly number[]
}

/** A secret's key in the `secret` table and the key its credentials are sealed with. */
export interface SecretKey {
  readonly id: number
  readonly key: Uint8Array
}

/** What is used of libsodium's WebAssembly module itself; its wrappers copy each argument, which takes half the time. */
interface RawSodium {
  readonly HEAPU8: Uint8Array<ArrayBuffer>
  _malloc(bytes: number): number
  _free(pointer: number): void
  _crypto_aead_xchacha20poly1305_ietf_decrypt(...pointersAndLengths: readonly number[]): number
  _crypto_aead_xchacha20poly1305_ietf_encrypt(...pointersAndLengths: readonly number[]): number
}

const BOX_AT = 1 + NONCE_BYTES
const KEY_BYTES = 32
/** The two keys, then the additional data of either side. */
const FIXED_BYTES = 2 * KEY_BYTES + 2 * ADDITIONAL_DATA_BYTES

/** Pointers into libsodium's memory. */
interface Work {
  readonly bytes: number
  readonly rows: number
  readonly nonces: number
  readonly plaintext: number
}

/**
 * Opens credentials under one key and seals them under another, a batch at a time, copied once into libsodium's
 * memory. Needs `sealedBoxReady()`. Whoever makes one closes it, which wipes the keys.
 */
export class BatchResealer {
  readonly #raw = (sodium as unknown as { readonly libsodium: RawSodium }).libsodium
  readonly #decrypt = this.#raw._crypto_aead_xchacha20poly1305_ietf_decrypt
  readonly #encrypt = this.#raw._crypto_aead_xchacha20poly1305_ietf_encrypt
  readonly #fixed: number
  #work: Work | null = null

  constructor(from: SecretKey, to: SecretKey) {
    this.#fixed = this.#raw._malloc(FIXED_BYTES)
    const heap = this.#raw.HEAPU8
    heap.set(from.key, this.#fixed)
    heap.set(to.key, this.#fixed + KEY_BYTES)
    const view = new DataView(heap.buffer)
    writeAdditionalData(view, this.#fixed + 2 * KEY_BYTES, 0, from.id)
    writeAdditionalData(view, this.#fixed + 2 * KEY_BYTES + ADDITIONAL_DATA_BYTES, 0, to.id)
  }

  /** Writes over the rows' own bytes: what is not allocated need not be collected. */
  reseal({ lengths, mappingIds, sealed }: SealedRows): ResealedRows {
    const work = this.#reserve(sealed.byteLength, mappingIds.length)
    const heap = this.#raw.HEAPU8
    heap.set(sealed, work.rows)
    randomFillSync(heap, work.nonces, mappingIds.length * NONCE_BYTES)
    const failed = this.#resealRows(heap, work, mappingIds, lengths)
    sealed.set(heap.subarray(work.rows, work.rows + sealed.byteLength))
    wipe(heap.subarray(work.rows, work.rows + work.bytes))
    return { sealed, failed }
  }

  close(): void {
    wipe(this.#raw.HEAPU8.subarray(this.#fixed, this.#fixed + FIXED_BYTES))
    this.#raw._free(this.#fixed)
    if (this.#work !== null) this.#raw._free(this.#work.rows)
    this.#work = null
  }

  #resealRows(
    heap: Uint8Array<ArrayBuffer>,
    { nonces, plaintext, rows }: Work,
    mappingIds: Float64Array,
    lengths: Uint32Array,
  ): readonly number[] {
    const words = new Uint32Array(heap.buffer)
    const failed: number[] = []
    let at = rows
    for (let row = 0; row < mappingIds.length; row += 1) {
      const length = lengths[row] as number
      this.#bind(words, mappingIds[row] as number)
      if (!this.#resealRow(heap, at, length, nonces + row * NONCE_BYTES, plaintext)) failed.push(row)
      at += length
    }
    return failed
  }

  /** Writes the mapping's id into the additional data of either side; the secrets' are there already. */
  #bind(words: Uint32Array, mappingId: number): void {
    const from = (this.#fixed + 2 * KEY_BYTES) >> 2
    const to = from + (ADDITIONAL_DATA_BYTES >> 2)
    words[from] = words[to] = mappingId >>> 0
    words[from + 1] = words[to + 1] = (mappingId / 2 ** 32) >>> 0
  }

  /** Pointers throughout, and nothing allocated: this is what a re-encryption spends its time with. */
  #resealRow(
    heap: Uint8Array<ArrayBuffer>,
    at: number,
    length: number,
    nonce: number,
    plaintext: number,
  ): boolean {
    if (length < OVERHEAD_BYTES || heap[at] !== SUITE) return false
    const fromKey = this.#fixed
    const toKey = fromKey + KEY_BYTES
    const fromData = toKey + KEY_BYTES
    const toData = fromData + ADDITIONAL_DATA_BYTES
    const box = at + BOX_AT
    const bytes = length - BOX_AT
    if (
      this.#decrypt(plaintext, 0, 0, box, bytes, 0, fromData, ADDITIONAL_DATA_BYTES, 0, at + 1, fromKey) !== 0
    )
      return false
    heap.copyWithin(at + 1, nonce, nonce + NONCE_BYTES)
    this.#encrypt(box, 0, plaintext, bytes - TAG_BYTES, 0, toData, ADDITIONAL_DATA_BYTES, 0, 0, nonce, toKey)
    return true
  }

  /** Memory for a batch, with room for a plaintext as long as all of it. */
  #reserve(sealedBytes: number, rows: number): Work {
    const nonceBytes = rows * NONCE_BYTES
    const bytes = 2 * sealedBytes + nonceBytes
    if (this.#work === null || this.#work.bytes < bytes) {
      if (this.#work !== null) this.#raw._free(this.#work.rows)
      this.#work = { bytes, rows: this.#raw._malloc(bytes), nonces: 0, plaintext: 0 }
    }
    const start = this.#work.rows
    const nonces = start + sealedBytes
    this.#work = { ...this.#work, nonces, plaintext: nonces + nonceBytes }
    return this.#work
  }
}
