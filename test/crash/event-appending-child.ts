import { eventIds } from '../../electron/core/events/event.ts'
import { EventRecorder } from '../../electron/core/events/event-recorder.ts'
import { SecretOperationsLog } from '../../electron/core/events/secret-operations-log.ts'
import { openDatabaseFile } from '../support/open-database-file.ts'

/** What the child is told to do. */
export interface AppendingOrder {
  readonly databasePath: string
  readonly eventsFolder: string
  readonly count: number
}

const { count, databasePath, eventsFolder } = JSON.parse(process.argv[2] ?? '') as AppendingOrder
const database = await openDatabaseFile(databasePath)
const recorder = new EventRecorder(database, new SecretOperationsLog(eventsFolder), 'sso02')
const who = { account: 'child', trackingId: `child-${process.pid}` }
for (let index = 0; index < count; index += 1) {
  const recorded = await recorder.record(eventIds.systemDisabled, 'information', who, { index })
  if (!recorded) throw new Error(`event ${index} was not recorded`)
}
await database.close()
