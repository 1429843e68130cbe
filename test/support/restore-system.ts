import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MasterSecretPair } from '../../electron/core/crypto/master-secret.ts'
import { nodeFileSystem } from '../../electron/core/files/node-file-system.ts'
import { keyFileProtector } from '../../electron/core/key-protectors/key-file-protector.ts'
import type { RestoreRequest } from '../../electron/core/master-secret/master-secret.service.ts'
import { SecretStore } from '../../electron/core/secret-store/secret-store.ts'
import type { SsoSystemOptions } from '../../electron/core/sso-system.ts'
import { credentialKeys, insertCredentials, openAll } from './credential-rows.ts'
import { DatabaseSync } from './sqlite.ts'
import { aGenerateRequest, openTestSystem, PASSWORD, type TestSystem, utf8 } from './test-system.ts'

/** Mappings that {@link openRestoreSystem} puts credentials in for. */
export const firstMappings: readonly number[] = Array.from({ length: 20 }, (_, at) => at + 1)

/** A system with a master secret, its backup `1.bak`, and credentials under it. */
export async function openRestoreSystem(overrides: Partial<SsoSystemOptions> = {}): Promise<TestSystem> {
  const test = await openTestSystem(overrides)
  await generate(test, '1.bak')
  await insertCredentials(test.directory, firstMappings)
  return test
}

/** Generates a secret, and waits until the credentials are under it. */
export async function generate({ folder, system }: TestSystem, name: string): Promise<void> {
  await system.masterSecret.generate(aGenerateRequest(join(folder, name)))
  await system.reencryption.whenIdle()
}

/** A request to restore a backup of {@link openRestoreSystem}, but for what is overridden. */
export function aRestoreRequest(
  { folder }: TestSystem,
  name: string,
  overrides: Partial<RestoreRequest> = {},
): RestoreRequest {
  return { backupFile: join(folder, name), password: utf8(PASSWORD), override: false, ...overrides }
}

/** What the secret store holds. */
export async function revealStore({ directory }: TestSystem): Promise<MasterSecretPair | null> {
  const store = new SecretStore(directory, nodeFileSystem, [
    keyFileProtector(directory.keyFile, nodeFileSystem),
  ])
  const content = await store.read()
  return content && store.reveal(content)
}

/** The names of the secrets in the store: the current one's, then the previous one's. */
export async function storeMsids(test: TestSystem): Promise<readonly (string | null)[]> {
  const secrets = await revealStore(test)
  return [secrets?.current.msid ?? null, secrets?.previous?.msid ?? null]
}

/** How many credentials open with the secrets in the store, and how many there are. */
export async function countReadable({ directory }: TestSystem): Promise<string> {
  const rows = openAll(directory.database, await credentialKeys(directory))
  return `${rows.filter(({ text }) => text !== null).length} of ${rows.length}`
}

/** Runs SQL on the database, beside the system. */
export function sql({ directory }: TestSystem, statement: string): void {
  const database = new DatabaseSync(directory.database)
  database.exec(statement)
  database.close()
}

/** The events with one of these ids in the local log. */
export async function loggedEvents(
  { directory }: TestSystem,
  ...ids: readonly number[]
): Promise<readonly Record<string, unknown>[]> {
  const log = await readFile(join(directory.events, 'secret-operations.jsonl'), 'utf8')
  const all = log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  return all.filter(({ eventId }) => ids.includes(eventId as number))
}

/** The error code that something is refused with. */
export function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'success',
    (error: unknown) =>
      error instanceof Error && 'code' in error ? String(error.code) : `no code: ${String(error)}`,
  )
}
