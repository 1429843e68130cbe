import { join } from 'node:path'
import type { DataDirectory } from '../../electron/core/files/data-directory.ts'
import type { ReencryptionRunner } from '../../electron/core/reencryption/sweep-thread.ts'
import { inProcessRunner } from '../../electron/core/reencryption/sweep-thread.ts'
import type { SsoSystemOptions } from '../../electron/core/sso-system.ts'
import { credentialKeys, insertCredentials, type OpenedCredential, openAll } from './credential-rows.ts'
import { DatabaseSync } from './sqlite.ts'
import { aGenerateRequest, openTestSystem } from './test-system.ts'

export const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1)

/** A system with a master secret, and credentials under it. */
export async function aSystemWith(
  mappingIds: readonly number[],
  { ragged = false, ...overrides }: Partial<SsoSystemOptions> & { readonly ragged?: boolean } = {},
) {
  const test = await openTestSystem(overrides)
  await test.system.masterSecret.generate(aGenerateRequest(join(test.folder, 'first.bak')))
  await insertCredentials(test.directory, mappingIds, ragged)
  const rotate = (name = 'next.bak', mayLose = 0) =>
    test.system.masterSecret.generate(aGenerateRequest(join(test.folder, name), { mayLose }))
  const opened = async () => openAll(test.directory.database, await credentialKeys(test.directory))
  return { ...test, rotate, opened }
}

export function change(
  directory: DataDirectory,
  sql: string,
  ...parameters: (number | string | Uint8Array)[]
): void {
  const database = new DatabaseSync(directory.database)
  // As whoever tampers with the file would.
  database.exec('PRAGMA foreign_keys = OFF')
  database.prepare(sql).run(...parameters)
  database.close()
}

export function events(directory: DataDirectory, eventId: number): readonly Record<string, unknown>[] {
  const database = new DatabaseSync(directory.database)
  const rows = database.prepare('SELECT data FROM event WHERE event_id = ? ORDER BY id').all(eventId)
  database.close()
  return rows.map((row) => JSON.parse((row as { data: string }).data))
}

export const CURRENT = 2
export const allCurrent = (rows: readonly OpenedCredential[]): boolean =>
  rows.every(({ secretId, text }) => secretId === CURRENT && text !== null)

/** Runs until `stopAfter` pages have been written, then waits to be told to stop. */
export function runnerThatHangs(): { readonly run: ReencryptionRunner; readonly reached: Promise<void> } {
  let reach: () => void = () => undefined
  const reached = new Promise<void>((resolve) => {
    reach = resolve
  })
  let hung = false
  const real = inProcessRunner()
  const run: ReencryptionRunner = async (task, options) => {
    if (hung) return real(task, options)
    hung = true
    reach()
    return new Promise((resolve) => options.signal?.addEventListener('abort', () => resolve('stopped')))
  }
  return { run, reached }
}
