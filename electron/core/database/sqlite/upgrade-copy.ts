import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { SsoError, systemErrorCode } from '../../errors/sso-error.ts'
import { makeOwnFile } from '../../files/keep-owner.ts'
import { openSqliteAgain } from './sqlite-engine.ts'

/** Where the copy of a database of an older schema is kept. */
export function upgradeCopyPath(path: string, version: number): string {
  return `${path}.schema-${version}.bak`
}

/**
 * Copies the database as it was last committed to {@link upgradeCopyPath} (mode 0600), replacing a copy of the same
 * schema; it is on the disk when this returns. The caller holds the write lock, so nobody else does so; it waits
 * here, because others in this process that wait for the lock would keep it from going on.
 *
 * @returns the copy's path.
 * @throws {@link SsoError} `DatabaseCopyFailed`; there is no new copy then.
 */
export function copyBeforeUpgrade(path: string, version: number): string {
  const copy = upgradeCopyPath(path, version)
  const temporary = `${copy}.tmp`
  try {
    rmSync(temporary, { force: true })
    makeOwnFile(temporary)
    vacuumInto(path, temporary)
    proveCopy(temporary, version)
    syncFile(temporary, 'r+')
    renameSync(temporary, copy)
    // Windows neither opens a directory this way nor needs to: NTFS journals the rename.
    if (process.platform !== 'win32') syncFile(dirname(copy), 'r')
    return copy
  } catch (cause) {
    removeQuietly(temporary)
    const reason = cause instanceof Error && 'errcode' in cause ? cause.message : systemErrorCode(cause)
    throw SsoError.of('DatabaseCopyFailed', { path: copy, reason }, { cause })
  }
}

/** On a connection of its own: SQLite does not vacuum within a transaction. */
function vacuumInto(path: string, target: string): void {
  const connection = openSqliteAgain(path)
  try {
    connection.prepare('VACUUM INTO ?').run(target)
  } finally {
    connection.close()
  }
}

/** What cannot be read is no copy. */
function proveCopy(copy: string, version: number): void {
  const connection = openSqliteAgain(copy)
  try {
    const found = connection.prepare('PRAGMA user_version').get() as { readonly user_version: number }
    const [said] = connection.prepare('PRAGMA quick_check(1)').all() as readonly object[]
    if (found.user_version === version && Object.values(said ?? {})[0] === 'ok') return
  } finally {
    connection.close()
  }
  throw Object.assign(new Error('the copy is not what was copied'), {
    code: 'the copy is not what was copied',
  })
}

function syncFile(path: string, flags: 'r' | 'r+'): void {
  const file = openSync(path, flags)
  try {
    fsyncSync(file)
  } catch (error) {
    if (systemErrorCode(error) !== 'EINVAL') throw error // Some network file systems cannot sync a folder.
  } finally {
    closeSync(file)
  }
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // The next upgrade removes it.
  }
}
