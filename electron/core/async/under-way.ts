/** The work that a service has begun and that has not ended. */
export class UnderWay {
  readonly #running = new Set<Promise<unknown>>()

  /** @returns what `work` comes to; it counts as under way until then. */
  track<T>(work: Promise<T>): Promise<T> {
    this.#running.add(work)
    return work.finally(() => this.#running.delete(work))
  }

  /** Resolves when what is under way now has ended, however it ends. */
  async whenIdle(): Promise<void> {
    await Promise.allSettled(this.#running)
  }
}
