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

/** What the credentials under one master secret are sealed with. */
export interface SealingKey {
  /** Of the master secret, as rows name it. */
  readonly secretId: number
  /** 32 bytes. */
  readonly key: Uint8Array
}

/**
 * What is used of libsodium's WebAssembly module itself; its wrappers copy each argument, which takes half the time.
 */
interface RawSodium {
  readonly HEAPU8: Uint8Array<ArrayBuffer>
  _malloc(bytes: number): number
  _free(pointer: number): void
  _crypto_aead_xchacha20poly1305_ietf_decrypt(...pointersAndLengths: readonly number[]): number
  _crypto_aead_xchacha20poly1305_ietf_encrypt(...pointersAndLengths: readonly number[]): number
}

const BOX_AT = 1 + NONCE_BYTES
const KEY_BYTES = 32

/**
 * Keys, and room for a batch of rows, in libsodium's memory: rows are copied once, and opened and sealed there by
 * pointers, with nothing allocated. Needs `sealedBoxReady()`. Whoever makes one closes it, which wipes the keys.
 */
export class SodiumBatch {
  readonly #raw = (sodium as unknown as { readonly libsodium: RawSodium }).libsodium
  readonly #decrypt = this.#raw._crypto_aead_xchacha20poly1305_ietf_decrypt
  readonly #encrypt = this.#raw._crypto_aead_xchacha20poly1305_ietf_encrypt
  readonly #count: number
  /** The keys, then the additional data of each. */
  readonly #fixed: number
  #room = { pointer: 0, bytes: 0 }

  /** @param keys - named by their place from now on */
  constructor(...keys: readonly SealingKey[]) {
    this.#count = keys.length
    this.#fixed = this.#raw._malloc(this.#fixedBytes)
    const { heap } = this
    const view = new DataView(heap.buffer)
    for (const [place, { key, secretId }] of keys.entries()) {
      heap.set(key, this.#keyAt(place))
      writeAdditionalData(view, this.#dataAt(place), 0, secretId)
    }
  }

  /** To be asked for anew after {@link reserve}, which may move it. */
  get heap(): Uint8Array<ArrayBuffer> {
    return this.#raw.HEAPU8
  }

  /** @returns a pointer to so many bytes, which are the same as the last time where those were enough. */
  reserve(bytes: number): number {
    if (this.#room.bytes < bytes) {
      this.#freeRoom()
      this.#room = { pointer: this.#raw._malloc(bytes), bytes }
    }
    return this.#room.pointer
  }

  /**
   * Runs `work` on row after row, which are in {@link heap} from `at` on.
   *
   * @returns the places, in order, of rows for which `work` answered `false`.
   */
  findFailing(
    { lengths, mappingIds }: Pick<SealedRows, 'lengths' | 'mappingIds'>,
    at: number,
    work: (pointer: number, length: number, row: number) => boolean,
  ): readonly number[] {
    const words = new Uint32Array(this.heap.buffer)
    const failing: number[] = []
    let pointer = at
    for (let row = 0; row < mappingIds.length; row += 1) {
      const length = lengths[row] as number
      this.#bind(words, mappingIds[row] as number)
      if (!work(pointer, length, row)) failing.push(row)
      pointer += length
    }
    return failing
  }

  /** @returns whether a row opens; its plaintext is written to `plaintext` then. */
  open(place: number, pointer: number, length: number, plaintext: number): boolean {
    if (length < OVERHEAD_BYTES || this.heap[pointer] !== SUITE) return false
    const key = this.#keyAt(place)
    const data = this.#dataAt(place)
    const box = pointer + BOX_AT
    const bytes = length - BOX_AT
    return (
      this.#decrypt(plaintext, 0, 0, box, bytes, 0, data, ADDITIONAL_DATA_BYTES, 0, pointer + 1, key) === 0
    )
  }

  /** Seals the plaintext of a row of that length in its place, with the nonce that is at `nonce`. */
  seal(place: number, pointer: number, length: number, plaintext: number, nonce: number): void {
    const key = this.#keyAt(place)
    const data = this.#dataAt(place)
    const bytes = length - BOX_AT - TAG_BYTES
    this.heap.copyWithin(pointer + 1, nonce, nonce + NONCE_BYTES)
    this.#encrypt(pointer + BOX_AT, 0, plaintext, bytes, 0, data, ADDITIONAL_DATA_BYTES, 0, 0, nonce, key)
  }

  close(): void {
    wipe(this.heap.subarray(this.#fixed, this.#fixed + this.#fixedBytes))
    this.#raw._free(this.#fixed)
    this.#freeRoom()
  }

  get #fixedBytes(): number {
    return this.#count * (KEY_BYTES + ADDITIONAL_DATA_BYTES)
  }

  #keyAt(place: number): number {
    return this.#fixed + place * KEY_BYTES
  }

  #dataAt(place: number): number {
    return this.#fixed + this.#count * KEY_BYTES + place * ADDITIONAL_DATA_BYTES
  }

  /** Writes the mapping's id into the additional data of each key; the secrets' are there already. */
  #bind(words: Uint32Array, mappingId: number): void {
    const low = mappingId >>> 0
    const high = Math.floor(mappingId / 2 ** 32) >>> 0
    for (let place = 0; place < this.#count; place += 1) {
      const at = this.#dataAt(place) >> 2
      words[at] = low
      words[at + 1] = high
    }
  }

  #freeRoom(): void {
    if (this.#room.bytes > 0) this.#raw._free(this.#room.pointer)
    this.#room = { pointer: 0, bytes: 0 }
  }
}
