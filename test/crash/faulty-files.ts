import type { FileSystem } from '../../electron/core/files/file-system.ts'
import { nodeFileSystem } from '../../electron/core/files/node-file-system.ts'
import { type FileOperation, observedFileSystem } from './observed-file-system.ts'

/** What comes in the way of an operation: rejects in its place, or resolves for it to be run all the same. */
export type Mishap = (operation: FileOperation) => Promise<void>

/** Whether only one operation goes wrong or, as on a disk that dies or fills up, all that follow, too. */
export type Extent = 'once' | 'for good'

/** The real file system, with mishaps at the how-many-th operation from when it was armed. */
export class FaultyFiles {
  readonly files: FileSystem
  /** Since it was armed. */
  seen: FileOperation[] = []
  #at = 0
  #extent: Extent = 'once'
  #mishap: Mishap = async () => undefined

  constructor() {
    this.files = observedFileSystem(nodeFileSystem, async (operation, run) => {
      this.seen.push(operation)
      const at = this.seen.length
      const strikes = this.#at > 0 && (this.#extent === 'once' ? at === this.#at : at >= this.#at)
      if (!strikes) return run()
      if (operation.name !== 'close') {
        await this.#mishap(operation)
        return run()
      }
      // A file whose closing fails is closed all the same.
      const closed = await run()
      await this.#mishap(operation)
      return closed
    })
  }

  /** @param at - from 1; 0 for no mishap */
  arm(at: number, mishap: Mishap, extent: Extent = 'once'): void {
    this.seen = []
    this.#at = at
    this.#extent = extent
    this.#mishap = mishap
  }

  disarm(): void {
    this.arm(0, async () => undefined)
  }
}

/** A mishap that is the system error `code`. */
export const failWith =
  (code: string): Mishap =>
  async () => {
    throw Object.assign(new Error(`${code}, injected`), { code })
  }
