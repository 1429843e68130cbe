import { chmod, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReplacedStore } from '../../../shared/backup.ts'
import type { DataDirectory } from '../files/data-directory.ts'
import type { FileSystem } from '../files/file-system.ts'
import { writeNewFile } from '../files/replace-file.ts'
import { SsoError, systemErrorCode } from '../sso-error.ts'
import { MAX_SECRET_STORE_BYTES, parseSecretStore, type SecretStoreContent } from './secret-store-file.ts'

/* The secret stores that restores replaced, as they were, still sealed: docs/formats.md. */

/** When it was replaced, and the first four characters of its MSID. */
const NAME = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-(?:[0-9A-F]{4}|unreadable)\.json$/

interface Place {
  readonly directory: DataDirectory
  readonly files: FileSystem
}

const folderOf = (directory: DataDirectory): string => join(directory.path, 'replaced-stores')

/**
 * Gives the secret store's file a second name, under which it stays when it is replaced.
 *
 * @param msid - of its current secret; `null` if it cannot be read.
 * @returns the name of the copy.
 * @throws {@link SsoError} `SecretStoreWriteFailed`
 */
export async function keepReplacedStore(
  { directory, files }: Place,
  msid: string | null,
  now: Date,
): Promise<string> {
  const instant = now.toISOString().replace(/[-:.]/g, '')
  const name = `${instant}-${msid === null ? 'unreadable' : msid.slice(0, 4).toUpperCase()}.json`
  const folder = folderOf(directory)
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await keepFile(files, directory.secretStore, join(folder, name))
    await files.syncDirectory(folder)
    return name
  } catch (cause) {
    await files.remove(join(folder, name)).catch(() => undefined)
    throw SsoError.of('SecretStoreWriteFailed', { reason: systemErrorCode(cause) }, { cause })
  }
}

/** The store is never written to, only replaced: a second name for it is as good as a copy, and cannot fail half-way. */
async function keepFile(files: FileSystem, store: string, copy: string): Promise<void> {
  try {
    await files.link(store, copy)
    await chmod(copy, 0o600)
  } catch {
    await writeNewFile(files, copy, await files.read(store, MAX_SECRET_STORE_BYTES))
  }
}

/** The copies there are, the newest first. */
export async function listReplacedStores(place: Place): Promise<readonly ReplacedStore[]> {
  const names = await readNames(place)
  const known = names.filter((name) => NAME.test(name)).sort((one, other) => (one < other ? 1 : -1))
  return Promise.all(known.map((name) => describe(place, name)))
}

async function readNames({ directory }: Place): Promise<readonly string[]> {
  return readdir(folderOf(directory)).catch(() => [])
}

async function describe(place: Place, name: string): Promise<ReplacedStore> {
  const content = await readReplacedStore(place, name).catch(() => null)
  return {
    name,
    replacedAt: name.replace(NAME, '$1-$2-$3T$4:$5:$6.$7Z'),
    currentMsid: content?.current?.msid ?? null,
    previousMsid: content?.previous?.msid ?? null,
  }
}

/**
 * What one copy says without its key.
 *
 * @throws {@link SsoError} `ReplacedStoreMissing`, `SecretStoreDamaged`, `SecretStoreVersionNewer`
 */
export async function readReplacedStore(
  { directory, files }: Place,
  name: string,
): Promise<SecretStoreContent> {
  const path = pathOf(directory, name)
  const file = await files.read(path, MAX_SECRET_STORE_BYTES).catch((cause) => {
    const reason = systemErrorCode(cause)
    if (reason === 'ENOENT') throw SsoError.of('ReplacedStoreMissing', { name }, { cause })
    throw SsoError.of('SecretStoreDamaged', { reason: `reading it fails with ${reason}` }, { cause })
  })
  return parseSecretStore(file)
}

/** A name is taken only as it is given out, so that no path can be smuggled in with it. */
function pathOf(directory: DataDirectory, name: string): string {
  if (!NAME.test(name)) throw SsoError.of('ReplacedStoreMissing', { name: name.replace(/\p{Cc}/gu, '?') })
  return join(folderOf(directory), name)
}

/**
 * Removes one copy for good.
 *
 * @throws {@link SsoError} `ReplacedStoreMissing`, `SecretStoreWriteFailed`
 */
export async function removeReplacedStore(place: Place, name: string): Promise<void> {
  const path = pathOf(place.directory, name)
  const names = await readNames(place)
  if (!names.includes(name)) throw SsoError.of('ReplacedStoreMissing', { name })
  try {
    await place.files.remove(path)
    await place.files.syncDirectory(folderOf(place.directory))
  } catch (cause) {
    throw SsoError.of('SecretStoreWriteFailed', { reason: systemErrorCode(cause) }, { cause })
  }
}

/** Removes the copies that could be put back. One that cannot be read stays until it is removed by name. */
export async function removeUndoableStores(place: Place): Promise<void> {
  for (const { currentMsid, name } of await listReplacedStores(place)) {
    if (currentMsid !== null) await removeReplacedStore(place, name)
  }
}
