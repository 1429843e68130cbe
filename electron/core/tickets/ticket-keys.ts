import { wipeMasterSecrets } from '../crypto/master-secret.ts'
import { deriveSubKey } from '../crypto/sub-keys.ts'
import { wipe } from '../crypto/wipe.ts'
import { SsoError } from '../errors/sso-error.ts'
import type { SecretStore } from '../secret-store/secret-store.ts'

/**
 * Runs `work` with the keys that tickets are sealed with: the current master secret's, then, for tickets issued just
 * before it became current, the previous one's. They are wiped afterwards.
 *
 * @throws {@link SsoError} `SecretUnavailable`, `KeyProtectorGone`, `SecretStoreDamaged`, `SecretStoreVersionNewer`
 */
export async function withTicketKeys<T>(
  store: SecretStore,
  work: (current: Uint8Array, previous: Uint8Array | null) => T,
): Promise<T> {
  const content = await store.read()
  const secrets = content && (await store.reveal(content))
  if (secrets == null) throw SsoError.of('SecretUnavailable', { msid: 'of this system' })
  const current = deriveSubKey(secrets.current.bytes, 'tickets')
  const previous = secrets.previous && deriveSubKey(secrets.previous.bytes, 'tickets')
  wipeMasterSecrets(secrets.current, secrets.previous)
  try {
    return work(current, previous)
  } finally {
    wipe(current, previous)
  }
}
