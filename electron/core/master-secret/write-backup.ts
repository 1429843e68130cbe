import { basename } from 'node:path'
import { wipe } from '../crypto/wipe.ts'
import { instantNow } from '../instant.ts'
import { BACKUP_FORMAT, BACKUP_VERSION, type BackupHeader } from './backup-file.ts'
import type { BackupTarget } from './backup-target.ts'
import { type ProvenBackup, writeProvenBackup } from './backup-writer.ts'
import type { MasterSecretPair } from './master-secret.ts'
import { type MasterSecretDependencies, refuseIfCancelled } from './master-secret-dependencies.ts'
import { newPassphraseKey } from './passphrase-key.ts'
import type { LastBackup } from './secret-store-file.ts'

/** A backup that is to be made. */
export interface BackupOrder {
  readonly target: BackupTarget
  readonly systemId: string
  /** UTF-8; the caller wipes it. */
  readonly password: Uint8Array
  readonly reminder: string
  /** Named in refusals. */
  readonly account: string
  /** Called as each step begins. */
  readonly onStep?: (step: 'deriving-key' | 'writing-backup' | 'checking-backup') => void
  readonly signal?: AbortSignal
}

/**
 * Derives a key from the password, writes the backup beside its target, and proves that it opens.
 *
 * @throws {@link SsoError} `Cancelled`, and what {@link writeProvenBackup} throws; nothing is left behind then.
 */
export async function writeBackup(
  { files, kdf, server, workFactor }: MasterSecretDependencies,
  order: BackupOrder,
  secrets: MasterSecretPair,
): Promise<ProvenBackup> {
  const { account, onStep, password, signal, target } = order
  onStep?.('deriving-key')
  const key = await newPassphraseKey(kdf, password, workFactor, signal)
  try {
    refuseIfCancelled(signal)
    onStep?.('writing-backup')
    const onWritten = (): void => onStep?.('checking-backup')
    const header = headerOf(order, server, secrets)
    return await writeProvenBackup({ files, target, account, onWritten }, header, secrets, key)
  } finally {
    wipe(key.key)
  }
}

function headerOf(
  { reminder, systemId }: BackupOrder,
  server: string,
  { current, previous }: MasterSecretPair,
): BackupHeader {
  return {
    format: BACKUP_FORMAT,
    version: BACKUP_VERSION,
    systemId,
    server,
    createdAt: current.createdAt,
    currentMsid: current.msid,
    previousMsid: previous?.msid ?? null,
    passwordReminder: reminder,
  }
}

/** What the secret store notes of a backup that has opened just now. */
export function noteOfBackup(path: string, { current }: MasterSecretPair): LastBackup {
  const { createdAt, msid } = current
  return { msid, createdAt, verifiedAt: instantNow(), fileName: basename(path), path }
}
