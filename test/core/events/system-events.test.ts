import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDatabaseFile } from '../../support/open-database-file.ts'
import { aGenerateRequest, openTestSystem, utf8 } from '../../support/test-system.ts'

describe('the log of a whole system', () => {
  it('is authenticated from the first secret on, over several generates and openings, and verifies', async () => {
    const { directory, folder, system } = await openTestSystem()
    await system.masterSecret.generate(aGenerateRequest(join(folder, '1.bak')))
    await system.reencryption.whenIdle()
    await system.masterSecret.generate(aGenerateRequest(join(folder, '2.bak')))
    const { system: again } = await openTestSystem({ directory })
    const { checked, firstBroken, head, unauthenticated } = await again.events.verifyLog()
    expect({ firstBroken, head }).toEqual({ firstBroken: null, head: 'ok' })
    const { events } = await again.events.find({ limit: 1_000 })
    expect(checked).toBe(events.length - 1)
    // Before the first: this is the master secret server, and there is no secret yet.
    const before = events.filter(({ eventId }) => [10534, 10520].includes(eventId))
    expect(before.map(({ eventId }) => eventId)).toEqual([10520, 10534])
    expect(unauthenticated).toBe(before.length)
  })

  it('has the cause of a failed generate and its failure under one tracking id, here and in the local log', async () => {
    const { directory, folder, system } = await openTestSystem()
    const request = aGenerateRequest(join(folder, 'a.bak'), {
      password: utf8('abc'),
      confirmation: utf8('abc'),
    })
    const error = await system.masterSecret.generate(request).catch((refused) => refused)
    const { trackingId } = error
    const { events } = await system.events.find({ trackingId })
    expect(events.map(({ eventId }) => eventId)).toEqual([10526, 10836])
    const lines = (await readFile(join(directory.events, 'secret-operations.jsonl'), 'utf8'))
      .trim()
      .split('\n')
    const logged = lines.map((line) => JSON.parse(line)).filter((line) => line.trackingId === trackingId)
    expect(logged.map(({ eventId }) => eventId)).toEqual([10836, 10526])
  })

  it('does not keep a system from opening when its end was cut off, and says so ever after', async () => {
    const { directory, system } = await openTestSystem()
    const database = await openDatabaseFile(directory.database)
    await database.tables.deleteFrom('event').execute()
    await database.close()
    const { system: again } = await openTestSystem({ directory })
    expect((await again.events.verifyLog()).firstBroken).not.toBeNull()
    expect((await system.events.verifyLog()).firstBroken).not.toBeNull()
  })
})
