import { isSystemError, SsoError } from '../../errors/sso-error.ts'
import { findFault, toFault } from './file-fault.ts'
import { findWriter } from './find-writer.ts'

/** Primary result codes (https://www.sqlite.org/rescode.html). */
const ERROR = 1
const PERM = 3
const BUSY = 5
const LOCKED = 6
const NOMEM = 7
const READONLY = 8
const IOERR = 10
const CORRUPT = 11
const FULL = 13
const CANTOPEN = 14
const PROTOCOL = 15
const CONSTRAINT = 19
const MISMATCH = 20
const AUTH = 23
const NOT_A_DATABASE = 26
const WARNING = 28

/** Extended result codes. */
const IOERR_NOMEM = 3082
const READONLY_DBMOVED = 1032
const CONSTRAINT_UNIQUE = 2067

/** SQLITE_IOERR_UNLOCK, _RDLOCK, _CHECKRESERVEDLOCK and _LOCK: what file systems without locks answer. */
const IO_ERRORS_OF_LOCKING: ReadonlySet<number> = new Set([2058, 2314, 3594, 3850])

/** What the program's own statements meet only where somebody has changed the tables. */
const CHANGED_SCHEMA = /no such (table|column)|malformed database schema|has no column named/i

/**
 * Makes the error of an SQLite call, or of a system call on the database's file, one of the product's; what is a bug
 * comes back as it was. Only what is wrong with the content is damage.
 */
export function toDatabaseError(error: unknown, path: string): unknown {
  if (error instanceof SsoError) return error
  const code = resultCode(error)
  if (code === null) return isSystemError(error) ? toFault(error, path) : error
  return fromResultCode(error as Error, code, path) ?? error
}

/** Whether an SQLite call failed because somebody else uses the database. */
export function isBusy(error: unknown): boolean {
  const code = resultCode(error)
  return code !== null && busyCodes.has(code & 0xff)
}

const busyCodes: ReadonlySet<number> = new Set([BUSY, LOCKED, PROTOCOL])
const damageCodes: ReadonlySet<number> = new Set([CORRUPT, CONSTRAINT, MISMATCH])

function fromResultCode(cause: Error, code: number, path: string): SsoError | null {
  const primary = code & 0xff
  const reason = cause.message
  if (busyCodes.has(primary)) return databaseBusy(path, cause)
  // The database is sound and has refused what the program should not have written.
  if (code === CONSTRAINT_UNIQUE) return null
  if (damageCodes.has(primary) || (primary === ERROR && CHANGED_SCHEMA.test(reason)))
    return SsoError.of('DatabaseDamaged', { path, reason }, { cause })
  if (primary === NOT_A_DATABASE) return SsoError.of('DatabaseForeign', { path }, { cause })
  if (primary === FULL) return SsoError.of('DatabaseFull', { path }, { cause })
  if (code === READONLY_DBMOVED) return SsoError.of('DatabaseReplaced', { path }, { cause })
  if (primary === READONLY) return SsoError.of('DatabaseReadOnly', { path }, { cause })
  if (primary === NOMEM || code === IOERR_NOMEM)
    return SsoError.of('SystemResourcesExhausted', { path, reason: 'ENOMEM' }, { cause })
  if (primary === PERM || primary === AUTH)
    return SsoError.of('DatabaseAccessDenied', { path, reason }, { cause })
  // SQLite does not say why a file could not be opened or written: what it is, is found by trying.
  if (primary === CANTOPEN || primary === IOERR || primary === WARNING)
    return findFault(path) ?? SsoError.of('DatabaseIoFailed', { path, reason }, { cause })
  return null
}

/** `DatabaseBusy`, with who is writing, where that can be told. */
export function databaseBusy(path: string, cause?: unknown): SsoError {
  const holder = findWriter(path)
  return SsoError.of('DatabaseBusy', { path, ...(holder === null ? {} : { holder }) }, { cause })
}

/** Why a file that could be opened cannot be locked, in words fit for parentheses. */
export function whyUnlockable(error: unknown): string {
  const code = resultCode(error)
  if (code === NOT_A_DATABASE) return 'it holds something else than a lock'
  if (code !== null && IO_ERRORS_OF_LOCKING.has(code)) return 'its file system keeps no locks'
  return error instanceof Error ? error.message : String(error)
}

/** The extended one, where the library tells it beside the primary one. */
function resultCode(error: unknown): number | null {
  if (!(error instanceof Error)) return null
  const { errcode, sqliteExtendedCode } = error as { errcode?: unknown; sqliteExtendedCode?: unknown }
  const code = sqliteExtendedCode ?? errcode
  return typeof code === 'number' ? code : null
}
