import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openSqlite } from '../../../electron/core/database/sqlite/sqlite-engine.ts'
import type { SsoDatabase } from '../../../electron/core/database/sso-database.ts'
import { eventIds } from '../../../electron/core/events/event.ts'
import { EventRecorder } from '../../../electron/core/events/event-recorder.ts'
import { SecretOperationsLog } from '../../../electron/core/events/secret-operations-log.ts'
import { verifyLog } from '../../../electron/core/events/verify-log.ts'
import { openDatabaseFile } from '../../support/open-database-file.ts'
import { makeSchema1 } from '../../support/schema-1.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { who } from './log-under-test.ts'

async function upgradedWith(...rows: readonly number[]): Promise<SsoDatabase> {
  const path = join(await temporaryFolder(), 'sso.db')
  await makeSchema1(path)
  const connection = await openSqlite(path)
  const insert = connection.prepare(
    `INSERT INTO event VALUES (?, 10525, 'information', '2026-01-01T00:00:00.000Z', 't', 'sso01', 'root', ?)`,
  )
  connection.exec('BEGIN')
  for (const id of rows) insert.run(id, JSON.stringify({ id, name: 'Zoë' }))
  connection.exec('COMMIT')
  connection.close()
  const database = await openDatabaseFile(path)
  onTestFinished(() => database.close())
  return database
}

const verify = (database: SsoDatabase) => verifyLog(database, () => undefined)

describe('upgrading a log that has no chain', () => {
  it('links the events there are, in their order', async () => {
    const database = await upgradedWith(...Array.from({ length: 2_500 }, (_, index) => index + 1))
    expect(await verify(database)).toMatchObject({
      checked: 2_500,
      unauthenticated: 2_500,
      firstBroken: null,
      head: 'unauthenticated',
    })
    await database.tables.updateTable('event').set({ account: 'eve' }).where('id', '=', 1_700).execute()
    expect((await verify(database)).firstBroken).toMatchObject({ id: 1_700, reason: 'the event was changed' })
  })

  it('does not take numbers that were missing before for missing events', async () => {
    expect(await verify(await upgradedWith(2, 5))).toMatchObject({ checked: 2, firstBroken: null })
  })

  it('lets further events follow', async () => {
    const database = await upgradedWith(1, 2)
    const log = new SecretOperationsLog(await temporaryFolder())
    await new EventRecorder(database, log, 'sso01').record(eventIds.systemEnabled, 'information', who, {})
    expect(await verify(database)).toMatchObject({ checked: 3, firstBroken: null })
  })

  it('notes that there are none in an empty one, so that it cannot be emptied later', async () => {
    const database = await upgradedWith()
    expect(await verify(database)).toMatchObject({ checked: 0, firstBroken: null })
    await database.tables.deleteFrom('event_head').execute()
    expect(await verify(database)).toMatchObject({ firstBroken: { id: 0 }, head: 'missing' })
  })
})
