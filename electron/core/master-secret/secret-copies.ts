import { isAbsolute } from 'node:path'
import type { Kysely } from 'kysely'
import type { UnreadableRows } from '../../../shared/backup.ts'
import type { Msid } from '../../../shared/master-secret.ts'
import { countInWords } from '../../../shared/numbers-in-words.ts'
import { readBackup } from '../backup/read-backup.ts'
import type { SsoTables } from '../database/schema.ts'
import { SsoError } from '../errors/sso-error.ts'
import { findEventData } from '../events/event.repository.ts'
import { eventIds } from '../events/event.ts'
import { listReplacedStores } from '../secret-store/replaced-stores.ts'
import type { MasterSecretDependencies } from './master-secret-dependencies.ts'

/** Something that holds a secret, or held it when it was last seen. */
export interface SecretCopy {
  readonly kind: 'replaced-store' | 'backup'
  /** Of the replaced store, or the backup's path. */
  readonly name: string
  readonly msid: Msid
  /** Whether it is there now and says that it holds the secret. */
  readonly isThere: boolean
}

type Place = Pick<MasterSecretDependencies, 'directory' | 'files'>
type Tables = Kysely<SsoTables>

/** What is said of each secret at most. */
const MOST_BACKUPS = 3

/**
 * The copies of secrets that are known: replaced stores, and the backups that events name, the newest first.
 *
 * @param without - the name of a replaced store that is not to count
 */
export async function findSecretCopies(
  tables: Tables,
  place: Place,
  msids: readonly Msid[],
  without: string | null = null,
): Promise<readonly SecretCopy[]> {
  const stores = (await listReplacedStores(place)).filter(({ name }) => name !== without)
  const found: SecretCopy[] = []
  for (const msid of msids) {
    const holding = stores.filter(({ currentMsid, previousMsid }) =>
      [currentMsid, previousMsid].includes(msid),
    )
    for (const { name } of holding) found.push({ kind: 'replaced-store', name, msid, isThere: true })
    found.push(...(await findBackups(tables, place, msid)))
  }
  return found
}

/** The events that name a backup and the secrets it holds. */
const BACKUP_EVENTS = [
  eventIds.masterSecretGenerated,
  eventIds.masterSecretBackedUp,
  eventIds.masterSecretRestored,
  eventIds.backupVerified,
]

async function findBackups(tables: Tables, place: Place, msid: Msid): Promise<readonly SecretCopy[]> {
  const events = await findEventData(tables, BACKUP_EVENTS)
  const holding = events.filter(({ data }) => [data.msid, data.previousMsid].includes(msid))
  const paths = new Set(
    holding.map(({ data }) => String(data.backupFile ?? '')).filter((path) => path !== ''),
  )
  const looked = await Promise.all([...paths].map((path) => look(place, path, msid)))
  const known = looked.filter((copy) => copy !== null)
  return known.sort((one, other) => Number(other.isThere) - Number(one.isThere)).slice(0, MOST_BACKUPS)
}

/** @returns `null` where another file has taken its place. */
async function look({ files }: Place, path: string, msid: Msid): Promise<SecretCopy | null> {
  const copy = { kind: 'backup', name: path, msid } as const
  // Some events have the bare name only.
  if (!isAbsolute(path)) return { ...copy, isThere: false }
  try {
    const { currentMsid, previousMsid } = (await readBackup(files, path)).header
    return [currentMsid, previousMsid].includes(msid) ? { ...copy, isThere: true } : null
  } catch (error) {
    if (!(error instanceof SsoError)) throw error
    return error.code === 'BackupNotABackup' ? null : { ...copy, isThere: false }
  }
}

/** `the replaced secret store A (which holds the master secret B), the backup C (…, not at hand now)`; may be empty. */
export function copiesInWords(copies: readonly SecretCopy[]): string {
  const inWords = copies.map(({ isThere, kind, msid, name }) =>
    kind === 'replaced-store'
      ? `the replaced secret store ${name} (master secret ${msid})`
      : `the backup ${name} (master secret ${msid}${isThere ? '' : '; it is not at hand there now'})`,
  )
  return inWords.join(', ')
}

/** `20 credentials under A, 1 credential under a master secret that the database does not name` */
export function rowsInWords(under: readonly UnreadableRows[]): string {
  const inWords = under.map(({ msid, rows }) => {
    const secret = msid ?? 'a master secret that the database does not name'
    return `${countInWords(rows, 'credential')} under ${secret}`
  })
  return inWords.join(', ')
}

/** The secrets that are known by name. */
export function namedSecrets(under: readonly UnreadableRows[]): readonly Msid[] {
  return under.flatMap(({ msid }) => (msid === null ? [] : [msid]))
}
