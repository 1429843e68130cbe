import { dirname } from 'node:path'
import type { FileSystem } from '../files/file-system.ts'
import { replaceFile } from '../files/replace-file.ts'
import { unlessAbsent } from '../files/unless-absent.ts'
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
   * @returns `null` only if there is no store.
   * @throws {@link SsoError} `SecretStoreUnreadable`, `SecretStoreDamaged`, `SecretStoreVersionNewer`
   */
  async read(): Promise<SecretStoreContent | null> {
    const file = await this.#readFile()
    return file === null ? null : parseSecretStore(file)
  }

  /**
   * @throws {@link SsoError} `SecretStoreWriteFailed`, `SecretStoreUnreadable`: what was there has been seen to be there
   * still; `FileWouldNotBeReadable`: it was not touched; `SecretStoreUncertain`: it is not known what is there.
   */
  async replace(content: SecretStoreContent): Promise<void> {
    const file = encodeSecretStore(content)
    const before = await this.#readFile()
    try {
      await replaceFile(this.#files, this.#path, file)
    } catch (cause) {
      // The last step, syncing the folder, can fail when the new content is in place already: that is no failure.
      await this.#requireReplaced(before, file, cause)
    }
  }

  /** Finds out what a replacement that failed has left. */
  async #requireReplaced(before: Uint8Array | null, after: Uint8Array, cause: unknown): Promise<void> {
    const reason = systemErrorCode(cause)
    const found = await this.#readFile().catch((error) => {
      const unreadable = `it cannot be read either: ${error instanceof SsoError ? error.details.reason : error}`
      throw SsoError.of('SecretStoreUncertain', { reason, found: unreadable }, { cause })
    })
    if (sameBytes(found, after)) return
    if (sameBytes(found, before)) throw SsoError.of('SecretStoreWriteFailed', { reason }, { cause })
    const changed = found === null ? 'it is gone' : 'something else has changed it meanwhile'
    throw SsoError.of('SecretStoreUncertain', { reason, found: changed }, { cause })
  }

  /** Makes sure that what {@link read} gives would outlast a power failure. Rejects with Node's system errors. */
  async makeDurable(): Promise<void> {
    await this.#files.syncDirectory(dirname(this.#path))
  }

  async #readFile(): Promise<Uint8Array | null> {
    try {
      return await unlessAbsent(this.#files.read(this.#path, MAX_SECRET_STORE_BYTES))
    } catch (cause) {
      const details = { path: this.#path, reason: systemErrorCode(cause) }
      throw SsoError.of('SecretStoreUnreadable', details, { cause })
    }
  }
}

/** Whether the store may hold the new content although replacing it was answered with `error`. */
export function isUncertain(error: unknown): boolean {
  return !(error instanceof SsoError) || error.code === 'SecretStoreUncertain'
}

function sameBytes(one: Uint8Array | null, other: Uint8Array | null): boolean {
  if (one === null || other === null) return one === other
  return Buffer.compare(one, other) === 0
}
