import { z } from 'zod'
import { SsoError } from '../errors/sso-error.ts'
import { fileFormats } from '../files/kept-file.ts'
import { requireReadable } from '../files/require-readable.ts'
import { serverField } from '../files/server-field.ts'
import { type FormatFaults, NOT_JSON, parseVersionedJson } from '../files/versioned-json.ts'

/* The secret store, version 1: docs/formats.md. */

const FORMAT = fileFormats.secretStore
export const SECRET_STORE_VERSION = 1
export const MAX_SECRET_STORE_BYTES = 64 * 1024

const sealedSecret = z.strictObject({
  msid: z.uuid(),
  createdAt: z.iso.datetime(),
  /** XChaCha20-Poly1305 under the protector's key: nonce, ciphertext, tag. */
  sealed: z.base64(),
})

const lastBackup = z.strictObject({
  msid: z.uuid(),
  /** When the secret was generated. */
  createdAt: z.iso.datetime(),
  /** When the backup was written; not noted by the first versions, and not of a backup of theirs. */
  writtenAt: z.iso.datetime().exactOptional(),
  verifiedAt: z.iso.datetime(),
  fileName: z.string().min(1),
  /** Where it was saved; not noted by the first version. */
  path: z.string().min(1).optional(),
})

const protectorKind = z.enum(['os-keyring', 'key-file'])

const keyPlace = z.strictObject({
  protector: protectorKind,
  /** Absent for the key that a store is made with. */
  keyId: z.uuid().optional(),
})

const recoveryKeyNote = z.strictObject({
  savedAt: z.iso.datetime(),
  fileName: z.string().min(1),
})

const secretStore = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(SECRET_STORE_VERSION),
  systemId: z.uuid(),
  server: serverField,
  ...keyPlace.shape,
  current: sealedSecret.nullable(),
  previous: sealedSecret.nullable(),
  lastBackup: lastBackup.nullable(),
  /** The file that holds the present key, too. */
  recoveryKey: recoveryKeyNote.optional(),
  /** Keys that a change of protector has replaced and not yet removed. */
  retiredKeys: z.array(keyPlace).optional(),
})

/** The secret store as it lies on the disk, its secrets sealed. */
export type SecretStoreContent = Omit<Readonly<z.infer<typeof secretStore>>, 'format' | 'version'>
export type SealedSecret = Readonly<z.infer<typeof sealedSecret>>
/** Where a store's key is kept. */
export type KeyPlace = Readonly<z.infer<typeof keyPlace>>
export type RecoveryKeyNote = Readonly<z.infer<typeof recoveryKeyNote>>
export type LastBackup = Readonly<z.infer<typeof lastBackup>>

/**
 * The file's bytes, proven to be read as `content` again.
 *
 * @throws {@link SsoError} `FileWouldNotBeReadable`
 */
export function encodeSecretStore(content: SecretStoreContent): Uint8Array {
  const text = JSON.stringify({ format: FORMAT, version: SECRET_STORE_VERSION, ...content }, null, 2)
  const file = new TextEncoder().encode(`${text}\n`)
  requireReadable('secret store', () => parseSecretStore(file))
  return file
}

/** @throws {@link SsoError} `SecretStoreDamaged`, `SecretStoreVersionNewer` */
export function parseSecretStore(file: Uint8Array): SecretStoreContent {
  if (file.byteLength > MAX_SECRET_STORE_BYTES)
    throw damaged(`it is larger than ${MAX_SECRET_STORE_BYTES} bytes`)
  const { format: _format, version: _version, ...rest } = parseVersionedJson(file, format, faults)
  return rest
}

const format = { format: FORMAT, version: SECRET_STORE_VERSION, schema: secretStore } as const

const faults: FormatFaults = {
  // Whatever is in the place of a secret store was one.
  notJson: () => damaged(NOT_JSON),
  foreign: () => damaged('it is not a secret store'),
  newer: (version) => SsoError.of('SecretStoreVersionNewer', { version, supported: SECRET_STORE_VERSION }),
  damaged,
}

function damaged(reason: string): SsoError {
  return SsoError.of('SecretStoreDamaged', { reason })
}
