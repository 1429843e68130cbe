import { dirname } from 'node:path'
import type { FileSystem } from '../files/file-system.ts'
import { replaceFile } from '../files/replace-file.ts'
import { SsoError, systemErrorCode } from '../sso-error.ts'
import {
  encodeSecretStore,
  MAX_SECRET_STORE_BYTES,
  parseSecretStore,
  type SecretStoreContent,
} from './secret-store-file.ts'

/** The secret store's file on the disk, read and replaced whole. */
export class SecretStoreDisk {
  readonly #path: string
  readonly #files: FileSystem

  constructor(path: string, files: FileSystem) {
    this.#path = path
    this.#files = files
  }

  /**
   * @returns `null` if there is no store.
   * @throws {@link SsoError} `SecretStoreDamaged`, `SecretStoreVersionNewer`
   */
  async read(): Promise<SecretStoreContent | null> {
    const file = await this.#readFile()
    return file === null ? null : parseSecretStore(file)
  }

  /** @throws {@link SsoError} `SecretStoreWriteFailed`; the old store is there then, or none can be read. */
  async replace(content: SecretStoreContent): Promise<void> {
    const file = encodeSecretStore(content)
    try {
      await replaceFile(this.#files, this.#path, file)
    } catch (cause) {
      // The last step, syncing the folder, can fail when the new content is in place already: that is no failure.
      if (await this.#holds(file)) return
      throw SsoError.of('SecretStoreWriteFailed', { reason: systemErrorCode(cause) }, { cause })
    }
  }

  /** Whether the store names the key `keyId`; `true` where it cannot be read. */
  async mayName(keyId: string): Promise<boolean> {
    const found = await this.read().catch(() => undefined)
    return found === undefined || found?.keyId === keyId
  }

  /** Makes sure that what {@link read} gives would outlast a power failure. Rejects with Node's system errors. */
  async makeDurable(): Promise<void> {
    await this.#files.syncDirectory(dirname(this.#path))
  }

  async #readFile(): Promise<Uint8Array | null> {
    try {
      return await this.#files.read(this.#path, MAX_SECRET_STORE_BYTES)
    } catch (cause) {
      const reason = systemErrorCode(cause)
      if (reason === 'ENOENT') return null
      throw SsoError.of('SecretStoreDamaged', { reason: `reading it fails with ${reason}` }, { cause })
    }
  }

  async #holds(file: Uint8Array): Promise<boolean> {
    const found = await this.#readFile().catch(() => null)
    return found !== null && Buffer.compare(found, file) === 0
  }
}
