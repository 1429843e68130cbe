import { describe, expect, it } from 'vitest'
import { eventIds } from '../../../electron/core/events/event.ts'
import { authenticateEvent, digestEvent } from '../../../electron/core/events/event-chain.ts'
import { verifyLog } from '../../../electron/core/events/verify-log.ts'
import { aLog, type LogUnderTest, who } from './log-under-test.ts'

/** Five events, authenticated. */
async function fiveEvents(): Promise<LogUnderTest> {
  const log = await aLog()
  await log.generate()
  await log.record(5)
  return log
}

const whole = { firstBroken: null, head: 'ok' }

/** Recomputes all digests, as somebody can who has not got the key. */
async function forgeDigests({ database }: LogUnderTest, from: number): Promise<void> {
  const rows = await database.tables.selectFrom('event').selectAll().orderBy('id').execute()
  let digest = rows.find(({ id }) => id === from - 1)?.digest ?? '0'.repeat(64)
  for (const row of rows.filter(({ id }) => id >= from)) {
    digest = digestEvent(digest, row)
    await database.tables.updateTable('event').set({ digest }).where('id', '=', row.id).execute()
  }
  await database.tables.updateTable('event_head').set({ digest }).execute()
}

describe('verifying the log', () => {
  it('finds nothing wrong in an empty log, and in one that was left alone', async () => {
    const log = await aLog()
    expect(await log.verify()).toEqual({
      checked: 0,
      authenticated: 0,
      unauthenticated: 0,
      authenticatedThrough: null,
      firstBroken: null,
      head: 'unauthenticated',
    })
    await log.record(2)
    await log.generate()
    await log.record(3)
    expect(await log.verify()).toEqual({
      ...whole,
      checked: 5,
      authenticated: 3,
      unauthenticated: 2,
      authenticatedThrough: 5,
    })
  })

  it('counts as unauthenticated what only a secret that is gone could check, and finds the chain whole', async () => {
    const log = await aLog()
    for (let generation = 1; generation <= 3; generation += 1) {
      await log.generate()
      await log.record(2)
    }
    expect(await log.verify()).toMatchObject({ ...whole, authenticated: 4, unauthenticated: 2 })
    await log.tamper(`UPDATE event SET account = 'eve' WHERE id = 1`)
    expect((await log.verify()).firstBroken).toMatchObject({ id: 1, reason: 'the event was changed' })
  })

  it('has nothing to say against events recorded while the secret was not at hand', async () => {
    const log = await fiveEvents()
    log.keys.forget()
    log.store.failure = new Error('the keyring is locked')
    await log.record(2)
    log.store.failure = null
    expect(await log.verify()).toMatchObject({
      firstBroken: null,
      head: 'unauthenticated',
      unauthenticated: 2,
    })
  })

  it.each([
    ['event_id', '10583'],
    ['level', `'error'`],
    ['at', `'2020-01-01T00:00:00.000Z'`],
    ['tracking_id', `'other'`],
    ['computer', `'sso02'`],
    ['account', `'eve'`],
    ['account', "X'726f6f74'"],
    ['data', `'{"index":3}'`],
    ['data', `'{ "index":2}'`],
    ['digest', `'${'0'.repeat(64)}'`],
    ['digest', 'NULL'],
    ['mac_msid', 'NULL'],
    ['mac_msid', `'00000000-0000-4000-8000-000000000000'`],
  ])('names the event whose %s was made %s', async (column, value) => {
    const log = await fiveEvents()
    await log.tamper(`UPDATE event SET ${column} = ${value} WHERE id = 3`)
    const { at } = await log.database.tables
      .selectFrom('event')
      .select('at')
      .where('id', '=', 3)
      .executeTakeFirstOrThrow()
    expect(await log.verify()).toMatchObject({
      checked: 3,
      firstBroken: { id: 3, at, reason: 'the event was changed' },
      head: 'not-reached',
    })
  })

  it.each([`'${'0'.repeat(64)}'`, 'NULL'])('names the event whose mac was made %s', async (mac) => {
    const log = await fiveEvents()
    await log.tamper(`UPDATE event SET mac = ${mac} WHERE id = 3`)
    expect(await log.verify()).toMatchObject({
      authenticated: 2,
      authenticatedThrough: 2,
      firstBroken: { id: 3, reason: 'its authentication does not match' },
    })
  })

  it.each([
    ['before all others', 'UPDATE event SET id = -7 WHERE id = 3', -7],
    ['after all others', 'UPDATE event SET id = 70 WHERE id = 3', 4],
  ])('names the first event out of order when one was moved %s', async (_name, statement, id) => {
    const log = await fiveEvents()
    await log.tamper(statement)
    expect((await log.verify()).firstBroken).toMatchObject({ id, reason: 'an event before it is missing' })
  })

  it('names the event after one that was removed', async () => {
    const log = await fiveEvents()
    await log.tamper('DELETE FROM event WHERE id IN (1, 3)')
    const reason = 'an event before it is missing'
    expect((await log.verify()).firstBroken).toMatchObject({ id: 2, reason })
  })

  it('names the first of two that changed places', async () => {
    const log = await fiveEvents()
    await log.tamper('UPDATE event SET id = 99 WHERE id = 2')
    await log.tamper('UPDATE event SET id = 2 WHERE id = 4')
    await log.tamper('UPDATE event SET id = 4 WHERE id = 99')
    expect((await log.verify()).firstBroken).toMatchObject({ id: 2, reason: 'the event was changed' })
  })

  it('names the first event that was numbered again to make room for one put in', async () => {
    const log = await fiveEvents()
    await log.tamper('UPDATE event SET id = -id WHERE id >= 3')
    await log.tamper('UPDATE event SET id = 1 - id WHERE id < 0')
    await log.tamper(`INSERT INTO event SELECT 3, event_id, level, at, tracking_id, computer, 'eve', data, digest, mac,
      mac_msid FROM event WHERE id = 2`)
    expect((await log.verify()).firstBroken).toMatchObject({ id: 3, reason: 'the event was changed' })
  })

  it('says after which event the last ones are missing', async () => {
    const log = await fiveEvents()
    await log.tamper('DELETE FROM event WHERE id > 3')
    expect(await log.verify()).toMatchObject({
      checked: 3,
      authenticated: 3,
      firstBroken: { id: 3, reason: 'events at the end are missing' },
      head: 'wrong',
    })
    await log.tamper('DELETE FROM event')
    expect((await log.verify()).firstBroken).toEqual({
      id: 0,
      at: null,
      reason: 'events at the end are missing',
    })
  })

  it('says after which event some were added', async () => {
    const log = await fiveEvents()
    await log.tamper(`INSERT INTO event SELECT 6, event_id, level, at, tracking_id, computer, account, data, digest,
      NULL, NULL FROM event WHERE id = 5`)
    await forgeDigests(log, 6)
    await log.tamper(`UPDATE event_head SET digest = (SELECT digest FROM event WHERE id = 5)`)
    expect(await log.verify()).toMatchObject({
      firstBroken: { id: 6, reason: 'events were added at the end' },
      head: 'wrong',
    })
  })

  it('says that the record of the last event was removed', async () => {
    const log = await fiveEvents()
    await log.tamper('DELETE FROM event_head')
    const reason = 'the record of the last event is missing'
    expect(await log.verify()).toMatchObject({ firstBroken: { id: 5, reason }, head: 'missing' })
  })

  it.each([
    ['without a mac', 'NULL', 'NULL'],
    ['with the mac of the event', 'mac', 'mac_msid'],
    ['without a mac under the secret', 'NULL', 'mac_msid'],
    ['under a secret that nobody has', `'00'`, `'00000000-0000-4000-8000-000000000000'`],
  ])(
    'shows that the end was removed and the record of the last event was forged %s',
    async (_n, mac, msid) => {
      const log = await fiveEvents()
      await log.tamper('DELETE FROM event WHERE id > 3')
      await log.tamper(`UPDATE event_head SET (event_id, digest, mac, mac_msid) =
      (SELECT id, digest, ${mac}, ${msid} FROM event WHERE id = 3)`)
      expect(await log.verify()).toMatchObject({
        firstBroken: { id: 3, reason: 'the record of the last event was changed' },
        head: 'wrong',
      })
    },
  )

  it('names the first changed event when all digests after it were made again without the key', async () => {
    const log = await fiveEvents()
    await log.tamper(`UPDATE event SET account = 'eve' WHERE id = 3`)
    await forgeDigests(log, 3)
    const reason = 'its authentication does not match'
    expect((await log.verify()).firstBroken).toMatchObject({ id: 3, reason })
  })

  it('vouches only for what comes before when the forger took the authentication away as well', async () => {
    const log = await fiveEvents()
    await log.tamper(`UPDATE event SET account = 'eve', mac = NULL, mac_msid = NULL WHERE id >= 3`)
    await log.tamper('UPDATE event_head SET mac = NULL, mac_msid = NULL')
    await forgeDigests(log, 3)
    expect(await log.verify()).toMatchObject({
      authenticatedThrough: 2,
      unauthenticated: 3,
      head: 'unauthenticated',
    })
  })

  it('names an event that was authenticated with another key', async () => {
    const log = await fiveEvents()
    const { digest } = await log.database.tables
      .selectFrom('event')
      .select('digest')
      .where('id', '=', 4)
      .executeTakeFirstOrThrow()
    await log.tamper(
      `UPDATE event SET mac = '${authenticateEvent(String(digest), new Uint8Array(32))}' WHERE id = 4`,
    )
    expect((await log.verify()).firstBroken).toMatchObject({ id: 4 })
  })

  it.each([
    ['events were removed at the end', 'DELETE FROM event WHERE id > 3'],
    ['all were removed', 'DELETE FROM event'],
    ['the record of the last one was removed', 'DELETE FROM event_head'],
    ['its record was changed', `UPDATE event_head SET digest = '${'1'.repeat(64)}'`],
  ])('still shows, after further events, that %s', async (_name, statement) => {
    const log = await fiveEvents()
    await log.tamper(statement)
    await log.record(2)
    expect((await log.verify()).firstBroken).toMatchObject({ id: 7, reason: 'an event before it is missing' })
  })

  it('still shows, after further events, an end that was removed along with a forged record of it', async () => {
    const log = await fiveEvents()
    await log.tamper('DELETE FROM event WHERE id > 3')
    await log.tamper(`UPDATE event_head SET (event_id, digest, mac, mac_msid) =
      (SELECT id, digest, mac, mac_msid FROM event WHERE id = 3)`)
    await log.record(2)
    expect((await log.verify()).firstBroken).toMatchObject({ id: 5, reason: 'an event before it is missing' })
  })

  it('is not misled by events recorded meanwhile', async () => {
    const log = await fiveEvents()
    await log.fill(1_500)
    const held = await log.keys.copies()
    let recorded = 0
    const findings = await verifyLog(log.database, (msid) => held.get(msid), {
      onProgress: () => {
        recorded += 1
        void log.recorder.record(eventIds.systemEnabled, 'information', who, {})
      },
    })
    expect(recorded).toBeGreaterThan(1)
    expect(findings).toMatchObject(whole)
    expect(findings.checked).toBeGreaterThan(1_505)
  })

  it('tells how far it is, and stops when told to', async () => {
    const log = await fiveEvents()
    await log.fill(1_100)
    const stop = new AbortController()
    const progress: unknown[] = []
    const verifying = verifyLog(log.database, () => undefined, {
      onProgress: (now) => {
        progress.push(now)
        stop.abort()
      },
      signal: stop.signal,
    })
    await expect(verifying).rejects.toMatchObject({ code: 'Cancelled' })
    expect(progress).toEqual([{ checked: 1_000, total: 1_105 }])
  })
})
