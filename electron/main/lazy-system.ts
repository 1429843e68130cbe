import type { DataDirectory } from '../core/files/data-directory.ts'
import type { SsoSystem } from '../core/sso-system.ts'

/** The SSO system, opened on first use, so that the window need not wait for it. */
export class LazySystem {
  readonly #directory: DataDirectory
  readonly #kdfWorker: URL
  #opening: Promise<SsoSystem> | null = null

  constructor(directory: DataDirectory, kdfWorker: URL) {
    this.#directory = directory
    this.#kdfWorker = kdfWorker
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
    const { openSsoSystem, workerKeyDerivation } = await import('./core-bundle.ts')
    return openSsoSystem({ directory: this.#directory, kdf: workerKeyDerivation(this.#kdfWorker) })
  }

  async close(): Promise<void> {
    const system = await this.#opening?.catch(() => null)
    this.#opening = null
    await system?.close()
  }
}
