import { randomBytes } from 'node:crypto'
import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import { base64nopad } from '@scure/base'
import { type Identity, type Recipient, Stanza } from 'age-encryption'
import { SsoError } from '../errors/sso-error.ts'
import type { KeyDerivation } from './key-derivation.ts'

/*
 * The scrypt recipient type of age v1 (age-encryption.org/v1), through the library's extension points, so that
 * the key is derived in a worker and once for both writing a backup and reading it back.
 */

export const BACKUP_WORK_FACTOR = 18
export const MAX_WORK_FACTOR = 20

const SALT_LABEL = new TextEncoder().encode('age-encryption.org/v1/scrypt')
const SALT_BYTES = 16
const WRAPPED_FILE_KEY_BYTES = 32
const ZERO_NONCE = new Uint8Array(12)

/** A key derived from a password, with what it was derived by. Whoever holds one wipes `key`. */
export interface PassphraseKey {
  readonly salt: Uint8Array
  readonly workFactor: number
  readonly key: Uint8Array
}

/** Derives a key with a fresh salt, to write a file with. */
export async function newPassphraseKey(
  kdf: KeyDerivation,
  password: Uint8Array,
  workFactor: number,
  signal?: AbortSignal,
): Promise<PassphraseKey> {
  const salt = new Uint8Array(randomBytes(SALT_BYTES))
  return { salt, workFactor, key: await derive(kdf, password, salt, workFactor, signal) }
}

function derive(
  kdf: KeyDerivation,
  password: Uint8Array,
  salt: Uint8Array,
  workFactor: number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  return kdf.derive(password, Buffer.concat([SALT_LABEL, salt]), workFactor, signal)
}

/** Wraps a file key so that the password behind `passphrase` opens it. */
export function passphraseRecipient(passphrase: PassphraseKey): Recipient {
  return {
    wrapFileKey(fileKey) {
      const args = ['scrypt', base64nopad.encode(passphrase.salt), String(passphrase.workFactor)]
      return [new Stanza(args, chacha20poly1305(passphrase.key, ZERO_NONCE).encrypt(fileKey))]
    },
  }
}

/** Opens a file written with exactly this key; any other file is "not mine" (`null`). */
export function derivedKeyIdentity(passphrase: PassphraseKey): Identity {
  return {
    unwrapFileKey(stanzas) {
      const stanza = readScryptStanza(stanzas)
      const same =
        stanza.workFactor === passphrase.workFactor && Buffer.compare(stanza.salt, passphrase.salt) === 0
      return same ? unwrap(stanza.body, passphrase.key) : null
    },
  }
}

/**
 * Opens a file with the first of some passwords that fits, deriving the key that the file asks for from each in turn.
 * `null` if none fits.
 */
export function passwordIdentity(
  kdf: KeyDerivation,
  passwords: readonly Uint8Array[],
  signal?: AbortSignal,
): Identity {
  return {
    async unwrapFileKey(stanzas) {
      const stanza = readScryptStanza(stanzas)
      for (const password of passwords) {
        const key = await derive(kdf, password, stanza.salt, stanza.workFactor, signal)
        const fileKey = unwrap(stanza.body, key)
        key.fill(0)
        if (fileKey !== null) return fileKey
      }
      return null
    },
  }
}

interface ScryptStanza {
  readonly salt: Uint8Array
  readonly workFactor: number
  readonly body: Uint8Array
}

/**
 * @throws {@link SsoError} `BackupDamaged`, `BackupCostTooHigh`: a forged file must not be able to stall the
 * service.
 */
function readScryptStanza(stanzas: readonly Stanza[]): ScryptStanza {
  const [stanza, another] = stanzas
  if (
    stanza === undefined ||
    another !== undefined ||
    stanza.args.length !== 3 ||
    stanza.args[0] !== 'scrypt'
  ) {
    throw SsoError.of('BackupDamaged', { reason: 'its payload is not protected by one password' })
  }
  const workFactor = readWorkFactor(stanza.args[2] ?? '')
  const salt = readSalt(stanza.args[1] ?? '')
  if (stanza.body.byteLength !== WRAPPED_FILE_KEY_BYTES) {
    throw SsoError.of('BackupDamaged', { reason: 'its wrapped key has the wrong length' })
  }
  return { salt, workFactor, body: stanza.body }
}

function readWorkFactor(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text))
    throw SsoError.of('BackupDamaged', { reason: 'its work factor is not a number' })
  const workFactor = Number(text)
  if (workFactor > MAX_WORK_FACTOR) {
    throw SsoError.of('BackupCostTooHigh', { workFactor, limit: MAX_WORK_FACTOR })
  }
  return workFactor
}

function readSalt(text: string): Uint8Array {
  const salt = base64nopad.decode(text)
  if (salt.byteLength !== SALT_BYTES)
    throw SsoError.of('BackupDamaged', { reason: 'its salt has the wrong length' })
  return salt
}

function unwrap(body: Uint8Array, key: Uint8Array): Uint8Array | null {
  try {
    return chacha20poly1305(key, ZERO_NONCE).decrypt(body)
  } catch {
    return null
  }
}
