import { armor } from 'age-encryption'
import {
  BACKUP_FORMAT,
  BACKUP_VERSION,
  type BackupHeader,
  encodeBackupFile,
} from '../../electron/core/backup/backup-file.ts'
import { encodePayload, sealPayload } from '../../electron/core/backup/backup-payload.ts'
import type { KeyDerivation } from '../../electron/core/backup/key-derivation.ts'
import { newPassphraseKey } from '../../electron/core/backup/passphrase-key.ts'
import type { MasterSecret, MasterSecretPair } from '../../electron/core/crypto/master-secret.ts'
import { inProcessKdf } from './in-process-kdf.ts'
import { PASSWORD, utf8 } from './test-system.ts'

const CURRENT_MSID = '1f6a7c1e-3a54-4d0b-9b0e-6d2f0a9c5e11'
const PREVIOUS_MSID = '9b2d4f60-7c8e-4a1f-8d3b-2e5c7a9f0b22'
const CREATED_AT = '2026-01-02T03:04:05.678Z'

/** What a header says when it belongs to {@link aPair}, but for what is overridden. */
export function aHeader(overrides: Partial<BackupHeader> = {}): BackupHeader {
  return {
    format: BACKUP_FORMAT,
    version: BACKUP_VERSION,
    systemId: '3e0c5a8f-5a0d-4d59-8f43-7f1d0b6c2a33',
    server: 'sso01',
    createdAt: CREATED_AT,
    currentMsid: CURRENT_MSID,
    previousMsid: PREVIOUS_MSID,
    passwordReminder: 'the xkcd one',
    ...overrides,
  }
}

/** A secret whose bytes count up from `firstByte`, so that a mix-up shows. */
export function aSecret(msid: string, firstByte: number): MasterSecret {
  return { msid, createdAt: CREATED_AT, bytes: Uint8Array.from({ length: 32 }, (_, at) => firstByte + at) }
}

export function aPair(): MasterSecretPair {
  return { current: aSecret(CURRENT_MSID, 0), previous: aSecret(PREVIOUS_MSID, 0x80) }
}

/** How a backup differs from one that opens with `PASSWORD`. */
export interface BackupParts {
  readonly header?: Partial<BackupHeader>
  readonly secrets?: MasterSecretPair
  readonly password?: string
  readonly workFactor?: number
  readonly kdf?: KeyDerivation
}

/** A backup file as the product makes it, its key cheap to derive. */
export async function aBackupFile(parts: BackupParts = {}): Promise<Uint8Array> {
  const header = aHeader(parts.header)
  const text = encodePayload(header, parts.secrets ?? aPair())
  return encodeBackupFile({ header, payload: await sealText(text, parts) })
}

/** Seals any text at all the way the product seals a payload. */
export async function sealText(text: Uint8Array, parts: BackupParts = {}): Promise<Uint8Array> {
  const { kdf = inProcessKdf, password = PASSWORD, workFactor = 2 } = parts
  return sealPayload(text, await newPassphraseKey(kdf, utf8(password), workFactor))
}

/** The file's JSON object with some fields changed, added or (where `undefined`) left out. */
export function withFields(file: Uint8Array, changes: Readonly<Record<string, unknown>>): Uint8Array {
  return utf8(`${JSON.stringify({ ...fieldsOf(file), ...changes }, null, 2)}\n`)
}

/** The file with its age payload changed, armored anew. */
export function withPayload(file: Uint8Array, change: (payload: Uint8Array) => Uint8Array): Uint8Array {
  const { payload } = fieldsOf(file)
  return withFields(file, { payload: armor.encode(change(armor.decode(String(payload)))) })
}

/** The file with the readable lines at the start of its age payload changed. */
export function withAgeHeader(file: Uint8Array, change: (header: string) => string): Uint8Array {
  return withPayload(file, (payload) => {
    const end = Buffer.from(payload).indexOf('\n', Buffer.from(payload).indexOf('\n--- ') + 1) + 1
    const header = Buffer.from(payload.subarray(0, end)).toString('latin1')
    return Buffer.concat([Buffer.from(change(header), 'latin1'), payload.subarray(end)])
  })
}

export function fieldsOf(file: Uint8Array): Readonly<Record<string, unknown>> {
  return JSON.parse(new TextDecoder().decode(file)) as Record<string, unknown>
}

/** Counts what it is asked, and derives the same key only once. */
export function memoisingKdf(): KeyDerivation & { readonly calls: { count: number } } {
  const calls = { count: 0 }
  const keys = new Map<string, Promise<Uint8Array>>()
  return {
    calls,
    async derive(password, salt, workFactor) {
      calls.count += 1
      const name = [password, salt].map((bytes) => Buffer.from(bytes).toString('hex')).join('/')
      const known = keys.get(`${name}/${workFactor}`) ?? inProcessKdf.derive(password, salt, workFactor)
      keys.set(`${name}/${workFactor}`, known)
      return Uint8Array.from(await known) // A copy, because the caller wipes what it gets.
    },
  }
}
