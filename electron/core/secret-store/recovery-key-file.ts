import { createHash } from 'node:crypto'
import { z } from 'zod'
import { wipe } from '../crypto/wipe.ts'
import { SsoError, systemErrorCode } from '../errors/sso-error.ts'
import type { FileSystem } from '../files/file-system.ts'
import { fileFormats } from '../files/kept-file.ts'
import { type FileWriting, type ProvenFile, readBack, writeProvenFile } from '../files/proven-file.ts'
import { requireReadable } from '../files/require-readable.ts'
import { readBackFault } from '../files/save-faults.ts'
import { serverField } from '../files/server-field.ts'
import { type FormatFaults, NOT_JSON, parseVersionedJson } from '../files/versioned-json.ts'
import { PROTECTOR_KEY_BYTES } from '../key-protectors/key-protector.ts'

/* The recovery key file, version 1: docs/formats.md. */

const FORMAT = fileFormats.recoveryKey
const VERSION = 1
const MAX_RECOVERY_KEY_BYTES = 4 * 1024

const fields = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  systemId: z.uuid(),
  server: serverField,
  createdAt: z.iso.datetime({ precision: 3 }),
  key: z.base64().refine((text) => Buffer.from(text, 'base64').byteLength === PROTECTOR_KEY_BYTES),
})

const recoveryKeyFile = fields.extend({ checksum: z.string() })

/** The key of a secret store, as its owner keeps it elsewhere. */
export interface RecoveryKey {
  readonly systemId: string
  /** The master secret server that saved it. */
  readonly server: string
  /** UTC, ISO 8601. */
  readonly createdAt: string
  /** Whoever holds it wipes it. */
  readonly key: Uint8Array
}

/**
 * The file's bytes: JSON text, indented so that a person can see what the file is for.
 *
 * @throws {@link SsoError} `FileWouldNotBeReadable`
 */
export function encodeRecoveryKey({ createdAt, key, server, systemId }: RecoveryKey): Uint8Array {
  const content = {
    format: FORMAT,
    version: VERSION,
    systemId,
    server,
    createdAt,
    key: Buffer.from(key).toString('base64'),
  } as const
  const text = JSON.stringify({ ...content, checksum: checksumOf(content) }, null, 2)
  const file = new TextEncoder().encode(`${text}\n`)
  requireReadable('recovery key', () => wipe(parseRecoveryKey(file).key))
  return file
}

/**
 * Reads a recovery key file.
 *
 * @returns a key that the caller wipes.
 * @throws {@link SsoError} `RecoveryKeyNotAKey`, `RecoveryKeyVersionNewer`, `RecoveryKeyDamaged`
 */
export function parseRecoveryKey(file: Uint8Array): RecoveryKey {
  if (file.byteLength > MAX_RECOVERY_KEY_BYTES) throw SsoError.of('RecoveryKeyNotAKey', {})
  const { checksum, ...content } = parseVersionedJson(file, format, faults)
  if (checksum !== checksumOf(content)) throw damaged('its checksum does not fit')
  const { createdAt, server, systemId } = content
  return { systemId, server, createdAt, key: Buffer.from(content.key, 'base64') }
}

/** SHA-256, hexadecimal, of the other fields as JSON text in the order of the format, without white space. */
function checksumOf(content: z.infer<typeof fields>): string {
  const { createdAt, format, key, server, systemId, version } = content
  const ordered = { format, version, systemId, server, createdAt, key }
  return createHash('sha256').update(JSON.stringify(ordered), 'utf8').digest('hex')
}

const format = { format: FORMAT, version: VERSION, schema: recoveryKeyFile } as const

const faults: FormatFaults = {
  notJson: (namesFormat) => (namesFormat ? damaged(NOT_JSON) : faults.foreign()),
  foreign: () => SsoError.of('RecoveryKeyNotAKey', {}),
  newer: (version) => SsoError.of('RecoveryKeyVersionNewer', { version, supported: VERSION }),
  damaged,
}

function damaged(reason: string): SsoError {
  return SsoError.of('RecoveryKeyDamaged', { reason })
}

/**
 * Writes a recovery key file beside its target and proves it from the disk.
 *
 * @param recoveryKey - its key stays the caller's.
 * @throws {@link SsoError} as {@link writeProvenFile}; nothing is left behind then.
 */
export async function writeRecoveryKey(writing: FileWriting, recoveryKey: RecoveryKey): Promise<ProvenFile> {
  const file = encodeRecoveryKey(recoveryKey)
  const prove = async (path: string): Promise<void> => {
    const found = await readBack(writing.files, 'recovery-key', path, MAX_RECOVERY_KEY_BYTES)
    const same = Buffer.compare(found, file) === 0
    wipe(found)
    if (!same) throw readBackFault('recovery-key', 'altered', path)
  }
  try {
    return await writeProvenFile(writing, file, prove)
  } finally {
    wipe(file)
  }
}

/**
 * Reads the recovery key file at `path`.
 *
 * @returns a key that the caller wipes.
 * @throws {@link SsoError} `RecoveryKeyUnreadable`, and as {@link parseRecoveryKey}
 */
export async function readRecoveryKey(files: FileSystem, path: string): Promise<RecoveryKey> {
  const file = await files.read(path, MAX_RECOVERY_KEY_BYTES).catch((cause) => {
    throw SsoError.of('RecoveryKeyUnreadable', { path, reason: systemErrorCode(cause) }, { cause })
  })
  try {
    return parseRecoveryKey(file)
  } finally {
    wipe(file)
  }
}
