import type { KeyProtectorKind } from '../../../shared/master-secret.ts'
import type { Zod } from '../verb/verb.ts'

/** What guards the master secret, in plain words. */
export const protectorWords: Readonly<Record<KeyProtectorKind, string>> = {
  'os-keyring': 'the keyring of the operating system',
  'key-file': 'file permissions only: a key file beside the secret store',
}

/** The shape of a {@link KeyProtectorKind} in `--json`. */
export function protectorJson(zod: Zod) {
  return zod.enum(['os-keyring', 'key-file'])
}
