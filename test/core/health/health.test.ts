import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openSsoDatabase } from '../../../electron/core/database/sso-database.ts'
import { AuditKeys } from '../../../electron/core/events/audit-keys.ts'
import { nodeFileSystem } from '../../../electron/core/files/node-file-system.ts'
import { inProcessJobs } from '../../../electron/core/health/database-jobs.ts'
import { type HealthDependencies, HealthService } from '../../../electron/core/health/health.service.ts'
import { keyFileProtector } from '../../../electron/core/master-secret/key-protectors/key-file-protector.ts'
import { SecretStore } from '../../../electron/core/master-secret/secret-store.ts'
import {
  type CredentialCheckProgress,
  type HealthCheck,
  type HealthCheckId,
  healthCheckIds,
} from '../../../shared/health.ts'
import { insertCredentials } from '../../support/credential-rows.ts'
import {
  administrator,
  aGenerateRequest,
  openTestSystem,
  type TestSystem,
} from '../../support/test-system.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1)
const later = (days: number) => () => new Date(Date.now() + days * DAY_MS)

async function aSystem(rows = 10) {
  const test = await openTestSystem()
  const backupFile = join(test.folder, 'first.bak')
  await test.system.masterSecret.generate(aGenerateRequest(backupFile))
  await insertCredentials(test.directory, upTo(rows))
  return { ...test, backupFile }
}

/** The health of a test system with other parts. */
async function healthOf({ directory, system }: TestSystem, overrides: Partial<HealthDependencies> = {}) {
  const database = await openSsoDatabase(directory.database)
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
    ...overrides,
  })
}

const line = async (health: HealthService, id: HealthCheckId): Promise<HealthCheck | undefined> =>
  (await health.describe()).find((check) => check.id === id)

function change({ directory }: TestSystem, sql: string): void {
  const database = new DatabaseSync(directory.database)
  database.exec(`PRAGMA foreign_keys = OFF; ${sql}`)
  database.close()
}

function changeStore({ directory }: TestSystem, changes: (content: Record<string, object>) => object): void {
  const content = JSON.parse(readFileSync(directory.secretStore, 'utf8'))
  writeFileSync(directory.secretStore, JSON.stringify({ ...content, ...changes(content) }), { mode: 0o600 })
}

describe('the list of health', () => {
  it('has a line for each thing that is looked at, each with a reason', async () => {
    const { system } = await aSystem()
    const checks = await system.health.describe()
    expect(checks.map(({ id }) => id)).toEqual(healthCheckIds)
    for (const { reason, title } of checks) {
      expect(title).toMatch(/^[A-Z]/)
      expect(reason).toMatch(/^[A-Z\d].*[.]$/s)
    }
  })

  it('is green but for the key file and the check never made, after a generate', async () => {
    const { system } = await aSystem()
    const notGreen = (await system.health.describe()).filter(({ status }) => status !== 'green')
    expect(notGreen.map(({ fix, id, status }) => [id, status, fix])).toEqual([
      ['unreadable-rows', 'amber', 'check-credentials'],
      ['protector', 'amber', 'change-protector'],
    ])
  })

  it('asks for a first master secret where there is none', async () => {
    const { system } = await openTestSystem()
    expect(await line(system.health, 'master-secret')).toMatchObject({
      status: 'amber',
      fix: 'generate-secret',
    })
    expect(await line(system.health, 'unreadable-rows')).toMatchObject({ status: 'green' })
  })

  it('is whole when the secret store is gone, and says how to get it back', async () => {
    const test = await aSystem()
    rmSync(test.directory.secretStore)
    const checks = await test.system.health.describe()
    expect(checks.map(({ id }) => id)).toEqual(healthCheckIds)
    expect(checks[0]).toMatchObject({ status: 'red', fix: 'restore-secret' })
    expect(checks[0]?.reason).toMatch(/is gone/)
  })

  it('is whole when the database cannot be looked through', async () => {
    const test = await aSystem()
    const jobs = {
      ...inProcessJobs(),
      survey: async () => {
        throw new Error('the disk hums')
      },
    }
    const checks = await (await healthOf(test, { jobs })).describe()
    expect(checks.map(({ id }) => id)).toEqual(healthCheckIds)
    expect(checks.find(({ id }) => id === 'database-integrity')).toMatchObject({
      status: 'red',
      reason: 'It could not be checked (the disk hums).',
    })
  })

  it('sends those on another server to the master secret server', async () => {
    const health = await healthOf(await aSystem(), { server: 'sso02' })
    expect(await line(health, 'master-secret')).toMatchObject({ status: 'amber', fix: null })
    expect((await line(health, 'master-secret'))?.reason).toContain('sso01')
  })

  it('is for SSO Administrators only, and so are its checks', async () => {
    const test = await aSystem()
    const health = await healthOf(test, {
      account: async () => ({ ...administrator, name: 'eve', groups: [] }),
    })
    const refused = { code: 'AccessDeniedNotSsoAdministrator' }
    await expect(health.describe()).rejects.toMatchObject(refused)
    await expect(health.checkCredentials()).rejects.toMatchObject(refused)
    await expect(health.checkDatabase()).rejects.toMatchObject(refused)
  })
})

