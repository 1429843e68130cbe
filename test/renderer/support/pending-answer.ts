import type { Outcome, SsoErrorData } from '../../../shared/errors.ts'

/** A request that is answered when a test says so. */
export class PendingAnswer<T> {
  asked = 0
  #answer: ((outcome: Outcome<T>) => void) | null = null
  #refuse: ((thrown: unknown) => void) | null = null

  ask(): Promise<Outcome<T>> {
    this.asked += 1
    return new Promise((resolve, reject) => {
      this.#answer = resolve
      this.#refuse = reject
    })
  }

  succeed(value: T): void {
    this.#answer?.({ ok: true, value })
  }

  fail(error: SsoErrorData): void {
    this.#answer?.({ ok: false, error })
  }

  reject(thrown: unknown): void {
    this.#refuse?.(thrown)
  }
}
