/** Work that a window has asked for and may cancel: one at a time for each window. */
export class CancellableWork {
  readonly #running = new Map<number, AbortController>()

  /** Runs `work`. What the same window had asked for before is cancelled: a page that was loaded anew forgot it. */
  async run<T>(windowId: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.cancel(windowId)
    const cancel = new AbortController()
    this.#running.set(windowId, cancel)
    try {
      return await work(cancel.signal)
    } finally {
      if (this.#running.get(windowId) === cancel) this.#running.delete(windowId)
    }
  }

  /** @returns whether there was anything to cancel. */
  cancel(windowId: number): boolean {
    const running = this.#running.get(windowId)
    running?.abort()
    return running !== undefined
  }
}
