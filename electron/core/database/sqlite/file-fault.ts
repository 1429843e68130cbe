import { randomUUID } from 'node:crypto'
import { accessSync, closeSync, constants, fsyncSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { isSystemError, SsoError, systemErrorCode } from '../../errors/sso-error.ts'

/** As much as SQLite takes for the index of its write-ahead log. */
const TRIED_BYTES = 32 * 1024

/** Makes an error of the operating system, met with the database's file or folder, the product's. */
export function toFault(error: unknown, path: string): SsoError {
  return faultOf(systemErrorCode(error), path, error)
}

function faultOf(reason: string, path: string, cause: unknown): SsoError {
  const options = { cause }
  switch (reason) {
    case 'ENOENT':
      return SsoError.of('DatabaseMissing', { path }, options)
    case 'ENOSPC':
    case 'EDQUOT':
      return SsoError.of('DatabaseFull', { path }, options)
    case 'EROFS':
      return SsoError.of('DatabaseReadOnly', { path }, options)
    case 'EACCES':
    case 'EPERM':
      return SsoError.of('DatabaseAccessDenied', { path, reason }, options)
    case 'EMFILE':
    case 'ENFILE':
    case 'ENOMEM':
      return SsoError.of('SystemResourcesExhausted', { path, reason }, options)
    case 'EISDIR':
    case 'ENOTDIR':
    case 'ELOOP':
    case 'ENXIO':
    case 'ENAMETOOLONG':
      return SsoError.of('DatabaseNotAFile', { path, reason }, options)
    default:
      return SsoError.of('DatabaseIoFailed', { path, reason }, options)
  }
}

/**
 * Finds out why SQLite cannot open or write a database, by trying what it does. The database itself is never opened:
 * closing it would drop the locks that this process has on it.
 *
 * @returns `null` if all of that works.
 */
export function findFault(path: string): SsoError | null {
  try {
    if (!statSync(path).isFile()) return SsoError.of('DatabaseNotAFile', { path, reason: 'EISDIR' })
    accessSync(path, constants.R_OK)
    closeSync(openSync(dirname(path), 'r'))
    accessSync(path, constants.W_OK)
    tryWriting(`${path}.${randomUUID().slice(0, 8)}.tmp`)
    return null
  } catch (error) {
    if (isSystemError(error)) return toFault(error, path)
    throw error
  }
}

function tryWriting(path: string): void {
  const file = openSync(path, 'wx', 0o600)
  try {
    writeSync(file, Buffer.alloc(TRIED_BYTES))
    fsyncSync(file)
  } finally {
    closeSync(file)
    rmSync(path, { force: true })
  }
}
