import { randomBytes } from 'node:crypto'
import { Decrypter, Encrypter } from 'age-encryption'
import { z } from 'zod'
import { earlierForms, preparePassword } from '../../../shared/password-text.ts'
import { MASTER_SECRET_BYTES, type MasterSecret, type MasterSecretPair } from '../crypto/master-secret.ts'
import { wipe } from '../crypto/wipe.ts'
import { SsoError } from '../errors/sso-error.ts'
import { requireReadable } from '../files/require-readable.ts'
import { type BackupHeader, digestHeader, type SealedBackup } from './backup-file.ts'
import type { KeyDerivation } from './key-derivation.ts'
import {
  derivedKeyIdentity,
  type PassphraseKey,
  passphraseRecipient,
  passwordIdentity,
} from './passphrase-key.ts'

/* Backup file, version 1: docs/formats.md. The inner layer, what the age file holds: JSON text. */

const HEX = new TextEncoder().encode('0123456789abcdef')
const hexOf = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`))

const secret = z.strictObject({
  msid: z.uuid(),
  createdAt: z.iso.datetime(),
  secret: hexOf(MASTER_SECRET_BYTES),
})
const payload = z.strictObject({ headerSha256: hexOf(32), current: secret, previous: secret.nullable() })

/**
 * Has the payload's reader read what {@link encodePayload} would write. It makes strings, which nobody can wipe: so it
 * is shown the same text without the secrets.
 *
 * @throws {@link SsoError} `FileWouldNotBeReadable`
 */
export function requireReadablePayload(header: BackupHeader, { current, previous }: MasterSecretPair): void {
  const bytes = new Uint8Array(MASTER_SECRET_BYTES)
  const blank = { current: { ...current, bytes }, previous: previous && { ...previous, bytes } }
  requireReadable('backup', () => readPayload(encodePayload(header, blank), header))
}

/** Writes the payload's text. The result holds secrets: the caller wipes it. */
export function encodePayload(header: BackupHeader, secrets: MasterSecretPair): Uint8Array {
  const digest = Buffer.from(digestHeader(header)).toString('hex')
  return joinAndWipe([
    ascii(`{"headerSha256":"${digest}","current":`),
    ...encodeSecret(secrets.current),
    ascii(',"previous":'),
    ...(secrets.previous === null ? [ascii('null')] : encodeSecret(secrets.previous)),
    ascii('}\n'),
  ])
}

function encodeSecret({ msid, createdAt, bytes }: MasterSecret): readonly Uint8Array[] {
  return [ascii(`{"msid":"${msid}","createdAt":"${createdAt}","secret":"`), encodeHex(bytes), ascii('"}')]
}

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Byte by byte, because a string cannot be wiped. */
function encodeHex(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: bytes.length * 2 }, (_, at) => {
    const byte = bytes[at >> 1] as number
    return HEX[at % 2 === 0 ? byte >> 4 : byte & 15] as number
  })
}

function joinAndWipe(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.byteLength
  }
  wipe(...parts)
  return joined
}

/** Seals a payload's text into a binary age v1 file. */
export async function sealPayload(text: Uint8Array, key: PassphraseKey): Promise<Uint8Array> {
  const encrypter = new Encrypter()
  encrypter.addRecipient(passphraseRecipient(key))
  return encrypter.encrypt(text)
}

/**
 * Opens the payload with the very key it was sealed with.
 *
 * @returns the payload's text, which the caller wipes, or `null` if anything about it differs.
 */
export async function unsealPayload(sealed: Uint8Array, key: PassphraseKey): Promise<Uint8Array | null> {
  const decrypter = new Decrypter()
  decrypter.addIdentity(derivedKeyIdentity(key))
  return decrypter.decrypt(sealed).catch(() => null)
}

/** Seals and opens nothing of value, so that the library has loaded what it needs before it matters. Never rejects. */
export async function rehearseSealing(): Promise<void> {
  const key = { salt: new Uint8Array(16), workFactor: 1, key: new Uint8Array(randomBytes(32)) }
  await sealPayload(ascii('rehearsal'), key)
    .then((sealed) => unsealPayload(sealed, key))
    .catch(() => null)
}

/**
 * Opens a backup with its password and checks that the header is the one it was made with.
 *
 * @param password - UTF-8, as it was typed; the caller wipes it
 * @returns both secrets, which the caller wipes.
 * @throws {@link SsoError} `WrongPassword`; `BackupDamaged`; `BackupCostTooHigh`, before any key is derived;
 * `Cancelled` once `signal` is aborted
 */
export async function openBackup(
  backup: SealedBackup,
  password: Uint8Array,
  kdf: KeyDerivation,
  signal?: AbortSignal,
): Promise<MasterSecretPair> {
  const forms = formsOf(password, backup.header)
  const text = await decryptWithPassword(backup.payload, forms, kdf, signal).finally(() => wipe(...forms))
  try {
    return readPayload(text, backup.header)
  } finally {
    wipe(text)
  }
}

/** Files that do not say when they were written are of versions that took a password as it was typed. */
function formsOf(password: Uint8Array, { writtenAt }: BackupHeader): readonly Uint8Array[] {
  return writtenAt === undefined ? earlierForms(password) : [preparePassword(password)]
}

async function decryptWithPassword(
  sealed: Uint8Array,
  passwords: readonly Uint8Array[],
  kdf: KeyDerivation,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  let broken: { readonly error: unknown } | undefined
  const watchedKdf: KeyDerivation = {
    derive: (...asked) =>
      kdf.derive(...asked).catch((error) => {
        broken = { error }
        throw error
      }),
  }
  const identity = passwordIdentity(watchedKdf, passwords, signal)
  let fits = true
  const decrypter = new Decrypter()
  decrypter.addIdentity({
    async unwrapFileKey(stanzas) {
      const fileKey = await identity.unwrapFileKey(stanzas)
      fits = fileKey !== null
      return fileKey
    },
  })
  try {
    return await decrypter.decrypt(sealed)
  } catch (cause) {
    // A computer that cannot derive a key says nothing about the backup.
    if (broken !== undefined) throw broken.error
    if (cause instanceof SsoError) throw cause
    if (!fits) throw SsoError.of('WrongPassword', {}, { field: 'password' })
    throw SsoError.of('BackupDamaged', { reason: 'its payload does not match its own checksum' }, { cause })
  }
}

function readPayload(text: Uint8Array, header: BackupHeader): MasterSecretPair {
  const content = payload.safeParse(parseJson(text))
  if (!content.success)
    throw SsoError.of('BackupDamaged', { reason: 'its payload is not as the format requires' })
  const { headerSha256, current, previous } = content.data
  if (headerSha256 !== Buffer.from(digestHeader(header)).toString('hex')) {
    throw SsoError.of('BackupDamaged', { reason: 'its readable part was changed after it was made' })
  }
  if (current.msid !== header.currentMsid || (previous?.msid ?? null) !== header.previousMsid) {
    throw SsoError.of('BackupDamaged', { reason: 'it names other master secrets than it holds' })
  }
  return { current: decodeSecret(current), previous: previous === null ? null : decodeSecret(previous) }
}

function parseJson(text: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text))
  } catch {
    return null
  }
}

function decodeSecret(encoded: z.infer<typeof secret>): MasterSecret {
  return {
    msid: encoded.msid,
    createdAt: encoded.createdAt,
    bytes: new Uint8Array(Buffer.from(encoded.secret, 'hex')),
  }
}
