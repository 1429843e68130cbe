import { type MasterSecret, type MasterSecretPair, wipeMasterSecrets } from '../crypto/master-secret.ts'
import { open, seal } from '../crypto/sealed-box.ts'
import { SsoError } from '../errors/sso-error.ts'
import type { SealedSecret, SecretStoreContent } from './secret-store-file.ts'

type Role = 'current' | 'previous'

/** Seals both secrets, or none, as the store holds them; `key` is the protector's. */
export function sealSecrets(
  systemId: string,
  secrets: MasterSecretPair | null,
  key: Uint8Array,
): Pick<SecretStoreContent, Role> {
  if (secrets === null) return { current: null, previous: null }
  return {
    current: sealSecret(systemId, 'current', secrets.current, key),
    previous: secrets.previous && sealSecret(systemId, 'previous', secrets.previous, key),
  }
}

/**
 * Opens both secrets; the caller wipes them.
 *
 * @returns `null` if the store holds none yet.
 * @throws {@link SsoError} `SecretStoreDamaged`
 */
export function unsealSecrets(content: SecretStoreContent, key: Uint8Array): MasterSecretPair | null {
  const { current: sealedCurrent, previous: sealedPrevious, systemId } = content
  if (sealedCurrent === null) return null
  const current = unsealSecret(systemId, 'current', sealedCurrent, key)
  try {
    return { current, previous: sealedPrevious && unsealSecret(systemId, 'previous', sealedPrevious, key) }
  } catch (error) {
    wipeMasterSecrets(current)
    throw error
  }
}

/** Binds a sealed secret to its place, so that boxes cannot be swapped between roles or systems. */
function additionalData(systemId: string, msid: string, role: Role): Uint8Array {
  return new TextEncoder().encode(`${systemId}/${msid}/${role}`)
}

function sealSecret(systemId: string, role: Role, secret: MasterSecret, key: Uint8Array): SealedSecret {
  const { msid, createdAt, bytes } = secret
  const sealed = seal(bytes, additionalData(systemId, msid, role), key)
  return { msid, createdAt, sealed: Buffer.from(sealed).toString('base64') }
}

function unsealSecret(systemId: string, role: Role, secret: SealedSecret, key: Uint8Array): MasterSecret {
  const { msid, createdAt, sealed } = secret
  const bytes = open(Buffer.from(sealed, 'base64'), additionalData(systemId, msid, role), key)
  if (bytes === null) {
    throw SsoError.of('SecretStoreDamaged', { reason: `its ${role} secret does not open with its key` })
  }
  return { msid, createdAt, bytes }
}
