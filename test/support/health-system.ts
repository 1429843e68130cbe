import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { AuditKeys } from '../../electron/core/events/audit-keys.ts'
import { nodeFileSystem } from '../../electron/core/files/node-file-system.ts'
import { inProcessJobs } from '../../electron/core/health/database-jobs.ts'
import { type HealthDependencies, HealthService } from '../../electron/core/health/health.service.ts'
import { keyFileProtector } from '../../electron/core/key-protectors/key-file-protector.ts'
import { SecretStore } from '../../electron/core/secret-store/secret-store.ts'
import type { HealthCheck, HealthCheckId } from '../../shared/health.ts'
import { insertCredentials } from './credential-rows.ts'
import { openDatabaseFile } from './open-database-file.ts'
import { DatabaseSync } from './sqlite.ts'
import { administrator, aGenerateRequest, openTestSystem, type TestSystem } from './test-system.ts'

export const DAY_MS = 24 * 60 * 60 * 1000
export const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1)
export const later = (days: number) => () => new Date(Date.now() + days * DAY_MS)

export async function aSystem(rows = 10) {
  const test = await openTestSystem()
  const backupFile = join(test.folder, 'first.bak')
  await test.system.masterSecret.generate(aGenerateRequest(backupFile))
  await insertCredentials(test.directory, upTo(rows))
  return { ...test, backupFile }
}

/** The health of a test system with other parts. */
export async function healthOf(
  { directory, system }: TestSystem,
  overrides: Partial<HealthDependencies> = {},
) {
  const database = await openDatabaseFile(directory.database)
  onTestFinished(() => database.close())
  const store = new SecretStore(directory, nodeFileSystem, [
    keyFileProtector(directory.keyFile, nodeFileSystem),
  ])
  return new HealthService({
    directory,
    files: nodeFileSystem,
    database,
    store,
    reencryption: system.reencryption,
    account: async () => administrator,
    server: 'sso01',
    jobs: inProcessJobs(),
    auditKeys: new AuditKeys(store),
    events: { record: async () => true },
    ...overrides,
  })
}

export const line = async (health: HealthService, id: HealthCheckId): Promise<HealthCheck | undefined> =>
  (await health.describe()).find((check) => check.id === id)

export function change({ directory }: TestSystem, sql: string): void {
  const database = new DatabaseSync(directory.database)
  database.exec(`PRAGMA foreign_keys = OFF; ${sql}`)
  database.close()
}

export function changeStore(
  { directory }: TestSystem,
  changes: (content: Record<string, object>) => object,
): void {
  const content = JSON.parse(readFileSync(directory.secretStore, 'utf8'))
  writeFileSync(directory.secretStore, JSON.stringify({ ...content, ...changes(content) }), { mode: 0o600 })
}
