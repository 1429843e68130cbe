import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { FreezingOrder, FreezingReport } from './freezing-child.ts'

/** A process of freezing-child.ts. */
export class FreezingProcess {
  readonly #child: ChildProcess
  readonly #lines: AsyncIterator<string>

  /**
   * @param script - freezing-child.ts, built
   * @param sight - whether it may learn from the kernel who has a lock
   */
  constructor(script: string, sight: 'seeing' | 'unseeing' = 'seeing') {
    this.#child = spawn(process.execPath, [script, sight], { stdio: ['pipe', 'pipe', 'inherit'] })
    if (this.#child.stdout === null) throw new Error('the child has no output')
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]()
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  /** @returns `frozen` when it stands still, or how it ended if it did not come to that. */
  async begin(order: FreezingOrder): Promise<'frozen' | FreezingReport> {
    this.#child.stdin?.write(`${JSON.stringify(order)}\n`)
    return this.#next()
  }

  /** Has it go on where it stands still, to its end. */
  async goOn(): Promise<FreezingReport> {
    this.#child.kill('SIGCONT')
    const report = await this.#next()
    if (report === 'frozen') throw new Error('it stands still again')
    return report
  }

  async #next(): Promise<'frozen' | FreezingReport> {
    const { done, value } = await this.#lines.next()
    if (done) throw new Error('the child has ended')
    return value === 'frozen' ? 'frozen' : (JSON.parse(value) as FreezingReport)
  }

  end(): void {
    this.#child.kill('SIGKILL')
  }
}
