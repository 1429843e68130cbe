import { describe, expect, it } from 'vitest'
import type { OsAccount } from '../../../electron/core/access/os-account.ts'
import { EventService } from '../../../electron/core/events/event.service.ts'
import { eventIds } from '../../../electron/core/events/event.ts'
import { administrator } from '../../support/test-system.ts'
import { aLog, type LogUnderTest } from './log-under-test.ts'

const person = (name: string): OsAccount => ({ name, groups: [], isLocalAdministrator: false })

const serviceAs = ({ database, keys, recorder, store }: LogUnderTest, account: OsAccount): EventService =>
  new EventService({ database, store, keys, events: recorder, account: async () => account, server: 'sso01' })

/** Events 1 to 6, of three operations: information, warning, error, and so on. */
async function sixEvents(): Promise<LogUnderTest> {
  const log = await aLog()
  const levels = ['information', 'warning', 'error'] as const
  for (let index = 0; index < 6; index += 1) {
    const who = { account: 'root', trackingId: `operation-${Math.floor(index / 2)}` }
    const level = levels[index % 3] ?? 'error'
    await log.recorder.record(eventIds.systemEnabled, level, who, { index })
    await log.tamper(`UPDATE event SET at = '2026-01-0${index + 1}T00:00:00.000Z' WHERE id = ${index + 1}`)
  }
  return log
}

describe('finding events', () => {
  it.each([
    ['all', {}, [6, 5, 4, 3, 2, 1]],
    ['those of an operation', { trackingId: 'operation-1' }, [4, 3]],
    ['those since an instant', { since: '2026-01-05T00:00:00.000Z' }, [6, 5]],
    ['those of a level or a more serious one', { level: 'warning' as const }, [6, 5, 3, 2]],
    ['errors', { level: 'error' as const }, [6, 3]],
    ['those before another', { before: 3 }, [2, 1]],
    ['what is both', { level: 'error' as const, before: 6 }, [3]],
    ['none', { trackingId: 'unheard of' }, []],
  ])('finds %s, newest first', async (_name, query, ids) => {
    const log = await sixEvents()
    const { events, next } = await serviceAs(log, administrator).find(query)
    expect(events.map(({ id }) => id)).toEqual(ids)
    expect(next).toBeNull()
  })

  it('shows an event with all it says', async () => {
    const log = await sixEvents()
    const { events } = await serviceAs(log, administrator).find({ limit: 1 })
    expect(events).toEqual([
      {
        id: 6,
        eventId: 10582,
        level: 'error',
        at: '2026-01-06T00:00:00.000Z',
        trackingId: 'operation-2',
        computer: 'sso01',
        account: 'root',
        data: { index: 5 },
      },
    ])
  })

  it('goes through all of them page by page', async () => {
    const log = await sixEvents()
    const found: number[] = []
    let before: number | null | undefined
    do {
      const page = await serviceAs(log, administrator).find({ limit: 4, ...(before ? { before } : {}) })
      found.push(...page.events.map(({ id }) => id))
      before = page.next
    } while (before !== null)
    expect(found).toEqual([6, 5, 4, 3, 2, 1])
  })

  it('shows an event whose data somebody made unreadable', async () => {
    const log = await sixEvents()
    await log.tamper(`UPDATE event SET data = '{"index' WHERE id = 6`)
    const { events } = await serviceAs(log, administrator).find({ limit: 1 })
    expect(events[0]?.data).toEqual({ text: '{"index' })
  })

  it('is for SSO Administrators and SSO Affiliate Administrators', async () => {
    const log = await sixEvents()
    expect((await serviceAs(log, person('affiliate')).find()).events).toHaveLength(6)
    await expect(serviceAs(log, person('eve')).find()).rejects.toMatchObject({
      code: 'AccessDeniedNotAffiliateAdministrator',
    })
    const { events } = await serviceAs(log, administrator).find({ limit: 1 })
    expect(events[0]).toMatchObject({ eventId: 10536, account: 'eve', data: { operation: 'FindEvents' } })
  })
})

describe('verifying the log as an operation', () => {
  it('says what it found, and records that it was asked, at the end of a chain that stays whole', async () => {
    const log = await aLog()
    await log.generate()
    await log.record(3)
    const service = serviceAs(log, administrator)
    const { trackingId, ...findings } = await service.verifyLog()
    expect(findings).toMatchObject({ checked: 3, authenticated: 3, firstBroken: null, head: 'ok' })
    expect((await service.find({ trackingId })).events).toMatchObject([
      { eventId: 19011, level: 'information', data: { checked: 3, head: 'ok', brokenAt: null } },
    ])
    expect(await service.verifyLog()).toMatchObject({ checked: 4, firstBroken: null })
  })

  it('records a broken link as an error', async () => {
    const log = await sixEvents()
    const service = serviceAs(log, administrator)
    const { trackingId } = await service.verifyLog()
    expect((await service.find({ trackingId })).events).toMatchObject([
      {
        eventId: 19011,
        level: 'error',
        data: { checked: 1, brokenAt: 1, reason: 'the event was changed' },
      },
    ])
  })

  it('is for SSO Administrators', async () => {
    const log = await sixEvents()
    await expect(serviceAs(log, person('affiliate')).verifyLog()).rejects.toMatchObject({
      code: 'AccessDeniedNotSsoAdministrator',
    })
  })

  it('leaves the keys that events are authenticated with in place', async () => {
    const log = await aLog()
    const msid = await log.generate()
    await serviceAs(log, administrator).verifyLog()
    expect(log.keys.loaded(msid)).not.toEqual(new Uint8Array(32))
    expect(await log.verify()).toMatchObject({ authenticated: 1, firstBroken: null })
  })
})
