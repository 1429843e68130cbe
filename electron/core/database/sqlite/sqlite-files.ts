import type { Stats } from 'node:fs'
import { rename, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { unlessAbsent } from '../../files/unless-absent.ts'
import type { DatabaseRemains } from '../database-remains.ts'
import { toDatabaseError } from './sqlite-error.ts'

/**
 * Bytes of a database and its write-ahead log.
 *
 * @throws {@link SsoError} `DatabaseMissing`, `DatabaseAccessDenied`, `DatabaseIoFailed` and the others of its file
 */
export async function databaseBytes(path: string): Promise<number> {
  try {
    const file = await stat(path)
    const log = await unlessAbsent(stat(logOf(path)))
    return file.size + (log?.size ?? 0)
  } catch (error) {
    throw toDatabaseError(error, path)
  }
}

/** @throws {@link SsoError} `DatabaseIoFailed` and the others of its file, where it cannot be looked at */
export async function findRemains(path: string): Promise<DatabaseRemains> {
  const [file, log] = [await lookAt(path), await lookAt(logOf(path))]
  const unwritten = log !== null && log.size > 0 ? `its write-ahead log ${basename(logOf(path))}` : null
  if (file === null) return { state: 'missing', unwritten }
  return { state: file.size === 0 ? 'empty' : 'there', unwritten }
}

/** Keeps the write-ahead log of a database that is given up: SQLite would remove it with a new, empty one. */
export async function setLogAside(path: string): Promise<void> {
  if ((await findRemains(path)).state === 'there') return
  await unlessAbsent(rename(logOf(path), `${logOf(path)}.${Date.now()}.lost`))
}

function logOf(path: string): string {
  return `${path}-wal`
}

async function lookAt(path: string): Promise<Stats | null> {
  try {
    return await unlessAbsent(stat(path))
  } catch (error) {
    throw toDatabaseError(error, path)
  }
}
