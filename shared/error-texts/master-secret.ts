import type { Text } from './text.ts'

/** The master secret, its store and re-encryption. */
export const masterSecretTexts = {
  Busy: (d: { done: number; total: number }): Text => [
    `The credentials are still being re-encrypted under the current master secret (${d.done} of ${d.total} are done).`,
    'Wait until that has finished; if it was paused or cancelled, resume it. Nothing was changed.',
  ],
  Cancelled: (): Text => ['The operation was cancelled.', 'Nothing was changed.'],
  KeyProtectorGone: (d: { place: string }): Text => [
    `The key that guards the secret store is gone from ${d.place}.`,
    'Put it back as it was (same account, same computer), or restore the master secret from a backup.',
  ],
  ReencryptionFailed: (d: { reason: string }): Text => [
    `The credentials could not be re-encrypted (${d.reason}).`,
    'No credential was lost: each is readable as before. It is tried again by itself.',
  ],
  SecretStoreBusy: (d: { holder: string }): Text => [
    `The secret store is in use: ${d.holder}.`,
    'Try again when that has finished.',
  ],
  SecretStoreDamaged: (d: { reason: string }): Text => [
    `The secret store cannot be read: ${d.reason}.`,
    'It was left as it is. Restore the master secret from a backup.',
  ],
  SecretStoreForeign: (d: { expected: string; found: string }): Text => [
    `The secret store belongs to another SSO system (${d.found}); this one is ${d.expected}.`,
    'It was left as it is. Put the store and the database of the same system together.',
  ],
  SecretStoreMissing: (d: { msid: string }): Text => [
    `The secret store that held the master secret ${d.msid} is gone.`,
    'Restore the master secret from a backup.',
  ],
  SecretStoreVersionNewer: (d: { supported: number; version: number }): Text => [
    `The secret store was written by a newer version (${d.version}; this version knows up to ${d.supported}).`,
    'It was left as it is. Update this program.',
  ],
  SecretStoreWriteFailed: (d: { reason: string }): Text => [
    `The secret store could not be replaced (${d.reason}).`,
    'The old master secret is still the current one. Check the disk that holds the data directory.',
  ],
  SecretUnavailable: (d: { msid: string }): Text => [
    `The master secret ${d.msid}, which is needed for these credentials, is not available.`,
    'Restore the master secret from a backup; if there was none yet, generate it.',
  ],
} as const
