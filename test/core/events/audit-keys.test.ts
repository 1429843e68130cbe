import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { deriveSubKey } from '../../../electron/core/crypto/sub-keys.ts'
import { eventIds } from '../../../electron/core/events/event.ts'
import { authenticateEvent } from '../../../electron/core/events/event-chain.ts'
import { aLog, type LogUnderTest, who } from './log-under-test.ts'

const lastEvent = ({ database }: LogUnderTest) =>
  database.tables.selectFrom('event').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow()

describe('authenticating events', () => {
  it('is done under the audit key of the current secret, from its own event on', async () => {
    const log = await aLog()
    for (let generation = 1; generation <= 3; generation += 1) {
      const msid = await log.generate()
      await log.recorder.record(eventIds.masterSecretGenerated, 'information', who, { msid })
      const { digest, mac, mac_msid } = await lastEvent(log)
      const key = deriveSubKey(log.store.current?.bytes ?? new Uint8Array(), 'audit-chain')
      expect({ mac, mac_msid }).toEqual({ mac: authenticateEvent(String(digest), key), mac_msid: msid })
      const lines = (await readFile(log.logFile, 'utf8')).trim().split('\n')
      expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ digest, mac, macMsid: msid })
    }
  })

  it('reads the secret store once for many events', async () => {
    const log = await aLog()
    await log.generate()
    await log.record(20)
    expect(log.store.reads).toBe(1)
    expect((await lastEvent(log)).mac).not.toBeNull()
  })

  it('keeps nothing from being recorded when the store cannot be read, and does not ask it for every event', async () => {
    const log = await aLog()
    const msid = await log.generate()
    log.store.failure = new Error('the keyring is locked')
    await log.record(20)
    expect(log.store.reads).toBe(1)
    expect(await lastEvent(log)).toMatchObject({ id: 20, mac: null, mac_msid: null })
    log.store.failure = null
    await log.record(1)
    expect(await lastEvent(log)).toMatchObject({ mac: null })
    // What is done to the secret may have put it right.
    await log.recorder.record(eventIds.masterSecretRestored, 'information', who, {})
    expect(await lastEvent(log)).toMatchObject({ mac_msid: msid })
    expect(await log.verify()).toMatchObject({ firstBroken: null, authenticated: 1, unauthenticated: 21 })
  })

  it('is left out before the first secret was generated, without asking the store', async () => {
    const log = await aLog()
    await log.record(1)
    expect(log.store.reads).toBe(0)
    expect(await lastEvent(log)).toMatchObject({ mac: null, mac_msid: null })
  })

  it('wipes its keys when they are forgotten, and loads them again when needed', async () => {
    const log = await aLog()
    const msid = await log.generate()
    await log.record(1)
    const copy = (await log.keys.copies()).get(msid)
    const key = log.keys.loaded(msid)
    expect(copy).toEqual(key)
    log.keys.forget()
    expect(key).toEqual(new Uint8Array(32))
    expect(copy).not.toEqual(key)
    expect(log.keys.loaded(msid)).toBeUndefined()
    await log.record(1)
    expect(await log.verify()).toMatchObject({ authenticated: 2, firstBroken: null })
  })
})
