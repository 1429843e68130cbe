import { type SealedRows, type SealingKey, SodiumBatch } from './sodium-batch.ts'
import { wipe } from './wipe.ts'

/**
 * Opens credentials under one key only to see whether they open, a batch at a time. Each plaintext is written over the
 * one before, and the last is wiped. Needs `sealedBoxReady()`. Whoever makes one closes it, which wipes the key.
 */
export class BatchOpener {
  readonly #batch: SodiumBatch

  constructor(key: SealingKey) {
    this.#batch = new SodiumBatch(key)
  }

  /** @returns the places, in order, of rows that do not open. */
  findUnopenable(rows: SealedRows): readonly number[] {
    const { byteLength } = rows.sealed
    const at = this.#batch.reserve(2 * byteLength)
    const { heap } = this.#batch
    heap.set(rows.sealed, at)
    const plaintext = at + byteLength
    const failed = this.#batch.findFailing(rows, at, (pointer, length) =>
      this.#batch.open(0, pointer, length, plaintext),
    )
    wipe(heap.subarray(at, at + 2 * byteLength))
    return failed
  }

  close(): void {
    this.#batch.close()
  }
}
