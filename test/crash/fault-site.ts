import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCredential } from '../../electron/core/credentials/credential-box.ts'
import { deriveSubKey } from '../../electron/core/crypto/sub-keys.ts'
import { type DataDirectory, locateDataDirectory } from '../../electron/core/files/data-directory.ts'
import type { FileSystem } from '../../electron/core/files/file-system.ts'
import { nodeFileSystem } from '../../electron/core/files/node-file-system.ts'
import { parseBackupFile } from '../../electron/core/master-secret/backup-file.ts'
import { openBackup } from '../../electron/core/master-secret/backup-payload.ts'
import { keyFileProtector } from '../../electron/core/master-secret/key-protectors/key-file-protector.ts'
import type { MasterSecret, MasterSecretPair } from '../../electron/core/master-secret/master-secret.ts'
import { SecretStore } from '../../electron/core/master-secret/secret-store.ts'
import { parseSecretStore } from '../../electron/core/master-secret/secret-store-file.ts'
import { openSsoSystem, type SsoSystem } from '../../electron/core/sso-system.ts'
import { insertCredentials } from '../support/credential-rows.ts'
import { inProcessKdf } from '../support/in-process-kdf.ts'
import { DatabaseSync } from '../support/sqlite.ts'
import { administrator, aGenerateRequest, PASSWORD, utf8 } from '../support/test-system.ts'
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

const storeOf = ({ directory }: FaultSite): SecretStore =>
  new SecretStore(directory, nodeFileSystem, [keyFileProtector(directory.keyFile, nodeFileSystem)])

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

/** What the secret store holds; `null` if it cannot be had. */
export async function storeSecrets(site: FaultSite): Promise<MasterSecretPair | null> {
  const store = storeOf(site)
  const content = await store.read().catch(() => null)
  return content && store.reveal(content).catch(() => null)
}

const opened = new Map<string, Promise<MasterSecretPair | null>>()

/** What a backup holds; `null` if it does not open. The same file is opened once. */
function openOnce(file: Buffer): Promise<MasterSecretPair | null> {
  const content = file.toString('latin1')
  const known = opened.get(content)
  if (known !== undefined) return known
  const opening = Promise.resolve()
    .then(() => openBackup(parseBackupFile(file), utf8(PASSWORD), inProcessKdf))
    .catch(() => null)
  opened.set(content, opening)
  return opening
}

/** What the finished backups hold, by name; `null` for one that does not open. */
export async function backupSecrets({ folder }: FaultSite): Promise<Map<string, MasterSecretPair | null>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.bak')).sort()
  const secrets = names.map(async (name) => openOnce(await readFile(join(folder, name))))
  const pairs = await Promise.all(secrets)
  return new Map(names.map((name, at) => [name, pairs[at] ?? null]))
}

/** What the copies of replaced stores hold that can be put back. */
async function replacedSecrets(site: FaultSite): Promise<readonly (MasterSecretPair | null)[]> {
  const folder = join(site.directory.path, 'replaced-stores')
  const names = await readdir(folder).catch(() => [])
  const store = storeOf(site)
  return Promise.all(
    names.map(async (name) => {
      const file = await readFile(join(folder, name))
      return Promise.resolve()
        .then(() => store.reveal(parseSecretStore(file)))
        .catch(() => null)
    }),
  )
}

/** Everything that holds secrets, the secret store first. */
export interface Holders {
  readonly store: MasterSecretPair | null
  readonly backups: ReadonlyMap<string, MasterSecretPair | null>
  readonly all: readonly MasterSecretPair[]
}

export async function findHolders(site: FaultSite): Promise<Holders> {
  const [store, backups, replaced] = await Promise.all([
    storeSecrets(site),
    backupSecrets(site),
    replacedSecrets(site),
  ])
  const all = [store, ...backups.values(), ...replaced].filter((pair) => pair !== null)
  return { store, backups, all }
}

interface SealedRow {
  readonly id: number
  readonly secretId: number
  readonly msid: string
  readonly sealed: Uint8Array
}

export function sealedRows({ directory }: FaultSite): readonly SealedRow[] {
  const database = new DatabaseSync(directory.database)
  try {
    return database
      .prepare(
        `SELECT mapping_id AS id, secret_id AS secretId, msid, sealed
         FROM credential JOIN secret ON secret.id = secret_id ORDER BY mapping_id`,
      )
      .all() as unknown as SealedRow[]
  } finally {
    database.close()
  }
}

const secretsOf = ({ current, previous }: MasterSecretPair): readonly MasterSecret[] =>
  previous === null ? [current] : [current, previous]

/** How many of the rows the secrets do not read. */
export function countUnread(rows: readonly SealedRow[], pair: MasterSecretPair | null): number {
  const keys = new Map(
    (pair === null ? [] : secretsOf(pair)).map(({ bytes, msid }) => [
      msid,
      deriveSubKey(bytes, 'credentials'),
    ]),
  )
  return rows.filter(({ id, msid, sealed, secretId }) => {
    const key = keys.get(msid)
    return key === undefined || openCredential(sealed, id, secretId, key) === null
  }).length
}

/** How many of the rows nothing reads: neither the store nor any one backup or copy. */
export function countUnreadable(rows: readonly SealedRow[], { all }: Holders): number {
  return Math.min(rows.length, ...all.map((pair) => countUnread(rows, pair)))
}

const nameOf = ({ bytes, msid }: MasterSecret): string => `${msid} ${Buffer.from(bytes).toString('hex')}`

/** How many of the secrets that were held before nothing holds any more. */
export function countLost(before: Holders, after: Holders): number {
  const held = new Set(after.all.flatMap(secretsOf).map(nameOf))
  const needed = before.all.map(({ current }) => nameOf(current))
  return new Set(needed.filter((name) => !held.has(name))).size
}
