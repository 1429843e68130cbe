import { lstat, readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { DataDirectory } from '../../files/data-directory.ts'
import { unlessAbsent } from '../../files/unless-absent.ts'
import { type Check, green, red } from '../health-check.ts'

/** Nobody but the owner may read the data directory and what matters in it. */
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
    if (open.length === 0) return green('Only this account can read the data directory.')
    const what = open.map(({ shown }) => shown).join(', ')
    return red(
      `Other accounts may reach ${what}. Run: ${open.map(({ command }) => command).join('; ')}`,
      null,
    )
  },
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
  const quoted = `'${path.replaceAll("'", `'\\''`)}'`
  return { shown: `${path} (${mode.toString(8)})`, command: `chmod ${allowed.toString(8)} ${quoted}` }
}
