import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DataDirectory, locateDataDirectory } from '../../electron/core/files/data-directory.ts'
import type { FileSystem } from '../../electron/core/files/file-system.ts'
import { nodeFileSystem } from '../../electron/core/files/node-file-system.ts'
import { keyFileProtector } from '../../electron/core/key-protectors/key-file-protector.ts'
import { openSsoSystem, type SsoSystem } from '../../electron/core/sso-system.ts'
import { CREDENTIAL_ROWS, type CredentialRow, openCredentialRow } from '../independent-reader/credentials.ts'
import {
  type FoundSecret,
  type FoundSecrets,
  readBackup,
  readSecretStore,
} from '../independent-reader/secrets.ts'
import { insertCredentials } from '../support/credential-rows.ts'
import { inProcessKdf } from '../support/in-process-kdf.ts'
import { DatabaseSync } from '../support/sqlite.ts'
import { administrator, aGenerateRequest, PASSWORD } from '../support/test-system.ts'
import { FaultyFiles } from './faulty-files.ts'

/** A data directory and a folder for backups, to have faults in. */
export interface FaultSite {
  readonly parent: string
  readonly directory: DataDirectory
  readonly folder: string
}

/** A site whose system is open, its files faulty as soon as they are armed. */
export interface OpenSite extends FaultSite {
  readonly system: SsoSystem
  readonly faults: FaultyFiles
}

const ROWS = [1, 2, 3, 4, 5, 6, 7, 8]

const base = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

const siteAt = (parent: string): FaultSite => ({
  parent,
  directory: locateDataDirectory(join(parent, 'data')),
  folder: join(parent, 'backups'),
})

/** In memory where there is such a place: what a fault leaves behind is the same, and nothing waits for a disk. */
export const faultFolder = (): Promise<string> => mkdtemp(join(base, 'sso-fault-'))

export async function newFaultSite(): Promise<FaultSite> {
  const site = siteAt(await faultFolder())
  await mkdir(site.folder)
  return site
}

/** A site of its own that is like `site`, whose system is closed. */
export async function copyFaultSite(site: FaultSite): Promise<FaultSite> {
  const copy = siteAt(await faultFolder())
  // A connection's own files go when it is collected, maybe while they are being copied.
  const isLasting = (path: string): boolean => !/\.db-(?:shm|wal)$/.test(path)
  await cp(site.parent, copy.parent, { recursive: true, filter: isLasting })
  return copy
}

/** Puts everything that was written into the database's one file. */
export function settle({ directory }: FaultSite): void {
  const database = new DatabaseSync(directory.database)
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  database.close()
}

export const removeFaultSite = ({ parent }: FaultSite): Promise<void> =>
  rm(parent, { recursive: true, force: true, maxRetries: 3 })

/** Opens a site's system. Nobody but a test derives so cheap a key. */
export function openSystemAt({ directory }: FaultSite, files: FileSystem): Promise<SsoSystem> {
  return openSsoSystem({
    directory,
    expected: 'either',
    files,
    kdf: inProcessKdf,
    account: async () => administrator,
    server: 'sso01',
    protectors: [keyFileProtector(directory.keyFile, files)],
    workFactor: 1,
  })
}

export async function openFaultSite(site: FaultSite): Promise<OpenSite> {
  const faults = new FaultyFiles()
  return { ...site, faults, system: await openSystemAt(site, faults.files) }
}

/** Runs `work` on the site's system, opened as on any other day. */
export async function atSite<T>(site: FaultSite, work: (system: SsoSystem) => Promise<T>): Promise<T> {
  const system = await openSystemAt(site, nodeFileSystem)
  try {
    return await work(system)
  } finally {
    await system.close()
  }
}

/** Generates a secret into the backup `name`, and waits until the credentials are under it. */
export async function generateAt(site: FaultSite, system: SsoSystem, name: string): Promise<void> {
  await system.masterSecret.generate(aGenerateRequest(join(site.folder, name)))
  await system.reencryption.whenIdle()
}

