import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { OsAccount } from '../../electron/core/access/os-account.ts'
import type { NameService } from '../../electron/core/accounts/name-service.ts'
import { ApplicationService } from '../../electron/core/applications/application.service.ts'
import type { SsoDatabase } from '../../electron/core/database/sso-database.ts'
import { EventRecorder } from '../../electron/core/events/event-recorder.ts'
import { SecretOperationsLog } from '../../electron/core/events/secret-operations-log.ts'
import { MappingService } from '../../electron/core/mappings/mapping.service.ts'
import type { ApplicationField, NewApplication } from '../../electron/core/records/application.ts'
import { writeAuditLevels } from '../../electron/core/records/global-info.repository.ts'
import { insertRoleAccounts, insertSystem } from '../../electron/core/records/system.repository.ts'
import { anyName } from './any-name.ts'
import { openDatabaseFile } from './open-database-file.ts'
import { temporaryFolder } from './temporary-folder.ts'

function person(name: string, ...groups: string[]): OsAccount {
  return { name, groups, isLocalAdministrator: false }
}

/** One account of each role; `erin` has none. */
export const people = {
  ssoAdministrator: person('CORP\\sam', 'CORP\\SSO Admins'),
  affiliateAdministrator: person('CORP\\fay', 'CORP\\Affiliate Admins'),
  applicationAdministrator: person('CORP\\ada', 'CORP\\HR Admins'),
  applicationUser: person('CORP\\ursula', 'CORP\\HR Users'),
  erin: person('CORP\\erin'),
} as const

export interface ApplicationServices {
  readonly database: SsoDatabase
  /** The services as somebody calls them. */
  as(account: OsAccount): { readonly applications: ApplicationService; readonly mappings: MappingService }
  /** The event ids written since the last call. */
  newEvents(): Promise<readonly number[]>
}

/** The application and mapping services on a real database, with the roles that {@link people} hold. */
export async function openApplicationServices(
  names: NameService | null = anyName,
): Promise<ApplicationServices> {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'events'))
  const database = await openDatabaseFile(join(folder, 'sso.db'))
  onTestFinished(() => database.close())
  await database.transaction(async (within) => {
    const createdAt = '2026-01-01T00:00:00.000Z'
    await insertSystem(within, { systemId: 'system-1', masterSecretServer: 'sso01', createdAt })
    // By default a server records refusals only.
    await writeAuditLevels(within, 'sso01', { positive: 1, negative: 1 }, new Date())
    await insertRoleAccounts(within, 'sso-administrator', [{ kind: 'group', name: 'CORP\\SSO Admins' }])
    await insertRoleAccounts(within, 'sso-affiliate-administrator', [
      { kind: 'group', name: 'CORP\\Affiliate Admins' },
    ])
  })
  const events = new EventRecorder(database, new SecretOperationsLog(join(folder, 'events')), 'sso01')
  const own = { database, events, server: 'sso01', names }
  let seen = 0
  return {
    database,
    as: (account) => ({
      applications: new ApplicationService({ ...own, account: async () => account }),
      mappings: new MappingService({ ...own, account: async () => account }),
    }),
    newEvents: async () => {
      const rows = await database.tables
        .selectFrom('event')
        .select(['id', 'event_id'])
        .where('id', '>', seen)
        .execute()
      seen = rows.at(-1)?.id ?? seen
      return rows.map(({ event_id }) => event_id)
    },
  }
}

export const userIdField: ApplicationField = { label: 'User ID', masked: false, synchronized: false }
export const passwordField: ApplicationField = { label: 'Password', masked: true, synchronized: true }

/** An Individual application that can be created, but for what is overridden. */
export function anApplication(overrides: Partial<NewApplication> = {}): NewApplication {
  return {
    name: 'Payroll',
    type: 'individual',
    description: 'Pays everybody',
    contact: 'payroll@corp.example',
    fields: [userIdField, passwordField],
    administrators: [{ kind: 'group', name: 'CORP\\HR Admins' }],
    users: [{ kind: 'group', name: 'CORP\\HR Users' }],
    ...overrides,
  }
}
