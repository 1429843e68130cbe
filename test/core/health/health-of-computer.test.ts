import { chmodSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type DatabaseJobs, inProcessJobs } from '../../../electron/core/health/database-jobs.ts'
import { aSystem, change, DAY_MS, healthOf, line } from '../../support/health-system.ts'
import { openTestSystem, type TestSystem } from '../../support/test-system.ts'

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
    expect((await line(health, 'clock'))?.reason).toContain('which is impossible')
  })

  it('is red where the database is damaged, and stays so after a full check', async () => {
    const test = await aSystem(2)
    change(test, 'DELETE FROM application')
    const found = await line(test.system.health, 'database-integrity')
    expect(found).toMatchObject({ status: 'red', fix: null })
    expect(found?.reason).toContain('2 rows of mapping without their application')
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

  it('asks for the verification of a long log, and goes by what it found', async () => {
    const test = await aSystem()
    const long = () => longLog(test)
    expect(await line(await long(), 'log-chain')).toMatchObject({ status: 'amber', fix: 'verify-log' })
    await test.system.events.verifyLog()
    const found = await line(await long(), 'log-chain')
    expect(found).toMatchObject({ status: 'green' })
    expect(found?.reason).not.toContain('since')
    change(test, `UPDATE event SET account = 'nobody' WHERE id = 1`)
    await test.system.events.verifyLog()
    expect(await line(await long(), 'log-chain')).toMatchObject({ status: 'red', fix: 'verify-log' })
  })

  it('tells of a long log that has grown since it was verified, and follows what was added', async () => {
    const test = await aSystem()
    await test.system.events.verifyLog()
    await test.system.globalInfo.disable()
    await test.system.globalInfo.enable()
    const found = await line(await longLog(test), 'log-chain')
    expect(found).toMatchObject({ status: 'green', fix: null })
    expect(found?.reason).toMatch(
      /events were as they were recorded, and so are the [1-9]\d* recorded since\.$/,
    )
    change(test, `UPDATE event SET account = 'nobody' WHERE event_id = 10582`)
    expect(await line(await longLog(test), 'log-chain')).toMatchObject({ status: 'red', fix: 'verify-log' })
  })

  it('says how many events of a very long log are not verified', async () => {
    const test = await aSystem()
    await test.system.events.verifyLog()
    const found = await line(await longLog(test, 60_000), 'log-chain')
    expect(found).toMatchObject({ status: 'amber', fix: 'verify-log' })
    expect(found?.reason).toContain('Of the 60,000 that were recorded since, none was verified.')
  })

  it('keeps what the checks of a large database and of all credentials found over a restart', async () => {
    const test = await aSystem()
    await test.system.health.checkDatabase()
    await test.system.health.checkCredentials()
    const next = await large(test)
    expect(await line(next, 'database-integrity')).toMatchObject({ status: 'green', fix: null })
    expect(await line(next, 'unreadable-rows')).toMatchObject({ status: 'green', fix: null })
    const old = await large(test, new Date(Date.now() + 91 * DAY_MS))
    expect(await line(old, 'database-integrity')).toMatchObject({ status: 'amber', fix: 'check-database' })
    expect(await line(old, 'unreadable-rows')).toMatchObject({ status: 'amber', fix: 'check-credentials' })
    change(test, `UPDATE credential SET sealed = zeroblob(60) WHERE mapping_id = 1`)
    await test.system.health.checkCredentials()
    expect(await line(await large(test), 'unreadable-rows')).toMatchObject({ status: 'red' })
  })

  it('says that SSO is disabled', async () => {
    const test = await aSystem()
    expect(await line(test.system.health, 'sso-enabled')).toMatchObject({ status: 'green' })
    await test.system.globalInfo.disable()
    expect(await line(test.system.health, 'sso-enabled')).toMatchObject({
      status: 'amber',
      fix: 'enable-sso',
    })
  })
})

/** The health of a system whose log is taken for a long one. */
function longLog(test: TestSystem, since?: number) {
  const jobs = inProcessJobs()
  const survey: DatabaseJobs['survey'] = async (path, full) => {
    const found = await jobs.survey(path, full)
    const { logVerified } = found
    return {
      ...found,
      events: 1_001,
      logVerified: logVerified && { ...logVerified, since: since ?? logVerified.since },
    }
  }
  return healthOf(test, { jobs: { ...jobs, survey } })
}

/** The health of a system whose database is taken for a large one, seen by a process that has checked nothing. */
function large(test: TestSystem, now = new Date()) {
  const jobs = inProcessJobs()
  const survey: DatabaseJobs['survey'] = async (path, full) => ({
    ...(await jobs.survey(path, full)),
    bytes: 100 * 1024 * 1024,
    depth: 'skipped',
  })
  return healthOf(test, { jobs: { ...jobs, survey }, now: () => now })
}
