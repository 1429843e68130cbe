import { rm } from 'node:fs/promises'
import { SsoError, systemErrorCode } from '../../errors/sso-error.ts'
import { makeOwnFile } from '../../files/keep-owner.ts'
import { openSqlite } from './sqlite-engine.ts'

/**
 * Copies a database as it was last committed to a file that must not exist yet (mode 0600), its write-ahead log
 * included. Writers go on meanwhile; the calling thread is blocked. The copy is not synced: it is to be thrown away.
 *
 * @throws {@link SsoError} `DatabaseCopyFailed`; there is no copy then.
 */
export async function copyDatabase(path: string, copy: string): Promise<void> {
  try {
    makeOwnFile(copy)
    const database = await openSqlite(path)
    try {
      database.prepare('VACUUM INTO ?').run(copy)
    } finally {
      database.close()
    }
  } catch (cause) {
    if (systemErrorCode(cause) !== 'EEXIST') await rm(copy, { force: true }).catch(() => undefined)
    const reason = cause instanceof Error && 'errcode' in cause ? cause.message : systemErrorCode(cause)
    throw SsoError.of('DatabaseCopyFailed', { path: copy, reason }, { cause })
  }
}
