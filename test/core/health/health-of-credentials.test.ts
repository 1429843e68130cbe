import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inProcessJobs } from '../../../electron/core/health/database-jobs.ts'
import type { CredentialCheckProgress } from '../../../shared/health.ts'
import { aSystem, change, healthOf, line } from '../../support/health-system.ts'
import { aGenerateRequest } from '../../support/test-system.ts'

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
