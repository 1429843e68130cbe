import type { OsAccount } from '../../electron/core/access/os-account.ts'
import { ApplicationService } from '../../electron/core/applications/application.service.ts'
import { SsoError } from '../../electron/core/errors/sso-error.ts'
import { EventRecorder } from '../../electron/core/events/event-recorder.ts'
import { SecretOperationsLog } from '../../electron/core/events/secret-operations-log.ts'
import { MappingService } from '../../electron/core/mappings/mapping.service.ts'
import type { NewApplication } from '../../electron/core/records/application.ts'
import { anyName } from '../support/any-name.ts'
import { openDatabaseFile } from '../support/open-database-file.ts'

/* One of many processes that create the same application and the same mapping at the same time. */

/** What the child is told to do. */
export interface CreatingOrder {
  readonly databasePath: string
  readonly eventsFolder: string
  readonly account: OsAccount
  readonly application: NewApplication
  readonly mapping: { readonly windowsAccount: string; readonly externalUser: string }
  /** When to begin, as `Date.now()` counts. */
  readonly at: number
}

const order = JSON.parse(process.argv[2] ?? '') as CreatingOrder
const database = await openDatabaseFile(order.databasePath)
const events = new EventRecorder(database, new SecretOperationsLog(order.eventsFolder), 'sso01')
const own = { database, events, server: 'sso01', names: anyName, account: async () => order.account }

async function unlessThere(work: Promise<unknown>): Promise<void> {
  try {
    await work
  } catch (error) {
    const { code } = error as SsoError
    if (!(error instanceof SsoError) || !/^(ApplicationExists|MappingExists)/.test(code)) throw error
  }
}

await new Promise((resolve) => setTimeout(resolve, order.at - Date.now()))
await unlessThere(new ApplicationService(own).create(order.application))
await unlessThere(new MappingService(own).create(order.application.name, [order.mapping]))
await database.close()