describe('the health of the master secret', () => {
  it('is red when its key protector is gone', async () => {
    const test = await aSystem()
    rmSync(test.directory.keyFile)
    expect(await line(test.system.health, 'master-secret')).toMatchObject({
      status: 'red',
      fix: 'restore-secret',
    })
    expect(await line(test.system.health, 'protector')).toMatchObject({
      status: 'red',
      fix: 'restore-secret',
    })
  })

  it.each([
    [364, 'green', null],
    [365, 'amber', 'generate-secret'],
  ])('after %d days is %s', async (days, status, fix) => {
    const health = await healthOf(await aSystem(), { now: later(days) })
    const age = await line(health, 'secret-age')
    expect(age).toMatchObject({ status, fix })
    expect(age?.reason).toContain(later(365)().toISOString().slice(0, 10))
  })

  it('is red while it was never backed up', async () => {
    const test = await aSystem()
    changeStore(test, () => ({ lastBackup: null }))
    expect(await line(test.system.health, 'backed-up')).toMatchObject({ status: 'red', fix: 'backup-secret' })
    expect(await line(test.system.health, 'backup-verified')).toMatchObject({ status: 'red' })
    expect(await line(test.system.health, 'backup-file')).toMatchObject({
      status: 'amber',
      fix: 'backup-secret',
    })
  })

  it.each([
    [90, 'green', null],
    [91, 'amber', 'verify-backup'],
  ])('%d days after its backup was opened is %s', async (days, status, fix) => {
    const health = await healthOf(await aSystem(), { now: later(days) })
    expect(await line(health, 'backup-verified')).toMatchObject({ status, fix })
  })

  it('counts a later verification of a backup, of the current secret only', async () => {
    const test = await aSystem()
    const health = await healthOf(test, { now: later(100) })
    const at = later(50)().toISOString()
    const { msid } = JSON.parse(readFileSync(test.directory.secretStore, 'utf8')).current
    const insert = (named: string): void =>
      change(
        test,
        `INSERT INTO event (event_id, level, at, tracking_id, computer, account, data)
         VALUES (19001, 'information', '${at}', 't', 'c', 'a', '{"msid":"${named}"}')`,
      )
    insert('another')
    expect(await line(health, 'backup-verified')).toMatchObject({ status: 'amber' })
    insert(msid)
    expect(await line(health, 'backup-verified')).toMatchObject({ status: 'green' })
  })

  it('says file permissions only of a key file', async () => {
    const { system } = await aSystem()
    expect((await line(system.health, 'protector'))?.reason).toContain('file permissions only')
  })
})

describe('the health of the backup file', () => {
  const fileLine = async (test: TestSystem) => line(test.system.health, 'backup-file')

  it('is green while it lies where it was saved', async () => {
    const test = await aSystem()
    expect(await fileLine(test)).toMatchObject({
      status: 'green',
      reason: `The backup file ${test.backupFile} is there.`,
    })
  })

  it('is red when it is gone', async () => {
    const test = await aSystem()
    rmSync(test.backupFile)
    expect(await fileLine(test)).toMatchObject({ status: 'red', fix: 'backup-secret' })
  })

  it('is amber, with the path, when its drive is not there', async () => {
    const test = await aSystem()
    renameSync(test.folder, `${test.folder}-away`)
    const found = await fileLine(test)
    expect(found?.status).toBe('amber')
    expect(found?.reason).toContain(test.backupFile)
  })

  it('is red when another file is in its place', async () => {
    const test = await aSystem()
    writeFileSync(test.backupFile, 'shopping list')
    expect(await fileLine(test)).toMatchObject({ status: 'red', fix: 'backup-secret' })
    rmSync(test.backupFile)
    mkdirSync(test.backupFile)
    expect(await fileLine(test)).toMatchObject({ status: 'red' })
  })

  it('is red when it is another secret’s backup', async () => {
    const test = await aSystem()
    const old = readFileSync(test.backupFile)
    const next = join(test.folder, 'next.bak')
    await test.system.masterSecret.generate(aGenerateRequest(next))
    writeFileSync(next, old)
    expect((await fileLine(test))?.reason).toContain('another master secret')
  })
})

