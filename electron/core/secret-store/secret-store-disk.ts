import { dirname } from 'node:path'
import { SsoError, systemErrorCode } from '../errors/sso-error.ts'
import type { FileSystem } from '../files/file-system.ts'
import { replaceFile } from '../files/replace-file.ts'
import { unlessAbsent } from '../files/unless-absent.ts'
import {
  encodeSecretStore,
  MAX_SECRET_STORE_BYTES,
  parseSecretStore,
  type SecretStoreContent,
} from './secret-store-file.ts'
import type { SecretStoreLock } from './secret-store-lock.ts'

/** Runs a step while nobody else can run one. */
export type Exclusively = (step: () => Promise<void>) => Promise<void>

/** What is under way with the store. */
interface Operation {
  readonly lock: SecretStoreLock
  readonly exclusively: Exclusively
  /** The store's file, as far as the operation knows; `null` if there is none. */
  known: Uint8Array | null
}

/** The secret store's file on the disk, read and replaced whole. */
export class SecretStoreDisk {
  readonly #path: string
  readonly #files: FileSystem
  #operation: Operation | null = null

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
   * Begins an operation with the store as it is now, byte for byte: it is replaced only as long as it is that still.
   *
   * @param exclusively - runs what compares and swaps
   * @throws {@link SsoError} `SecretStoreUnreadable`; `SecretStoreBusy` if another operation of this program has begun
   * and not ended, as it may when the lock's file was removed.
   */
  async begin(lock: SecretStoreLock, exclusively: Exclusively): Promise<void> {
    if (this.#operation !== null) {
      throw SsoError.of('SecretStoreBusy', { holder: 'this program is changing it already' })
    }
    const operation: Operation = { lock, exclusively, known: null }
    this.#operation = operation
    try {
      operation.known = await this.#readFile()
    } catch (error) {
      this.#operation = null
      throw error
    }
  }

  /** Ends the operation that {@link begin} began. */
  end(): void {
    this.#operation = null
  }

  /**
   * Checks that the store is the one that the operation began with, or that it has put there since.
   *
   * @throws {@link SsoError} `SecretStoreChanged`, `SecretStoreLockFailed`, `SecretStoreUnreadable`
   */
  async requireUnchanged(): Promise<void> {
    const { known, lock } = this.#begun()
    if (!sameBytes(await this.#readFile(), known)) throw SsoError.of('SecretStoreChanged', {})
    lock.assertHeld()
  }

  /** Whether {@link requireUnchanged} has nothing to refuse. */
  async isUnchanged(): Promise<boolean> {
    try {
      await this.requireUnchanged()
      return true
    } catch (error) {
      if (error instanceof SsoError) return false
      throw error
    }
  }

  /**
   * Compares, and swaps: to be called within an operation.
   *
   * @throws {@link SsoError} those of {@link requireUnchanged}, `FileWouldNotBeReadable`, `SecretStoreWriteFailed`:
   * what was there is there still; `SecretStoreUncertain`: it is not known what is there.
   */
  async replace(content: SecretStoreContent): Promise<void> {
    const operation = this.#begun()
    const file = encodeSecretStore(content)
    await this.requireUnchanged()
    try {
      await replaceFile(this.#files, this.#path, file, (rename) => this.#swap(operation, rename))
    } catch (cause) {
      if (cause instanceof SsoError) throw cause
      // The last step, syncing the folder, can fail when the new content is in place already: that is no failure.
      await this.#requireReplaced(operation.known, file, cause)
    }
    operation.known = file
  }

  async #swap({ exclusively }: Operation, rename: () => Promise<void>): Promise<void> {
    let isDone = false
    try {
      await exclusively(async () => {
        await this.requireUnchanged()
        await rename()
        isDone = true
      })
    } catch (error) {
      // How the exclusion ends is of no account after that.
      if (!isDone) throw error
    }
  }

  #begun(): Operation {
    if (this.#operation === null) throw new Error('the secret store is changed without being locked')
    return this.#operation
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
