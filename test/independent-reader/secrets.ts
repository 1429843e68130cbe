import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import sodium from 'libsodium-wrappers'
import { dearmor, openWithPassphrase } from './age-v1.ts'

/* Backup files, recovery keys and secret stores, after docs/formats.md. */

await sodium.ready

const MAX_BYTES = 65_536

export interface FoundSecret {
  readonly msid: string
  readonly createdAt: string
  /** 32 bytes. */
  readonly bytes: Uint8Array
}

export interface FoundSecrets {
  readonly current: FoundSecret
  readonly previous: FoundSecret | null
}

type Fields = Readonly<Record<string, unknown>>

function readJson(path: string, format: string): Fields {
  const file = readFileSync(path)
  if (file.byteLength > MAX_BYTES) throw new Error(`${path} is too large`)
  const text = new TextDecoder('utf-8', { fatal: true }).decode(file)
  const fields = JSON.parse(text) as Fields
  if (fields.format !== format || fields.version !== 1) throw new Error(`${path} is no ${format}, version 1`)
  if (`${JSON.stringify(fields, null, 2)}\n` !== text) throw new Error(`${path} is not as it is written`)
  return fields
}

/** What a backup holds; throws if its password is another, or anything in it is not as the format says. */
export function readBackup(path: string, password: string): FoundSecrets {
  const { payload, ...clear } = readJson(path, 'enterprise-sso-master-secret-backup')
  const opened = openWithPassphrase(dearmor(String(payload)), password.normalize('NFC'))
  const content = JSON.parse(opened.toString('utf8'))
  requireNames(content, ['headerSha256', 'current', 'previous'])
  const digest = createHash('sha256').update(JSON.stringify(clear), 'utf8').digest('hex')
  if (content.headerSha256 !== digest) throw new Error(`${path}: its clear fields were changed`)
  const found = {
    current: secretOf(content.current),
    previous: content.previous && secretOf(content.previous),
  }
  if (clear.currentMsid !== found.current.msid || clear.previousMsid !== (found.previous?.msid ?? null))
    throw new Error(`${path}: its two parts name other secrets`)
  return found
}

function requireNames(fields: object, names: readonly string[]): void {
  if (Object.keys(fields).join() !== names.join())
    throw new Error(`there are other fields than ${names.join(', ')}`)
}

function secretOf(fields: Readonly<Record<string, string>>): FoundSecret {
  const { createdAt, msid, secret } = fields
  requireNames(fields, ['msid', 'createdAt', 'secret'])
  if (!/^[0-9a-f]{64}$/.test(secret ?? '')) throw new Error('a secret is not 64 hexadecimal digits')
  return { msid: msid ?? '', createdAt: createdAt ?? '', bytes: Buffer.from(secret ?? '', 'hex') }
}

/** The store's key in a recovery key file. */
export function readRecoveryKey(path: string): Uint8Array {
  const { checksum, ...fields } = readJson(path, 'enterprise-sso-recovery-key')
  const digest = createHash('sha256').update(JSON.stringify(fields), 'utf8').digest('hex')
  if (checksum !== digest) throw new Error(`${path}: its checksum does not fit`)
  return Buffer.from(String(fields.key), 'base64')
}

/** The key file that a store names; stores of the keyring have none. */
export function keyFileOf(storePath: string, dataDirectory = dirname(storePath)): string {
  const { keyId, protector } = readJson(storePath, 'enterprise-sso-secret-store')
  if (protector !== 'key-file') throw new Error(`${storePath}: its key is in ${protector}`)
  return join(dataDirectory, keyId === undefined ? 'secret-store.key' : `secret-store.${keyId}.key`)
}

/**
 * What a secret store holds, opened with `key` or the key file that it names.
 *
 * @returns `null` if it is an empty one.
 */
export function readSecretStore(path: string, key?: Uint8Array, dataDirectory?: string): FoundSecrets | null {
  const { current, previous, systemId } = readJson(path, 'enterprise-sso-secret-store')
  if (current === null) return null
  const found = key ?? readFileSync(keyFileOf(path, dataDirectory))
  if (found.byteLength !== 32) throw new Error(`${path}: its key is not 32 bytes`)
  const openAs = (sealed: unknown, role: string): FoundSecret =>
    unseal(sealed as Readonly<Record<string, string>>, found, `${systemId}`, role)
  return {
    current: openAs(current, 'current'),
    previous: previous === null ? null : openAs(previous, 'previous'),
  }
}

function unseal(
  { createdAt = '', msid = '', sealed = '' }: Readonly<Record<string, string>>,
  key: Uint8Array,
  systemId: string,
  role: string,
): FoundSecret {
  const box = Buffer.from(sealed, 'base64')
  const bytes = openBox(box, key, Buffer.from(`${systemId}/${msid}/${role}`, 'utf8'))
  return { msid, createdAt, bytes }
}

/** Opens nonce, ciphertext and tag; throws if anything of it was changed. */
export function openBox(box: Uint8Array, key: Uint8Array, additional: Uint8Array): Uint8Array {
  const opened = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
    null,
    box.subarray(24),
    additional,
    box.subarray(0, 24),
    key,
  )
  return Buffer.from(opened)
}
