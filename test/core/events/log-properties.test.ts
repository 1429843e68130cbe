import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { type EventId, eventIds } from '../../../electron/core/events/event.ts'
import { aLog, type LogUnderTest } from './log-under-test.ts'

const anEvent = fc.record({
  eventId: fc.constantFrom(...Object.values(eventIds)).filter((id) => id !== eventIds.operationSucceeded),
  level: fc.constantFrom('information' as const, 'warning' as const, 'error' as const),
  who: fc.record({ account: fc.string({ unit: 'grapheme' }), trackingId: fc.uuid() }),
  data: fc.dictionary(
    fc.string({ unit: 'binary' }),
    fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.boolean(), fc.constant(null)),
    { maxKeys: 3 },
  ),
})

const columns = [
  'event_id',
  'level',
  'at',
  'tracking_id',
  'computer',
  'account',
  'data',
  'digest',
  'mac',
  'mac_msid',
] as const

type Tampering =
  | { readonly kind: 'change'; readonly nth: number; readonly column: (typeof columns)[number] }
  | { readonly kind: 'remove' | 'cut'; readonly nth: number }

/** What is done to the `nth` event (modulo their number). */
const tampering: fc.Arbitrary<Tampering> = fc.oneof(
  fc.record({ kind: fc.constant('change' as const), nth: fc.nat(), column: fc.constantFrom(...columns) }),
  fc.record({ kind: fc.constant('remove' as const), nth: fc.nat() }),
  fc.record({ kind: fc.constant('cut' as const), nth: fc.nat() }),
)

/** @returns the event that verifying must name. */
async function tamper({ database }: LogUnderTest, done: Tampering, count: number): Promise<number> {
  const id = (done.nth % count) + 1
  if (done.kind === 'change') {
    const column = sql.ref(done.column)
    await sql`UPDATE event SET ${column} = coalesce(${column}, '') || '0' WHERE id = ${id}`.execute(
      database.tables,
    )
    return id
  }
  const removed = database.tables.deleteFrom('event')
  if (done.kind === 'remove' && id < count) {
    await removed.where('id', '=', id).execute()
    return id + 1
  }
  await removed.where('id', '>=', id).execute()
  return id - 1
}

it('whatever was recorded verifies, and whatever is done to one event is found at that event', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anEvent, { minLength: 1, maxLength: 8 }),
      fc.nat(8),
      tampering,
      async (events, generatedAt, done) => {
        const log = await aLog()
        for (const [index, { data, eventId, level, who }] of events.entries()) {
          if (index === generatedAt) await log.generate()
          await log.recorder.record(eventId as EventId, level, who, data)
        }
        expect(await log.verify()).toMatchObject({
          checked: events.length,
          authenticated: Math.max(events.length - generatedAt, 0),
          firstBroken: null,
        })
        const named = await tamper(log, done, events.length)
        expect((await log.verify()).firstBroken?.id).toBe(named)
        await log.record(2)
        expect((await log.verify()).firstBroken?.id).toBeLessThanOrEqual(events.length + 2)
      },
    ),
    { numRuns: 60 },
  )
}, 110_000)
