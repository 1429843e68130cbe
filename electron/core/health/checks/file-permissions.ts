import { lstat, readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { nameOf } from '../../accounts/system-name-service.ts'
import type { DataDirectory } from '../../files/data-directory.ts'
import { unlessAbsent } from '../../files/unless-absent.ts'
import { type Check, green, red } from './health-check.ts'

/** Nobody but the owner may read the data directory and what matters in it, and all of it has one owner. */
export const filePermissionsCheck: Check = {
  id: 'file-permissions',
  title: 'File permissions',
  fixWhenThrown: null,
  async find({ directory }) {
    if (process.platform === 'win32')
      return green('Windows guards the data directory by the permissions of the profile it is in.')
    const files = await listFiles(directory)
    const looked = await Promise.all([
      findOpen(directory.path, 0o700),
      ...files.map((file) => findOpen(file, 0o600)),
    ])
    const open = looked.filter((found) => found !== null)
    const { gid, mode, uid } = await lstat(directory.path)
    const owner = await nameOf('user', uid)
    const strange = await findStrange(directory, uid)
    const faults = [
      ...open.map(({ shown }) => `Other accounts may reach ${shown}.`),
      ...strange.map(
        (found) => `${found.path} belongs to ${found.owner}, and the data directory to ${owner}.`,
      ),
    ]
    if (faults.length === 0) {
      const whose = `The data directory (mode ${(mode & 0o777).toString(8)}) and all files in it belong to ${owner}, and no other account but root can read them.`
      return green(uid === process.geteuid?.() ? whose : `${whose} This account is another.`)
    }
    const commands = [
      ...open.map(({ command }) => command),
      ...strange.map((found) => `chown ${uid}:${gid} ${quote(found.path)}`),
    ]
    return red(`${faults.join(' ')} Run: ${commands.join('; ')}`, null)
  },
}

/** Where files of the product lie; the console's profile is its own. */
const FOLDERS = ['.', 'events', 'events/waiting', 'logs', 'replaced-stores']

/** What belongs to another account than the directory does: its owner may be locked out of it. */
async function findStrange({ path }: DataDirectory, uid: number) {
  const strange: { readonly path: string; readonly owner: string }[] = []
  for (const folder of FOLDERS) {
    const entries = (await unlessAbsent(readdir(join(path, folder)))) ?? []
    for (const entry of entries) {
      const file = join(path, folder, entry)
      const found = await unlessAbsent(lstat(file))
      if (found === null || found.uid === uid) continue
      strange.push({ path: file, owner: await nameOf('user', found.uid) })
    }
  }
  return strange
}

function quote(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`
}

interface OpenToOthers {
  readonly shown: string
  readonly command: string
}

/** The secret store, its keys and the database, with all that lies beside them under their names. */
async function listFiles({ database, path, secretStore }: DataDirectory): Promise<readonly string[]> {
  const names = [basename(secretStore, '.json'), basename(database)]
  const entries = await readdir(path)
  return entries
    .filter((entry) => names.some((name) => entry.startsWith(name)))
    .map((entry) => join(path, entry))
}

async function findOpen(path: string, allowed: number): Promise<OpenToOthers | null> {
  // Removed since it was listed, as a log is.
  const found = await unlessAbsent(lstat(path))
  if (found === null || (found.isDirectory() && allowed !== 0o700)) return null
  const mode = found.mode & 0o777
  if ((mode & ~allowed) === 0) return null
  return { shown: `${path} (${mode.toString(8)})`, command: `chmod ${allowed.toString(8)} ${quote(path)}` }
}
