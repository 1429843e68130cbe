import { timingSafeEqual } from 'node:crypto'
import type { MasterSecretPair } from '../crypto/master-secret.ts'
import { wipe } from '../crypto/wipe.ts'
import type { FileSystem } from '../files/file-system.ts'
import { type FileWriting, type ProvenFile, readBack, writeProvenFile } from '../files/proven-file.ts'
import { readBackFault } from '../files/save-faults.ts'
import {
  type BackupHeader,
  digestHeader,
  encodeBackupFile,
  MAX_BACKUP_BYTES,
  parseBackupFile,
} from './backup-file.ts'
import { encodePayload, requireReadablePayload, sealPayload, unsealPayload } from './backup-payload.ts'
import type { PassphraseKey } from './passphrase-key.ts'

/**
 * Writes a backup beside its target, reads it back from the disk and opens it with the password's key.
 *
 * @throws {@link SsoError} `BackupDiskFull`, `BackupFolderNotWritable`, `BackupFolderMissing`, `BackupWriteFailed`,
 * `BackupVanished`, `BackupAltered`; nothing is left behind then.
 */
export async function writeProvenBackup(
  writing: FileWriting,
  header: BackupHeader,
  secrets: MasterSecretPair,
  key: PassphraseKey,
): Promise<ProvenFile> {
  requireReadablePayload(header, secrets)
  const text = encodePayload(header, secrets)
  try {
    const file = encodeBackupFile({ header, payload: await sealPayload(text, key) })
    return await writeProvenFile(writing, file, (path) => proveBackup(writing.files, path, header, text, key))
  } finally {
    wipe(text)
  }
}

/** Proves, from the disk, that the file opens with `key` and holds `expected`. */
async function proveBackup(
  files: FileSystem,
  path: string,
  header: BackupHeader,
  expected: Uint8Array,
  key: PassphraseKey,
): Promise<void> {
  const file = await readBack(files, 'backup', path, MAX_BACKUP_BYTES)
  const found = await openReadBack(file, key)
  const same =
    found !== null &&
    timingSafeEqual(found.digest, digestHeader(header)) &&
    Buffer.compare(found.text, expected) === 0
  wipe(found?.text)
  if (!same) throw readBackFault('backup', 'altered', path)
}

async function openReadBack(file: Uint8Array, key: PassphraseKey) {
  try {
    const backup = parseBackupFile(file)
    const text = await unsealPayload(backup.payload, key)
    return text && { text, digest: digestHeader(backup.header) }
  } catch {
    return null
  }
}
