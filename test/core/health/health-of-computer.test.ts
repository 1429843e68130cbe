import { chmodSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { inProcessJobs } from '../../../electron/core/health/database-jobs.ts'
import { aSystem, change, DAY_MS, healthOf, line } from '../../support/health-system.ts'
import { openTestSystem } from '../../support/test-system.ts'

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
