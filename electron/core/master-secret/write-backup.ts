import { basename } from 'node:path'
import { preparePassword } from '../../../shared/password-text.ts'
import { BACKUP_FORMAT, BACKUP_VERSION, type BackupHeader } from '../backup/backup-file.ts'
import { writeProvenBackup } from '../backup/backup-writer.ts'
import { newPassphraseKey } from '../backup/passphrase-key.ts'
import type { MasterSecretPair } from '../crypto/master-secret.ts'
import { wipe } from '../crypto/wipe.ts'
import { refuseIfCancelled } from '../errors/cancelled.ts'
import { instantNow } from '../errors/instant.ts'
import type { ProvenFile } from '../files/proven-file.ts'
import type { LastBackup } from '../secret-store/secret-store-file.ts'
import type { BackupJob } from './backup-job.ts'
import type { MasterSecretDependencies } from './master-secret-dependencies.ts'

/** A backup that is on the disk. */
export interface WrittenBackup extends ProvenFile {
  /** As the file says; UTC, ISO 8601. */
  readonly writtenAt: string
}

/**
 * Derives a key from the password, writes the backup beside its target, and proves that it opens.
 *
 * @throws {@link SsoError} `Cancelled`, and what {@link writeProvenBackup} throws; nothing is left behind then.
 */
export async function writeBackup(
  { files, kdf, server, workFactor }: MasterSecretDependencies,
  job: BackupJob,
  secrets: MasterSecretPair,
): Promise<WrittenBackup> {
  const { request, target } = job
  const { onStep, signal } = job.options
  onStep?.('deriving-key')
  const prepared = preparePassword(request.password)
  const key = await newPassphraseKey(kdf, prepared, workFactor, signal).finally(() => wipe(prepared))
  try {
    refuseIfCancelled(signal)
    onStep?.('writing-backup')
    const onWritten = (): void => onStep?.('checking-backup')
    const header = headerOf(job, server, secrets)
    const backup = await writeProvenBackup({ files, target, onWritten }, header, secrets, key)
    return { ...backup, writtenAt: header.writtenAt }
  } finally {
    wipe(key.key)
  }
}

function headerOf(
  { content, request }: BackupJob,
  server: string,
  { current, previous }: MasterSecretPair,
): BackupHeader & { readonly writtenAt: string } {
  return {
    format: BACKUP_FORMAT,
    version: BACKUP_VERSION,
    systemId: content.systemId,
    server,
    createdAt: current.createdAt,
    currentMsid: current.msid,
    previousMsid: previous?.msid ?? null,
    passwordReminder: request.reminder,
    writtenAt: instantNow(),
  }
}

/**
 * What the secret store notes of a backup that has opened just now.
 *
 * @param writtenAt - as the file says; `undefined` if it does not
 */
export function noteOfBackup(
  path: string,
  { current }: MasterSecretPair,
  writtenAt: string | undefined,
): LastBackup {
  const { createdAt, msid } = current
  const verifiedAt = instantNow()
  const fileName = basename(path)
  return { msid, createdAt, ...(writtenAt !== undefined && { writtenAt }), verifiedAt, fileName, path }
}
