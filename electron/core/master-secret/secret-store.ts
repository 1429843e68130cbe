import type { KeyProtectorKind } from '../../../shared/master-secret.ts'
import { open, seal } from '../crypto/sealed-box.ts'
import { wipe } from '../crypto/wipe.ts'
import type { DataDirectory } from '../files/data-directory.ts'
import type { FileSystem } from '../files/file-system.ts'
import { replaceFile } from '../files/replace-file.ts'
import { SsoError, systemErrorCode } from '../sso-error.ts'
import { keepNewKey } from './key-protectors/choose-protector.ts'
import type { KeyProtector } from './key-protectors/key-protector.ts'
import type { MasterSecret, MasterSecretPair } from './master-secret.ts'
import {
  encodeSecretStore,
  type LastBackup,
  MAX_SECRET_STORE_BYTES,
  parseSecretStore,
  type SealedSecret,
  type SecretStoreContent,
} from './secret-store-file.ts'

type Role = 'current' | 'previous'

/** Keeps the current and the previous master secret of one system on the master secret server. */
export class SecretStore {
  readonly #directory: DataDirectory
  readonly #files: FileSystem
  readonly #protectors: readonly KeyProtector[]

  /** @param protectors - all that there are, those preferred for a new store first */
  constructor(directory: DataDirectory, files: FileSystem, protectors: readonly KeyProtector[]) {
    this.#directory = directory
    this.#files = files
    this.#protectors = protectors
  }

  /**
   * What the store says without its key.
   *
   * @returns `null` if there is no store.
   * @throws {@link SsoError} `SecretStoreDamaged`, `SecretStoreVersionNewer`
   */
  async read(): Promise<SecretStoreContent | null> {
    const file = await this.#readFile()
    return file === null ? null : parseSecretStore(file)
  }

  async #readFile(): Promise<Uint8Array | null> {
    try {
      return await this.#files.read(this.#directory.secretStore, MAX_SECRET_STORE_BYTES)
    } catch (cause) {
      const reason = systemErrorCode(cause)
      if (reason === 'ENOENT') return null
      throw SsoError.of('SecretStoreDamaged', { reason: `reading it fails with ${reason}` }, { cause })
    }
  }

  /**
   * Makes an empty store and the key that guards it.
   *
   * @throws {@link SsoError} `SecretStoreWriteFailed`
   */
  async create(systemId: string, server: string): Promise<SecretStoreContent> {
    const { protector, key } = await keepNewKey(this.#protectors, systemId).catch((cause) => {
      throw SsoError.of('SecretStoreWriteFailed', { reason: systemErrorCode(cause) }, { cause })
    })
    wipe(key)
    const content = {
      systemId,
      server,
      protector: protector.kind,
      current: null,
      previous: null,
      lastBackup: null,
    }
    await this.#replace(content)
    return content
  }

  /**
   * Opens both secrets.
   *
   * @returns `null` if none was generated yet; otherwise secrets that the caller wipes.
   * @throws {@link SsoError} `KeyProtectorGone`, `SecretStoreDamaged`
   */
  async reveal(content: SecretStoreContent): Promise<MasterSecretPair | null> {
    if (content.current === null) return null
    const key = await this.#findKey(content)
    try {
      const current = unsealSecret(content, 'current', content.current, key)
      return {
        current,
        previous: content.previous && unsealSecret(content, 'previous', content.previous, key),
      }
    } finally {
      wipe(key)
    }
  }

  /**
   * Checks that a new secret could be kept, before anything is made.
   *
   * @throws {@link SsoError} `KeyProtectorGone`
   */
  async checkProtector(content: SecretStoreContent): Promise<void> {
    wipe(await this.#findKey(content))
  }

  /**
   * Makes `secrets` the system's: the commit point. After a crash at any instant the store holds either all of the
   * old or all of the new.
   *
   * @throws {@link SsoError} `KeyProtectorGone`, `SecretStoreWriteFailed`; the old secrets are kept then.
   */
  async commit(
    content: SecretStoreContent,
    secrets: MasterSecretPair,
    lastBackup: LastBackup,
  ): Promise<void> {
    const key = await this.#findKey(content)
    try {
      await this.#replace({
        ...content,
        current: sealSecret(content, 'current', secrets.current, key),
        previous: secrets.previous && sealSecret(content, 'previous', secrets.previous, key),
        lastBackup,
      })
    } finally {
      wipe(key)
    }
  }

  async #replace(content: SecretStoreContent): Promise<void> {
    const file = encodeSecretStore(content)
    try {
      await replaceFile(this.#files, this.#directory.secretStore, file)
    } catch (cause) {
      // The last step, syncing the folder, can fail when the new content is in place already: that is no failure.
      if (await this.#holds(file)) return
      throw SsoError.of('SecretStoreWriteFailed', { reason: systemErrorCode(cause) }, { cause })
    }
  }

  async #holds(file: Uint8Array): Promise<boolean> {
    const found = await this.#readFile().catch(() => null)
    return found !== null && Buffer.compare(found, file) === 0
  }

  async #findKey(content: SecretStoreContent): Promise<Uint8Array> {
    const protector = this.#protector(content.protector)
    const key = await protector.find(content.systemId)
    if (key === null) throw SsoError.of('KeyProtectorGone', { place: protector.place })
    return key
  }

  #protector(kind: KeyProtectorKind): KeyProtector {
    const protector = this.#protectors.find((candidate) => candidate.kind === kind)
    if (protector === undefined) throw new Error(`no key protector of kind ${kind} was passed in`)
    return protector
  }
}

/** Binds a sealed secret to its place, so that boxes cannot be swapped between roles or systems. */
function additionalData(systemId: string, msid: string, role: Role): Uint8Array {
  return new TextEncoder().encode(`${systemId}/${msid}/${role}`)
}

function sealSecret(
  content: SecretStoreContent,
  role: Role,
  secret: MasterSecret,
  key: Uint8Array,
): SealedSecret {
  const { msid, createdAt, bytes } = secret
  const sealed = seal(bytes, additionalData(content.systemId, msid, role), key)
  return { msid, createdAt, sealed: Buffer.from(sealed).toString('base64') }
}

function unsealSecret(
  content: SecretStoreContent,
  role: Role,
  secret: SealedSecret,
  key: Uint8Array,
): MasterSecret {
  const { msid, createdAt, sealed } = secret
  const bytes = open(Buffer.from(sealed, 'base64'), additionalData(content.systemId, msid, role), key)
  if (bytes === null) {
    throw SsoError.of('SecretStoreDamaged', { reason: `its ${role} secret does not open with its key` })
  }
  return { msid, createdAt, bytes }
}
