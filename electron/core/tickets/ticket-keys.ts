import { wipe } from '../crypto/wipe.ts'
import { SsoError } from '../errors/sso-error.ts'
import { revealSubKeys, type SecretSource } from '../secret-store/sub-keys.ts'

/**
 * Runs `work` with the keys that tickets are sealed with: the current master secret's, then, for tickets issued just
 * before it became current, the previous one's. They are wiped afterwards.
 *
 * @throws {@link SsoError} `SecretUnavailable`, `KeyProtectorGone`, `SecretStoreDamaged`, `SecretStoreVersionNewer`
 */
export async function withTicketKeys<T>(
  store: SecretSource,
  work: (current: Uint8Array, previous: Uint8Array | null) => T,
): Promise<T> {
  const content = await store.read()
  const keys = content && (await revealSubKeys(store, content, 'tickets'))
  const [current, previous] = keys ?? []
  if (current === undefined) throw SsoError.of('SecretUnavailable', { msid: 'of this system' })
  try {
    return work(current.key, previous?.key ?? null)
  } finally {
    wipe(current.key, previous?.key)
  }
}
