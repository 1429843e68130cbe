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
  #opening: Promise<SsoSystem> | null = null

  constructor(directory: DataDirectory, scripts: WorkerScripts) {
    this.#directory = directory
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
    return openSsoSystem({
      directory: this.#directory,
      expected: 'either',
      kdf: workerKeyDerivation(kdf),
      reencrypt: workerRunner(reencryption, reseal),
      jobs: workerJobs(databaseJobs),
    })
  }

  async close(): Promise<void> {
    const system = await this.#opening?.catch(() => null)
    this.#opening = null
    await system?.close()
  }
}
