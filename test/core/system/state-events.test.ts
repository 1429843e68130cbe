import { describe, expect, it } from 'vitest'
import { SsoError } from '../../../electron/core/errors/sso-error.ts'
import { eventIds } from '../../../electron/core/events/event.ts'
import { readSystem } from '../../../electron/core/records/system.repository.ts'
import { recordStateEvents } from '../../../electron/core/system/state-events.ts'
import { administrator } from '../../support/test-system.ts'
import { aLog, type LogUnderTest, who } from '../events/log-under-test.ts'

/** What opening the system adds to the log. */
async function opening({ database, keys, recorder, store }: LogUnderTest, server = 'sso01') {
  const system = await readSystem(database.tables)
  if (system === null) throw new Error('there is no system')
  const before = await database.tables.selectFrom('event').select('id').execute()
  await recordStateEvents(
    { database, store, keys, events: recorder, account: async () => administrator, server },
    system,
  )
  const rows = await database.tables.selectFrom('event').selectAll().orderBy('id').execute()
  return rows.slice(before.length).map(({ data, event_id }) => [event_id, JSON.parse(data)])
}

/** Generates, as the service does: backed up, and recorded. */
async function generated(log: LogUnderTest): Promise<string> {
  const msid = await log.generate()
  const at = new Date().toISOString()
  log.store.lastBackup = { msid, createdAt: at, verifiedAt: at, fileName: 'a.bak' }
  await log.recorder.record(eventIds.masterSecretGenerated, 'information', who, { msid })
  return msid
}

const gone = SsoError.of('KeyProtectorGone', { place: 'the keyring' })

describe('events of the state at opening', () => {
  it('are recorded once, however often the system is opened', async () => {
    const log = await aLog()
    expect(await opening(log)).toEqual([
      [10534, {}],
      [10520, { msid: null }],
    ])
    for (let again = 0; again < 5; again += 1) expect(await opening(log)).toEqual([])
  })

  it('are none on another server', async () => {
    expect(await opening(await aLog(), 'sso02')).toEqual([])
  })

  it('say nothing of a secret that is there and backed up', async () => {
    const log = await aLog()
    await generated(log)
    expect(await opening(log)).toEqual([[10534, {}]])
  })

  it('say again that the secret is missing when it was there meanwhile', async () => {
    const log = await aLog()
    await opening(log)
    const msid = await generated(log)
    log.store.current = null
    expect(await opening(log)).toEqual([[10520, { msid }]])
    expect(await opening(log)).toEqual([])
  })

  it('say why the secret cannot be loaded, and again when it is for another reason', async () => {
    const log = await aLog()
    await generated(log)
    log.store.failure = gone
    expect(await opening(log)).toEqual([
      [10534, {}],
      [10521, { code: 'KeyProtectorGone' }],
    ])
    expect(await opening(log)).toEqual([])
    log.store.failure = SsoError.of('SecretStoreDamaged', { reason: 'it is not valid JSON text' })
    expect(await opening(log)).toEqual([[10521, { code: 'SecretStoreDamaged' }]])
    log.store.failure = null
    await generated(log)
    log.store.failure = gone
    expect(await opening(log)).toEqual([[10521, { code: 'KeyProtectorGone' }]])
  })

  it('say that there is no secret on a server that became the master secret server and has an older one', async () => {
    const log = await aLog()
    await generated(log)
    const msid = '00000000-0000-4000-8000-000000000000'
    await log.tamper(`UPDATE secret SET msid = '${msid}'`)
    await log.tamper(`UPDATE event SET computer = 'sso02', data = '{"msid":"${msid}"}'`)
    expect(await opening(log)).toEqual([
      [10534, {}],
      [10520, { msid }],
    ])
  })

  it('say once of each secret that it was never backed up', async () => {
    const log = await aLog()
    await generated(log)
    await opening(log)
    const unsaved = await log.generate()
    expect(await opening(log)).toEqual([[10589, { msid: unsaved }]])
    expect(await opening(log)).toEqual([])
    await generated(log)
    expect(await opening(log)).toEqual([])
    log.store.lastBackup = null
    expect(await opening(log)).toEqual([[10589, { msid: log.store.current?.msid }]])
  })

  it('say again who is the master secret server when that was changed meanwhile, wherever', async () => {
    const log = await aLog()
    await generated(log)
    await opening(log)
    await log.recorder.record(eventIds.masterSecretServerChanged, 'information', who, {})
    await log.tamper(`UPDATE event SET computer = 'sso02' WHERE event_id = 10575`)
    expect(await opening(log)).toEqual([[10534, {}]])
    expect(await opening(log)).toEqual([])
  })

  it('of one computer do not stand for those of another', async () => {
    const log = await aLog()
    await opening(log)
    await log.tamper(`UPDATE event SET computer = 'sso02'`)
    expect(await opening(log)).toEqual([
      [10534, {}],
      [10520, { msid: null }],
    ])
  })
})
