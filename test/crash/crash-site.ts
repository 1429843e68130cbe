import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { type DataDirectory, locateDataDirectory } from '../../electron/core/files/data-directory.ts'
import { nodeFileSystem } from '../../electron/core/files/node-file-system.ts'
import { keyFileProtector } from '../../electron/core/key-protectors/key-file-protector.ts'
import { openSsoSystem, type SsoSystem } from '../../electron/core/sso-system.ts'
import {
  type FoundSecret,
  type FoundSecrets,
  readBackup,
  readSecretStore,
} from '../independent-reader/secrets.ts'
import { inProcessKdf } from '../support/in-process-kdf.ts'
import { administrator, aGenerateRequest, PASSWORD } from '../support/test-system.ts'
import { faultFolder } from './fault-site.ts'

/** A data directory and a folder for backups, to be crashed in. */
export interface CrashSite {
  readonly parent: string
  readonly directory: DataDirectory
  readonly folder: string
}

export async function newSite(): Promise<CrashSite> {
  const parent = await faultFolder()
  const folder = join(parent, 'backups')
  await mkdir(folder)
  return { parent, directory: locateDataDirectory(join(parent, 'data')), folder }
}

/** A site of its own that is like `site`. */
export async function copySite(site: CrashSite): Promise<CrashSite> {
  const parent = await faultFolder()
  await cp(site.parent, parent, { recursive: true })
  return { parent, directory: locateDataDirectory(join(parent, 'data')), folder: join(parent, 'backups') }
}

export const removeSite = ({ parent }: CrashSite): Promise<void> =>
  rm(parent, { recursive: true, force: true, maxRetries: 3 })

const protectorsOf = (directory: DataDirectory) => [keyFileProtector(directory.keyFile, nodeFileSystem)]

function openSite({ directory }: CrashSite): Promise<SsoSystem> {
  return openSsoSystem({
    directory,
    expected: 'either',
    kdf: inProcessKdf,
    account: async () => administrator,
    server: 'sso01',
    protectors: protectorsOf(directory),
    workFactor: 4,
  })
}

export async function withSystem<T>(site: CrashSite, work: (system: SsoSystem) => Promise<T>): Promise<T> {
  const system = await openSite(site)
  try {
    return await work(system)
  } finally {
    await system.close()
  }
}

/** A site with a system that has no master secret yet, and a file of somebody else's where backups go. */
export async function siteWithoutSecret(): Promise<CrashSite> {
  const site = await newSite()
  await withSystem(site, async () => undefined)
  await writeFile(join(site.folder, 'occupied.bak'), 'not a backup')
  return site
}

/** A site whose master secret was generated, its backup in `occupied.bak`. */
export async function siteWithSecret(): Promise<CrashSite> {
  const site = await newSite()
  const request = aGenerateRequest(join(site.folder, 'occupied.bak'))
  await withSystem(site, ({ masterSecret }) => masterSecret.generate(request))
  return site
}

/** What the secret store holds, read from the disk; `null` before the first generate. */
export async function revealSite({ directory }: CrashSite): Promise<FoundSecrets | null> {
  return readSecretStore(directory.secretStore)
}

/** What every finished backup in the folder holds. Each must open. */
async function openFinishedBackups(site: CrashSite): Promise<Map<string, FoundSecrets>> {
  const opened = new Map<string, FoundSecrets>()
  for (const name of await readdir(site.folder)) {
    if (!name.endsWith('.bak')) continue
    const file = await readFile(join(site.folder, name))
    if (file.equals(Buffer.from('not a backup'))) continue
    opened.set(name, readBackup(join(site.folder, name), PASSWORD))
  }
  return opened
}

export interface Crash {
  /** Current before the process that was killed started; `null` if there was none. */
  readonly old: FoundSecret | null
  /** The name of the secret that it was to make current. */
  readonly newMsid: string
  /** The backup that it was to write. */
  readonly backupName: string
}

/**
 * Checks what must hold whenever a process died: the system opens, one of the two secrets is current, it is in a
 * backup that opens, only strays are left over, and the next secret can be generated.
 *
 * @returns which of the two was current.
 */
export async function checkAftermath(site: CrashSite, crash: Crash): Promise<'old' | 'new'> {
  await checkStrays(site)
  return withSystem(site, async (system) => {
    const kept = await revealSite(site)
    await checkOpened(system, kept)
    checkBackups(await openFinishedBackups(site), kept, crash)
    await checkNextGenerate(site, system)
    return kept?.current.msid === crash.newMsid ? 'new' : 'old'
  })
}

/** Opening the system has noted the current secret in the database, whatever the crash left unnoted. */
async function checkOpened({ system }: SsoSystem, kept: FoundSecrets | null): Promise<void> {
  const { masterSecret } = await system.describe()
  expect(masterSecret.state).toBe(kept === null ? 'none' : 'current')
  expect((await system.ensure()).currentMsid).toBe(kept?.current.msid ?? null)
}

function checkBackups(
  backups: ReadonlyMap<string, FoundSecrets>,
  kept: FoundSecrets | null,
  crash: Crash,
): void {
  if (kept?.current.msid === crash.newMsid) {
    expect(backups.get(crash.backupName)).toEqual(kept)
    expect(kept.previous).toEqual(crash.old)
    return
  }
  expect(kept?.current ?? null).toEqual(crash.old)
  const held = [...backups.values()].flatMap(({ current, previous }) => [current, previous])
  if (crash.old !== null) expect(held).toContainEqual(crash.old)
  checkUnusedBackup(backups.get(crash.backupName), crash)
}

/** A finished backup whose secret did not become current still holds the one that stayed. */
function checkUnusedBackup(backup: FoundSecrets | undefined, crash: Crash): void {
  if (backup === undefined || backup.current.msid === crash.old?.msid) return
  expect(backup.current.msid).toBe(crash.newMsid)
  expect(backup.previous).toEqual(crash.old)
}

async function checkStrays({ directory, folder }: CrashSite): Promise<void> {
  const strays = (await readdir(folder)).filter((name) => !name.endsWith('.bak'))
  expect(strays.join()).toMatch(/^([\w.-]+\.[0-9a-f]{8}\.partial)?$/)
  const kept = [
    'events',
    'secret-store.json',
    'secret-store.key',
    'secret-store.lock.db',
    'secret-store.lock.db.holder',
  ]
  const database = ['sso.db', 'sso.db-shm', 'sso.db-wal']
  const others = (await readdir(directory.path)).filter((name) => ![...kept, ...database].includes(name))
  expect(others.join()).toMatch(/^([\w.-]+\.[0-9a-f]{8}\.tmp)?$/)
}

/** Checks that a secret can be generated after the crash, and that the one that was current becomes previous. */
export async function checkNextGenerate(site: CrashSite, system: SsoSystem): Promise<void> {
  const before = await revealSite(site)
  await system.masterSecret.generate(aGenerateRequest(join(site.folder, 'next.bak')))
  const after = await revealSite(site)
  expect(after?.previous ?? null).toEqual(before?.current ?? null)
  expect((await openFinishedBackups(site)).get('next.bak')).toEqual(after)
}
