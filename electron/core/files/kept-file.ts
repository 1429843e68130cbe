import { basename } from 'node:path'
import { NotAnOrdinaryFile, readOrdinaryFile } from './ordinary-file.ts'
import { isAbsence } from './unless-absent.ts'

/** What our files of JSON text say that they are. */
export const fileFormats = {
  backup: 'enterprise-sso-master-secret-backup',
  recoveryKey: 'enterprise-sso-recovery-key',
  secretStore: 'enterprise-sso-secret-store',
} as const

/** A file of ours that another kind of file must not take the place of. */
export type KeptKind = 'backup' | 'recovery-key' | 'secret-store' | 'database' | 'key' | 'lock' | 'event-log'

/** The formats name themselves near the beginning. */
const LOOKED_AT_BYTES = 4_096

const marks: readonly (readonly [string, KeptKind])[] = [
  [fileFormats.backup, 'backup'],
  [fileFormats.recoveryKey, 'recovery-key'],
  [fileFormats.secretStore, 'secret-store'],
  ['SQLite format 3\0', 'database'],
]

/** Those that do not say what they are, in whatever data directory. */
const names: readonly (readonly [RegExp, KeptKind])[] = [
  [/^secret-store(?:\.[^.]+)?\.key$/i, 'key'],
  [/^secret-store\.lock\.db$/i, 'lock'],
  [/^sso\.db-(?:wal|shm|journal)$/i, 'database'],
  [/^secret-operations\.jsonl$/i, 'event-log'],
]

/** In words, with its article. */
export const keptKindInWords: Readonly<Record<KeptKind, string>> = {
  backup: 'a backup of a master secret',
  'recovery-key': 'a recovery key',
  'secret-store': 'a secret store',
  database: 'a database',
  key: 'the key of a secret store',
  lock: 'the lock of a secret store',
  'event-log': 'the log of what was done to a master secret',
}

/**
 * What of ours is at `path`, told by how it begins, or by its name.
 *
 * @returns `null` for anything else, nothing included.
 * @throws system errors: of what cannot be read nobody knows what it is.
 */
export async function keptKindAt(path: string): Promise<KeptKind | null> {
  try {
    const beginning = await readOrdinaryFile(path, LOOKED_AT_BYTES)
    const byContent = marks.find(([mark]) => beginning.includes(mark))
    const byName = names.find(([name]) => name.test(basename(path)))
    return (byContent ?? byName)?.[1] ?? null
  } catch (error) {
    if (isAbsence(error) || error instanceof NotAnOrdinaryFile) return null
    throw error
  }
}
