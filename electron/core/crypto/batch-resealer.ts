import { randomFillSync } from 'node:crypto'
import { NONCE_BYTES } from './credential-box.ts'
import { type SealedRows, type SealingKey, SodiumBatch } from './sodium-batch.ts'
import { wipe } from './wipe.ts'

export interface ResealedRows {
  /** As long as what came in, each row where it was; what stands where a row failed is of no use. */
  readonly sealed: Uint8Array<ArrayBuffer>
  /** Places, in order, of rows that did not open. */
  readonly failed: readonly number[]
}

const FROM = 0
const TO = 1

/**
 * Opens credentials under one key and seals them under another, a batch at a time. Needs `sealedBoxReady()`. Whoever
 * makes one closes it, which wipes the keys.
 */
export class BatchResealer {
  readonly #batch: SodiumBatch

  constructor(from: SealingKey, to: SealingKey) {
    this.#batch = new SodiumBatch(from, to)
  }

  /** Writes over the rows' own bytes: what is not allocated need not be collected. */
  reseal(rows: SealedRows): ResealedRows {
    const { mappingIds, sealed } = rows
    const nonceBytes = mappingIds.length * NONCE_BYTES
    // The rows, a nonce for each, and room for a plaintext as long as all of them.
    const bytes = 2 * sealed.byteLength + nonceBytes
    const at = this.#batch.reserve(bytes)
    const { heap } = this.#batch
    const nonces = at + sealed.byteLength
    const plaintext = nonces + nonceBytes
    heap.set(sealed, at)
    randomFillSync(heap, nonces, nonceBytes)
    const failed = this.#batch.findFailing(rows, at, (pointer, length, row) => {
      if (!this.#batch.open(FROM, pointer, length, plaintext)) return false
      this.#batch.seal(TO, pointer, length, plaintext, nonces + row * NONCE_BYTES)
      return true
    })
    sealed.set(heap.subarray(at, nonces))
    wipe(heap.subarray(at, at + bytes))
    return { sealed, failed }
  }

  close(): void {
    this.#batch.close()
  }
}
