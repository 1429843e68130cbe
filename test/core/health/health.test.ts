import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inProcessJobs } from '../../../electron/core/health/database-jobs.ts'
import { healthCheckIds } from '../../../shared/health.ts'
import { aSystem, change, changeStore, healthOf, later, line } from '../../support/health-system.ts'
import {
  administrator,
  aGenerateRequest,
  openTestSystem,
  type TestSystem,
} from '../../support/test-system.ts'

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
    const secret = checks.find(({ id }) => id === 'master-secret')
    expect(secret).toMatchObject({ status: 'red', fix: 'restore-secret' })
    expect(secret?.reason).toMatch(/is gone/)
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
    const checks = await health.describe()
    expect(checks.find(({ id }) => id === 'master-secret')).toMatchObject({ status: 'not-here', fix: null })
    expect(checks.find(({ id }) => id === 'master-secret')?.reason).toContain('sso01')
    // A healthy second server has nothing to be done.
    expect(checks.filter(({ status }) => status === 'amber' || status === 'red')).toEqual([])
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