describe('the health of the credentials', () => {
  it('counts them per master secret', async () => {
    const test = await aSystem(4)
    const found = await line(test.system.health, 'rows-per-secret')
    expect(found).toMatchObject({
      status: 'green',
      reason: '4 credentials under the current master secret, 0 under the previous one.',
    })
  })

  it('is red, with counts, where some are under a secret that is not at hand', async () => {
    const test = await aSystem(4)
    change(
      test,
      `INSERT INTO secret VALUES (77, 'lost-one', 'then'); UPDATE credential SET secret_id = 77 WHERE mapping_id < 4`,
    )
    const found = await line(test.system.health, 'rows-per-secret')
    expect(found).toMatchObject({ status: 'red', fix: 'restore-secret' })
    expect(found?.reason).toContain('3 credentials under lost-one')
  })

  it('is amber while the re-encryption is paused', async () => {
    const test = await aSystem(4)
    change(test, `UPDATE reencryption SET state = 'paused'`)
    expect(await line(test.system.health, 'rows-per-secret')).toMatchObject({
      status: 'amber',
      fix: 'resume-reencryption',
    })
  })

  it('is green once all of them were opened', async () => {
    const { system } = await aSystem(4_000)
    const seen: CredentialCheckProgress[] = []
    const report = await system.health.checkCredentials({ onProgress: (progress) => seen.push(progress) })
    expect(report).toMatchObject({ total: 4_000, readable: 4_000, unreadable: 0, unreadableRows: [] })
    expect(report.bySecret).toMatchObject([{ rows: 4_000, unreadable: 0 }])
    expect(seen.at(-1)).toMatchObject({ done: 4_000, total: 4_000 })
    expect(await line(system.health, 'unreadable-rows')).toMatchObject({ status: 'green', fix: null })
  })

  it('names those that did not open', async () => {
    const test = await aSystem(5)
    change(
      test,
      `UPDATE credential SET sealed = 'text' WHERE mapping_id = 3; UPDATE credential SET secret_id = x'99' WHERE mapping_id = 5`,
    )
    expect(await test.system.health.checkCredentials()).toMatchObject({
      readable: 3,
      unreadable: 2,
      unreadableRows: [
        {
          mappingId: 3,
          application: 'SAP',
          windowsAccount: 'DOMAIN\\user3',
          reason: 'it does not open with its master secret',
        },
        { mappingId: 5, reason: 'its master secret is not in the secret store' },
      ],
    })
    expect(await line(test.system.health, 'unreadable-rows')).toMatchObject({
      status: 'red',
      fix: 'restore-secret',
    })
  })

  it('is red where the re-encryption left some that did not open', async () => {
    const test = await aSystem(5)
    change(test, 'UPDATE credential SET sealed = zeroblob(80) WHERE mapping_id = 3')
    await test.system.masterSecret.generate(aGenerateRequest(join(test.folder, 'next.bak')))
    await test.system.reencryption.whenIdle()
    const found = await line(test.system.health, 'unreadable-rows')
    expect(found).toMatchObject({ status: 'red', fix: 'check-credentials' })
    expect(found?.reason).toContain('1 credential')
  })

  it('tries again those that seemed unreadable because a secret was generated meanwhile', async () => {
    const test = await aSystem(50)
    const jobs = inProcessJobs()
    let checks = 0
    const health = await healthOf(test, {
      jobs: {
        ...jobs,
        async check(task, options) {
          checks += 1
          if (checks === 1) {
            await test.system.masterSecret.generate(aGenerateRequest(join(test.folder, 'next.bak')))
            await test.system.reencryption.whenIdle()
          }
          return jobs.check(task, options)
        },
      },
    })
    expect(await health.checkCredentials()).toMatchObject({ readable: 50, unreadable: 0 })
    expect(checks).toBe(2)
  })

  it('is not counted where the check was cancelled', async () => {
    const { system } = await aSystem(8_000)
    const stop = new AbortController()
    const checking = system.health.checkCredentials({ onProgress: () => stop.abort(), signal: stop.signal })
    await expect(checking).rejects.toMatchObject({ code: 'Cancelled' })
    expect(await line(system.health, 'unreadable-rows')).toMatchObject({ status: 'amber' })
  })

  it('is not waited for by closing the system', async () => {
    const { system } = await aSystem(8_000)
    let begun = (): void => undefined
    const running = new Promise<void>((resolve) => {
      begun = resolve
    })
    const refused = expect(
      system.health.checkCredentials({ onProgress: () => begun() }),
    ).rejects.toMatchObject({
      code: 'Cancelled',
    })
    await running
    await system.close()
    await refused
  })
})

