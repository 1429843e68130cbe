import { chmod } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ReplacedStore } from '../../../shared/backup.ts'
import { instantOf } from '../errors/instant.ts'
import { SsoError, systemErrorCode } from '../errors/sso-error.ts'
import type { DataDirectory } from '../files/data-directory.ts'
import type { FileSystem } from '../files/file-system.ts'
import { makeOwnFolder } from '../files/keep-owner.ts'
import { writeNewFile } from '../files/replace-file.ts'
import { unlessAbsent } from '../files/unless-absent.ts'
import { type IsKeyNeeded, sameKeyPlace } from './key-places.ts'
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
  const folder = folderOf(directory)
  try {
    makeOwnFolder(folder)
    for (let later = 0; later < MOST_AT_ONE_INSTANT; later += 1) {
      const name = nameOf(new Date(now.getTime() + later), msid)
      if (await keepFile(files, directory.secretStore, join(folder, name))) return name
    }
    throw new Error('too many copies have the same instant for their name')
  } catch (cause) {
    throw SsoError.of('SecretStoreWriteFailed', { reason: systemErrorCode(cause) }, { cause })
  }
}

/** As where the clock stands still. */
const MOST_AT_ONE_INSTANT = 1_000

function nameOf(now: Date, msid: string | null): string {
  const instant = instantOf(now).replace(/[-:.]/g, '')
  return `${instant}-${msid === null ? 'unreadable' : msid.slice(0, 4).toUpperCase()}.json`
}

/** @returns `false` if another copy has that name; it was left as it is. */
async function keepFile(files: FileSystem, store: string, copy: string): Promise<boolean> {
  try {
    await linkOrCopy(files, store, copy)
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false
    throw error
  }
  try {
    await chmod(copy, 0o600)
    await files.syncDirectory(dirname(copy))
    return true
  } catch (error) {
    await files.remove(copy).catch(() => undefined)
    throw error
  }
}

/**
 * The store is never written to, only replaced: a second name for it is as good as a copy, and cannot fail half-way.
 */
async function linkOrCopy(files: FileSystem, store: string, copy: string): Promise<void> {
  try {
    await files.link(store, copy)
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') throw error
    await writeNewFile(files, copy, await files.read(store, MAX_SECRET_STORE_BYTES))
  }
}

/**
 * The copies there are, the newest first.
 *
 * @throws {@link SsoError} `ReplacedStoresUnreadable`
 */
export async function listReplacedStores(place: Place): Promise<readonly ReplacedStore[]> {
  const names = await readNames(place)
  const known = names.filter((name) => NAME.test(name)).sort((one, other) => (one < other ? 1 : -1))
  return Promise.all(known.map((name) => describe(place, name)))
}

/** @throws {@link SsoError} `ReplacedStoresUnreadable` */
async function readNames({ directory, files }: Place): Promise<readonly string[]> {
  const folder = folderOf(directory)
  try {
    return (await unlessAbsent(files.list(folder))) ?? []
  } catch (cause) {
    throw SsoError.of('ReplacedStoresUnreadable', { folder, reason: systemErrorCode(cause) }, { cause })
  }
}

/**
 * Which keys the copies need: a restore can be undone only as long as the key of the store that it replaced is there.
 * Where a copy cannot be read, for whatever reason, nobody knows which key it needs: then all are needed.
 *
 * @throws {@link SsoError} `ReplacedStoresUnreadable`
 */
export async function neededByReplacedStores(place: Place): Promise<IsKeyNeeded> {
  const names = (await readNames(place)).filter((name) => NAME.test(name))
  const copies = await Promise.all(names.map((name) => readIfPossible(place, name)))
  return (key) => copies.some((copy) => copy === 'not readable' || sameKeyPlace(copy, key))
}

async function readIfPossible(place: Place, name: string): Promise<SecretStoreContent | 'not readable'> {
  return readReplacedStore(place, name).catch((error) => {
    if (error instanceof SsoError) return 'not readable'
    throw error
  })
}

async function describe(place: Place, name: string): Promise<ReplacedStore> {
  const found = await readIfPossible(place, name)
  const content = found === 'not readable' ? null : found
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
 * @throws {@link SsoError} `ReplacedStoreMissing`, `ReplacedStoreUnreadable`, `SecretStoreDamaged`,
 * `SecretStoreVersionNewer`
 */
export async function readReplacedStore(place: Place, name: string): Promise<SecretStoreContent> {
  const file = await readFile(place, name)
  if (file === null) throw SsoError.of('ReplacedStoreMissing', { name })
  return parseSecretStore(file)
}

async function readFile({ directory, files }: Place, name: string): Promise<Uint8Array | null> {
  const path = pathOf(directory, name)
  return unlessAbsent(files.read(path, MAX_SECRET_STORE_BYTES)).catch((cause) => {
    throw SsoError.of('ReplacedStoreUnreadable', { name, reason: systemErrorCode(cause) }, { cause })
  })
}

/** A name is taken only as it is given out, so that no path can be smuggled in with it. */
function pathOf(directory: DataDirectory, name: string): string {
  if (!NAME.test(name)) throw SsoError.of('ReplacedStoreMissing', { name: name.replace(/\p{Cc}/gu, '?') })
  return join(folderOf(directory), name)
}

/**
 * Removes one copy for good.
 *
 * @throws {@link SsoError} `ReplacedStoreMissing`, `ReplacedStoresUnreadable`, `ReplacedStoreNotRemoved`
 */
export async function removeReplacedStore(place: Place, name: string): Promise<void> {
  const path = pathOf(place.directory, name)
  const names = await readNames(place)
  if (!names.includes(name)) throw SsoError.of('ReplacedStoreMissing', { name })
  try {
    await place.files.remove(path)
    await place.files.syncDirectory(folderOf(place.directory))
  } catch (cause) {
    throw SsoError.of('ReplacedStoreNotRemoved', { name, reason: systemErrorCode(cause) }, { cause })
  }
}

/**
 * Puts the copies, as they are, into another data directory.
 *
 * @throws {@link SsoError} `ReplacedStoresUnreadable`, `ReplacedStoreUnreadable`; system errors of writing
 */
export async function copyReplacedStores(place: Place, to: DataDirectory): Promise<void> {
  const names = (await readNames(place)).filter((name) => NAME.test(name))
  if (names.length === 0) return
  makeOwnFolder(folderOf(to))
  for (const name of names) {
    const file = await readFile(place, name)
    if (file !== null) await writeNewFile(place.files, join(folderOf(to), name), file)
  }
}
