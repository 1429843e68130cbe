import type { KeyProtectorKind } from '../../shared/master-secret.ts'

/** What guards the master secret at rest. */
export const protectorInWords: Readonly<Record<KeyProtectorKind, string>> = {
  'os-keyring': "The operating system's keyring",
  'key-file': 'File permissions only (key file beside the store)',
}
