import type { DataDirectory } from '../core/files/data-directory.ts'
import type { SsoSystem } from '../core/sso-system.ts'

/** The built scripts that the core's threads run. */
export interface WorkerScripts {
  readonly kdf: URL
  readonly reencryption: URL
  readonly reseal: URL
  readonly databaseJobs: URL
}

/** The SSO system, opened on first use, so that the window need not wait for it. */
export class LazySystem {
  readonly #directory: DataDirectory
  readonly #scripts: WorkerScripts
  #expected: 'existing' | 'either'
  #opening: Promise<SsoSystem> | null = null

  constructor(directory: DataDirectory, expected: 'existing' | 'either', scripts: WorkerScripts) {
    this.#directory = directory
    this.#expected = expected
    this.#scripts = scripts
  }

  /** Rejects as opening does; the next call tries again. */
  readonly get = (): Promise<SsoSystem> => {
    this.#opening ??= this.#open().catch((error) => {
      this.#opening = null
      throw error
    })
    return this.#opening
  }

  async #open(): Promise<SsoSystem> {
    const { openSsoSystem, workerJobs, workerKeyDerivation, workerRunner } = await import('./core-bundle.ts')
    const { databaseJobs, kdf, reencryption, reseal } = this.#scripts
    const system = await openSsoSystem({
      directory: this.#directory,
      expected: this.#expected,
      kdf: workerKeyDerivation(kdf),
      reencrypt: workerRunner(reencryption, reseal),
      jobs: workerJobs(databaseJobs),
    })
    // Should it vanish, as a disk does, no other takes its place.
    this.#expected = 'existing'
    return system
  }

  async close(): Promise<void> {
    const system = await this.#opening?.catch(() => null)
    this.#opening = null
    await system?.close()
  }
}
