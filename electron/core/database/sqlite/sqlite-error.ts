import { SsoError } from '../../sso-error.ts'

/** Primary result codes (https://www.sqlite.org/rescode.html). */
const BUSY = 5
const LOCKED = 6
const FULL = 13
const NOT_A_DATABASE = 26

/** Makes the error of an SQLite call one of the product's; anything else comes back as it was. */
export function toDatabaseError(error: unknown, path: string): unknown {
  const primary = primaryCode(error)
  if (primary === null) return error
  if (isBusy(error)) return SsoError.of('DatabaseBusy', { path }, { cause: error })
  if (primary === FULL) return SsoError.of('DatabaseFull', { path }, { cause: error })
  if (primary === NOT_A_DATABASE) return SsoError.of('DatabaseForeign', { path }, { cause: error })
  const reason = error instanceof Error ? error.message : `code ${primary}`
  return SsoError.of('DatabaseDamaged', { path, reason }, { cause: error })
}

/** Whether an SQLite call failed because somebody else uses the database. */
export function isBusy(error: unknown): boolean {
  const primary = primaryCode(error)
  return primary === BUSY || primary === LOCKED
}

function primaryCode(error: unknown): number | null {
  const isSqliteError = error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
  return isSqliteError ? (error.errcode as number) & 0xff : null
}
