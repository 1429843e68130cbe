import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { onTestFinished } from 'vitest'
import { type MasterSecret, newMasterSecret, newMsid } from '../../../electron/core/crypto/master-secret.ts'
import type { SsoDatabase } from '../../../electron/core/database/sso-database.ts'
import { AuditKeys } from '../../../electron/core/events/audit-keys.ts'
import { appendEvent } from '../../../electron/core/events/event.repository.ts'
import { eventIds } from '../../../electron/core/events/event.ts'
import { EventRecorder } from '../../../electron/core/events/event-recorder.ts'
import { SecretOperationsLog } from '../../../electron/core/events/secret-operations-log.ts'
import { type LogFindings, verifyLog } from '../../../electron/core/events/verify-log.ts'
import {
  insertRoleAccounts,
  insertSystem,
  noteCurrentSecret,
} from '../../../electron/core/records/system.repository.ts'
import type { SecretStoreContent } from '../../../electron/core/secret-store/secret-store-file.ts'
import { openDatabaseFile } from '../../support/open-database-file.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { administrator } from '../../support/test-system.ts'

export const who = { account: 'root', trackingId: 'tracking-1' }

/** A secret store in memory, which can be made to fail. */
export class StoreDouble {
  current: MasterSecret | null = null
  previous: MasterSecret | null = null
  lastBackup: SecretStoreContent['lastBackup'] = null
  failure: Error | null = null
  reads = 0

  async read(): Promise<SecretStoreContent> {
    this.reads += 1
    if (this.failure !== null) throw this.failure
    const { lastBackup } = this
    const [current, previous] = [this.current, this.previous].map(
      (secret) => secret && { msid: secret.msid, createdAt: secret.createdAt, sealed: 'c2VhbGVk' },
    )
    return {
      systemId: 'system-1',
      server: 'sso01',
      protector: 'key-file',
      current: current ?? null,
      previous: previous ?? null,
      lastBackup,
    }
  }

  async reveal() {
    const copy = (secret: MasterSecret): MasterSecret => ({ ...secret, bytes: secret.bytes.slice() })
    return this.current && { current: copy(this.current), previous: this.previous && copy(this.previous) }
  }
}

export interface LogUnderTest {
  readonly folder: string
  readonly database: SsoDatabase
  readonly store: StoreDouble
  readonly keys: AuditKeys
  readonly recorder: EventRecorder
  /** The lines of the local log. */
  readonly logFile: string
  /** Makes a secret current, in the store and in the database. */
  generate(): Promise<string>
  /** Records so many events. */
  record(count: number): Promise<void>
  /** The same, all in one transaction: for large logs. Some event must have been recorded under the secret. */
  fill(count: number): Promise<void>
  verify(): Promise<LogFindings>
  /** Runs SQL, as somebody would who has got at the file. */
  tamper(statement: string): Promise<void>
}

/** A log in a real database of a system without a master secret yet. */
export async function aLog(): Promise<LogUnderTest> {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'events'))
  const database = await openDatabaseFile(join(folder, 'sso.db'))
  onTestFinished(() => database.close())
  await database.transaction(async (within) => {
    const createdAt = '2026-01-01T00:00:00.000Z'
    await insertSystem(within, { systemId: 'system-1', masterSecretServer: 'sso01', createdAt })
    await insertRoleAccounts(within, 'sso-administrator', [{ kind: 'user', name: administrator.name }])
    await insertRoleAccounts(within, 'sso-affiliate-administrator', [{ kind: 'user', name: 'affiliate' }])
  })
  const store = new StoreDouble()
  const keys = new AuditKeys(store)
  const recorder = new EventRecorder(database, new SecretOperationsLog(join(folder, 'events')), 'sso01', {
    keys,
  })
  return {
    folder,
    database,
    store,
    keys,
    recorder,
    logFile: join(folder, 'events', 'secret-operations.jsonl'),
    generate: () => generate(database, store),
    record: async (count) => {
      for (let index = 0; index < count; index += 1) {
        await recorder.record(eventIds.systemEnabled, 'information', who, { index })
      }
    },
    fill: (count) => fill(database, keys, store.current?.msid ?? null, count),
    verify: async () => {
      const held = await keys.copies()
      return verifyLog(database, (msid) => held.get(msid))
    },
    tamper: async (statement) => {
      await sql.raw(statement).execute(database.tables)
    },
  }
}

async function fill(
  database: SsoDatabase,
  keys: AuditKeys,
  msid: string | null,
  count: number,
): Promise<void> {
  const authentication = { msid, keyOf: (name: string) => keys.loaded(name) }
  const event = { eventId: eventIds.systemEnabled, level: 'information', computer: 'sso01', ...who } as const
  await database.transaction(async (within) => {
    for (let index = 0; index < count; index += 1) {
      const at = new Date().toISOString()
      await appendEvent(within, { ...event, at, data: { index } }, authentication)
    }
  })
}

async function generate(database: SsoDatabase, store: StoreDouble): Promise<string> {
  store.previous = store.current
  store.current = newMasterSecret(newMsid(), new Date())
  const { createdAt, msid } = store.current
  await database.transaction((within) => noteCurrentSecret(within, msid, createdAt))
  return msid
}
