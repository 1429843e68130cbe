import { mkdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { eventIds } from '../../../electron/core/events/event.ts'
import { EventRecorder } from '../../../electron/core/events/event-recorder.ts'
import { SecretOperationsLog } from '../../../electron/core/events/secret-operations-log.ts'
import { writeAuditLevels } from '../../../electron/core/records/global-info.repository.ts'
import { openDatabaseFile } from '../../support/open-database-file.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

async function aRecorder() {
  const folder = await temporaryFolder()
  const events = join(folder, 'events')
  await mkdir(events)
  const database = await openDatabaseFile(join(folder, 'sso.db'))
  onTestFinished(() => database.close())
  const recorder = new EventRecorder(database, new SecretOperationsLog(events), 'sso01')
  return { recorder, database, log: join(events, 'secret-operations.jsonl') }
}

const who = { account: 'root', trackingId: 'tracking-1' }

describe('event recorder', () => {
  it('writes the same event to the database and the private log when both work', async () => {
    const { database, log, recorder } = await aRecorder()
    expect(await recorder.record(eventIds.masterSecretGenerated, 'information', who, { msid: 'm1' })).toBe(
      true,
    )
    const row = await database.tables.selectFrom('event').selectAll().executeTakeFirstOrThrow()
    const line = JSON.parse(await readFile(log, 'utf8'))
    expect(row).toMatchObject({
      event_id: 10525,
      level: 'information',
      tracking_id: 'tracking-1',
      computer: 'sso01',
    })
    expect(JSON.parse(row.data)).toEqual({ msid: 'm1' })
    expect(line).toEqual({
      eventId: 10525,
      level: 'information',
      at: row.at,
      ...who,
      computer: 'sso01',
      data: { msid: 'm1' },
      id: row.id,
      digest: row.digest,
      mac: null,
      macMsid: null,
    })
    if (process.platform !== 'win32') expect((await stat(log)).mode & 0o777).toBe(0o600)
  })

  it('writes to the log when the database does not work', async () => {
    const { database, log, recorder } = await aRecorder()
    await database.tables.schema.dropTable('event').execute()
    expect(await recorder.record(eventIds.masterSecretGenerateFailed, 'error', who, {})).toBe(true)
    const line = JSON.parse(await readFile(log, 'utf8'))
    expect(line).toMatchObject({ eventId: 10526 })
    expect(line).not.toHaveProperty('digest')
  })

  it('says so when nothing could be written', async () => {
    const { database, log, recorder } = await aRecorder()
    await database.tables.schema.dropTable('event').execute()
    await mkdir(log)
    expect(await recorder.record(eventIds.masterSecretGenerateFailed, 'error', who, {})).toBe(false)
  })

  it('keeps what was not done to the master secret out of the log', async () => {
    const { database, log, recorder } = await aRecorder()
    expect(await recorder.record(eventIds.systemDisabled, 'information', who, {})).toBe(true)
    expect(await database.tables.selectFrom('event').select('event_id').execute()).toEqual([
      { event_id: 10583 },
    ])
    await expect(readFile(log)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it.each([
    ['by default', undefined, [10536]],
    ['at 0 and 0', { positive: 0, negative: 0 }, []],
    ['at 3 and 0', { positive: 3, negative: 0 }, [10535]],
    ['at 1 and 1', { positive: 1, negative: 1 }, [10535, 10536]],
  ])('heeds the audit levels of its server: %s', async (_name, levels, expected) => {
    const { database, recorder } = await aRecorder()
    await database.transaction(async (within) => {
      await writeAuditLevels(within, 'sso02', { positive: 3, negative: 3 }, new Date())
      if (levels !== undefined) await writeAuditLevels(within, 'sso01', levels, new Date())
    })
    const recorded = [
      await recorder.record(eventIds.operationSucceeded, 'information', who, {}),
      await recorder.record(eventIds.operationRefused, 'warning', who, {}),
    ]
    const rows = await database.tables.selectFrom('event').select('event_id').execute()
    expect(rows.map(({ event_id }) => event_id)).toEqual(expected)
    expect(recorded.filter(Boolean)).toHaveLength(expected.length)
  })
})
