import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { eventIds } from '../../../electron/core/events/event.ts'
import { EventRecorder } from '../../../electron/core/events/event-recorder.ts'
import { SecretOperationsLog } from '../../../electron/core/events/secret-operations-log.ts'
import { buildChild, runChild } from '../../crash/child-process.ts'
import { openDatabaseFile } from '../../support/open-database-file.ts'
import { aLog, type LogUnderTest, who } from './log-under-test.ts'

const EACH = 200

let script = ''
beforeAll(async () => {
  script = await buildChild('event-appending-child')
}, 60_000)
afterAll(() => rm(dirname(script), { recursive: true, force: true }))

async function another({ database, folder, keys }: LogUnderTest): Promise<EventRecorder> {
  const again = await openDatabaseFile(database.target.path)
  onTestFinished(() => again.close())
  return new EventRecorder(again, new SecretOperationsLog(join(folder, 'events')), 'sso01', { keys })
}

async function recordAll(recorder: EventRecorder, count: number): Promise<number> {
  const recorded = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      recorder.record(eventIds.systemEnabled, 'information', who, { index }),
    ),
  )
  return recorded.filter(Boolean).length
}

describe('recording events at the same time', () => {
  it('leaves one whole chain when two processes do it', async () => {
    const log = await aLog()
    await log.generate()
    const order = {
      databasePath: log.database.target.path,
      eventsFolder: join(log.folder, 'events'),
      count: EACH,
    }
    await Promise.all([runChild(script, order), runChild(script, order), log.record(EACH)])
    expect(await log.verify()).toMatchObject({
      checked: 3 * EACH,
      authenticated: EACH,
      unauthenticated: 2 * EACH,
      firstBroken: null,
    })
  })

  it('leaves one whole chain when one process does it over two connections, all at once', async () => {
    const log = await aLog()
    await log.generate()
    const other = await another(log)
    expect(await Promise.all([recordAll(log.recorder, EACH), recordAll(other, EACH)])).toEqual([EACH, EACH])
    expect(await log.verify()).toMatchObject({
      checked: 2 * EACH,
      authenticated: 2 * EACH,
      firstBroken: null,
    })
  })

  it('waits for a transaction of another connection of the same thread to end', async () => {
    const log = await aLog()
    const other = await another(log)
    let recording: Promise<boolean> = Promise.resolve(false)
    await log.database.transaction(async () => {
      recording = other.record(eventIds.systemEnabled, 'information', who, {})
      await new Promise((resolve) => setTimeout(resolve, 200))
    })
    expect(await recording).toBe(true)
    expect(await log.verify()).toMatchObject({ checked: 1, firstBroken: null })
  })
})