/** Two secrets were generated, with the backups `1.bak` and `2.bak`; eight credentials are under the second. */
export async function siteWithRows(): Promise<FaultSite> {
  const site = await newFaultSite()
  await atSite(site, async (system) => {
    await generateAt(site, system, '1.bak')
    await cp(site.directory.secretStore, join(site.parent, 'older-store.json'))
    await insertCredentials(site.directory, ROWS)
    await generateAt(site, system, '2.bak')
  })
  return site
}

/** A system without a master secret. */
export async function siteWithoutSecrets(): Promise<FaultSite> {
  const site = await newFaultSite()
  await atSite(site, async () => undefined)
  return site
}

/** What `read` gives; `null` if it fails. */
function attempt<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}

/** What the secret store holds; `null` if it cannot be had. */
function storeSecrets({ directory }: FaultSite): FoundSecrets | null {
  return attempt(() => readSecretStore(directory.secretStore))
}

const opened = new Map<string, FoundSecrets | null>()

/** What a backup holds; `null` if it does not open. The same file is opened once. */
function openOnce(path: string): FoundSecrets | null {
  const content = readFileSync(path, 'latin1')
  const known = opened.get(content)
  if (known !== undefined) return known
  const found = attempt(() => readBackup(path, PASSWORD))
  opened.set(content, found)
  return found
}

/** What the finished backups hold, by name; `null` for one that does not open. */
export function backupSecrets({ folder }: FaultSite): ReadonlyMap<string, FoundSecrets | null> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.bak'))
  return new Map(names.sort().map((name) => [name, openOnce(join(folder, name))]))
}

/** What the copies of replaced stores hold that can be put back. */
function replacedSecrets({ directory }: FaultSite): readonly (FoundSecrets | null)[] {
  const folder = join(directory.path, 'replaced-stores')
  const names = attempt(() => readdirSync(folder)) ?? []
  return names.map((name) => attempt(() => readSecretStore(join(folder, name), undefined, directory.path)))
}

/** Everything that holds secrets, the secret store first. */
export interface Holders {
  readonly store: FoundSecrets | null
  readonly backups: ReadonlyMap<string, FoundSecrets | null>
  readonly all: readonly FoundSecrets[]
}

/** Read from what lies on the disk by a reader that shares no code with the product. */
export async function findHolders(site: FaultSite): Promise<Holders> {
  const store = storeSecrets(site)
  const backups = backupSecrets(site)
  const all = [store, ...backups.values(), ...replacedSecrets(site)].filter((pair) => pair !== null)
  return { store, backups, all }
}

export function sealedRows({ directory }: FaultSite): readonly CredentialRow[] {
  const database = new DatabaseSync(directory.database)
  try {
    return database.prepare(CREDENTIAL_ROWS).all() as unknown as CredentialRow[]
  } finally {
    database.close()
  }
}

const secretsOf = ({ current, previous }: FoundSecrets): readonly FoundSecret[] =>
  previous === null ? [current] : [current, previous]

/** How many of the rows the secrets do not read. */
export function countUnread(rows: readonly CredentialRow[], pair: FoundSecrets | null): number {
  return rows.filter((row) => openCredentialRow(row, pair) === null).length
}

/** How many of the rows nothing reads: neither the store nor any one backup or copy. */
export function countUnreadable(rows: readonly CredentialRow[], { all }: Holders): number {
  return Math.min(rows.length, ...all.map((pair) => countUnread(rows, pair)))
}

const nameOf = ({ bytes, msid }: FoundSecret): string => `${msid} ${Buffer.from(bytes).toString('hex')}`

/** How many of the secrets that were held before nothing holds any more. */
export function countLost(before: Holders, after: Holders): number {
  const held = new Set(after.all.flatMap(secretsOf).map(nameOf))
  const needed = before.all.map(({ current }) => nameOf(current))
  return new Set(needed.filter((name) => !held.has(name))).size
}