describe('the health of the computer', () => {
  it.skipIf(process.platform === 'win32')(
    'is red where others may read the files, and says how to close them',
    async () => {
      const test = await aSystem()
      chmodSync(test.directory.secretStore, 0o640)
      chmodSync(test.directory.path, 0o755)
      const found = await line(test.system.health, 'file-permissions')
      expect(found).toMatchObject({ status: 'red', fix: null })
      expect(found?.reason).toContain(
        `chmod 700 '${test.directory.path}'; chmod 600 '${test.directory.secretStore}'`,
      )
    },
  )

  it.each([
    ['a little behind', -4 * 60_000, 'green'],
    ['ten minutes behind', -10 * 60_000, 'red'],
    ['a year behind', -365 * DAY_MS, 'red'],
    ['ahead', DAY_MS, 'green'],
  ])('with a clock %s', async (_how, offset, status) => {
    const health = await healthOf(await aSystem(), { now: () => new Date(Date.now() + offset) })
    expect(await line(health, 'clock')).toMatchObject({ status })
  })

  it('is red with a clock from before this product', async () => {
    const health = await healthOf(await openTestSystem(), { now: () => new Date('2023-12-31T23:59:59Z') })
    expect((await line(health, 'clock'))?.reason).toContain('cannot be')
  })

  it('is red where the database is damaged, and stays so after a full check', async () => {
    const test = await aSystem(2)
    change(test, 'DELETE FROM application')
    const found = await line(test.system.health, 'database-integrity')
    expect(found).toMatchObject({ status: 'red', fix: null })
    expect(found?.reason).toContain('2 row(s) of mapping without their application')
    expect(await test.system.health.checkDatabase()).toMatchObject({ status: 'red' })
  })

  it('asks for the check of a large database, and remembers it', async () => {
    const test = await aSystem(2)
    const jobs = inProcessJobs()
    const health = await healthOf(test, {
      jobs: {
        ...jobs,
        survey: async (path, full) => {
          const survey = await jobs.survey(path, full)
          return full ? survey : { ...survey, bytes: 100 * 1024 * 1024, depth: 'skipped' }
        },
      },
    })
    expect(await line(health, 'database-integrity')).toMatchObject({ status: 'amber', fix: 'check-database' })
    await health.checkDatabase()
    expect(await line(health, 'database-integrity')).toMatchObject({ status: 'green', fix: null })
  })

  it('is red where an event was changed', async () => {
    const test = await aSystem()
    expect(await line(test.system.health, 'log-chain')).toMatchObject({ status: 'green' })
    change(test, `UPDATE event SET account = 'nobody' WHERE id = 1`)
    expect(await line(test.system.health, 'log-chain')).toMatchObject({ status: 'red', fix: 'verify-log' })
  })

  it('goes by the last verification of a long log', async () => {
    const test = await aSystem()
    const jobs = inProcessJobs()
    const verified = (data: object | null) =>
      healthOf(test, {
        jobs: {
          ...jobs,
          survey: async (path, full) => ({
            ...(await jobs.survey(path, full)),
            events: 1_001,
            logVerified: data && { at: '2026-01-02T03:04:05.678Z', data: JSON.stringify(data) },
          }),
        },
      })
    const right = { checked: 1_001, brokenAt: null, reason: null }
    const wrong = { checked: 7, brokenAt: 7, reason: 'the event was changed' }
    expect(await line(await verified(null), 'log-chain')).toMatchObject({
      status: 'amber',
      fix: 'verify-log',
    })
    expect(await line(await verified(right), 'log-chain')).toMatchObject({ status: 'green' })
    expect(await line(await verified(wrong), 'log-chain')).toMatchObject({ status: 'red', fix: 'verify-log' })
  })
})
