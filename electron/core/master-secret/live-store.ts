import { timingSafeEqual } from 'node:crypto'
import type { StoreRelation } from '../../../shared/backup.ts'
import type { ErrorCode } from '../../../shared/errors.ts'
import type { MasterSecret, MasterSecretPair } from '../crypto/master-secret.ts'
import { SsoError } from '../errors/sso-error.ts'
import type { SystemRow } from '../records/system.repository.ts'
import type { SecretStore } from '../secret-store/secret-store.ts'
import type { SecretStoreContent } from '../secret-store/secret-store-file.ts'

/** The secret store in whatever state it is. */
export interface LiveStore {
  /** `null` if there is none, or it cannot be read at all. */
  readonly content: SecretStoreContent | null
  /** Its secrets, which the caller wipes; `null` if it holds none or they do not open. */
  readonly secrets: MasterSecretPair | null
  /** Whether it belongs to the system and new secrets can be committed to it. */
  readonly usable: boolean
  /** Why it, or its secrets, could not be read. */
  readonly error: SsoError | null
}

const NONE: LiveStore = { content: null, secrets: null, usable: false, error: null }

/** Reads what there is of the secret store. Whatever is wrong with it is an answer, not a failure. */
export async function readLiveStore(store: SecretStore, system: SystemRow): Promise<LiveStore> {
  let content: SecretStoreContent | null = null
  try {
    content = await store.read()
    if (content === null) return NONE
    if (content.systemId !== system.systemId) {
      throw SsoError.of('SecretStoreForeign', { found: content.systemId, expected: system.systemId })
    }
    await store.checkProtector(content)
    return { content, secrets: await store.reveal(content), usable: true, error: null }
  } catch (error) {
    if (!(error instanceof SsoError)) throw error
    return { content, secrets: null, usable: false, error }
  }
}

/** That something cannot be read now says nothing about what is in it, nor that it is there. */
const UNREADABLE: readonly ErrorCode[] = ['SecretStoreUnreadable', 'KeyProtectorUnreadable']

/**
 * Refuses to replace a store of which nobody can tell whether it, or its key, is whole.
 *
 * @throws {@link SsoError} `SecretStoreUnreadable`, `KeyProtectorUnreadable`
 */
export function refuseUnreadable({ error }: LiveStore): void {
  if (error !== null && UNREADABLE.includes(error.code)) throw error
}

/** How the secrets of a backup stand to those that are in use. */
export function compareSecrets(backup: MasterSecretPair, live: MasterSecretPair | null): StoreRelation {
  if (live === null) return 'no-store'
  const ofBackup = secretsOf(backup)
  const ofLive = secretsOf(live)
  const conflict = ofBackup.some((one) =>
    ofLive.some((other) => one.msid === other.msid && !timingSafeEqual(one.bytes, other.bytes)),
  )
  if (conflict) return 'conflicting'
  if (backup.current.msid === live.current.msid) {
    return backup.previous?.msid === live.previous?.msid ? 'same' : 'same-current'
  }
  if (backup.current.msid === live.previous?.msid) return 'older'
  return backup.previous?.msid === live.current.msid ? 'newer' : 'unrelated'
}

function secretsOf({ current, previous }: MasterSecretPair): readonly MasterSecret[] {
  return previous === null ? [current] : [current, previous]
}
