import { randomUUID } from 'node:crypto'
import type { Msid } from '../../../shared/master-secret.ts'
import { SsoError } from '../errors/sso-error.ts'
import { findLastEvent } from '../events/event.repository.ts'
import { type EventData, eventIds, type SsoEvent } from '../events/event.ts'
import { findSecretId } from '../records/secret.repository.ts'
import { requireSystem, type SystemRow } from '../records/system.repository.ts'
import type { SecretStoreContent } from '../secret-store/secret-store-file.ts'
import { lockSecretStore, whileLocked } from '../secret-store/secret-store-lock.ts'
import { requireOwnStore } from '../system/own-store.ts'
import type { MasterSecretDependencies } from './master-secret-dependencies.ts'
import { type DatedSecret, noteSecrets } from './note-secrets.ts'

/** What makes a secret current, each with the secret's `msid` in its data. */
const makers = [eventIds.masterSecretGenerated, eventIds.masterSecretRestored, eventIds.restoreUndone]

/** A secret that is current in the secret store and not in the database. */
interface Unrecorded {
  readonly system: SystemRow
  readonly current: DatedSecret
  readonly previous: DatedSecret | null
  readonly lastBackup: SecretStoreContent['lastBackup']
  /** Whether an event says that it became current: then only the database was not told. */
  readonly hasEvent: boolean
}

/**
 * Tells the database which master secret is current where it has not been told, as after a crash or because it could
 * not be written to. Whoever is just making a secret current is left to it.
 *
 * @param isAnew - whether the database was made anew for a secret that there was already: no event is missing then
 * @returns whether there was something to tell, which has been told.
 * @throws {@link SsoError} `SecretStoreBusy`, `DatabaseBusy` and the database's others: it has not been told.
 */
export async function noteUnrecordedSecret(deps: MasterSecretDependencies, isAnew = false): Promise<boolean> {
  if ((await find(deps)) === null) return false
  const { name } = await deps.account()
  const activity = 'telling the database which master secret is current'
  return whileLocked(lockSecretStore(deps.directory, activity, name), () =>
    noteUnrecordedUnderLock(deps, isAnew),
  )
}

/** As {@link noteUnrecordedSecret}, for whoever has locked the secret store. */
export async function noteUnrecordedUnderLock(
  deps: MasterSecretDependencies,
  isAnew = false,
): Promise<boolean> {
  const found = await find(deps, isAnew)
  if (found === null) return false
  // One that is generated is new to the database.
  const wasThere = (await findSecretId(deps.database.tables, found.current.msid)) !== null
  await noteSecrets(deps, found)
  const { name: account } = await deps.account()
  const who = { account, trackingId: randomUUID() }
  const id = found.hasEvent
    ? eventIds.databaseTold
    : wasThere
      ? eventIds.masterSecretRestored
      : eventIds.masterSecretGenerated
  await deps.events.record(id, 'information', who, eventData(found))
  return true
}

function eventData({ current, hasEvent, lastBackup, previous, system }: Unrecorded): EventData {
  const named = { msid: current.msid, previousMsid: previous?.msid ?? null }
  return hasEvent
    ? { ...named, before: system.currentMsid }
    : { ...named, createdAt: current.createdAt, backupFile: lastBackup?.fileName ?? '' }
}

/** @returns `null` also for a store that is not this server's, or not to be read: others say so. */
async function find(deps: MasterSecretDependencies, isAnew = false): Promise<Unrecorded | null> {
  const { database, server, store } = deps
  const { tables } = database
  const system = await requireSystem(tables)
  if (system.masterSecretServer !== server) return null
  const content = await requireOwnStore({ tables, store, server }, system).catch((error) => {
    if (error instanceof SsoError) return null
    throw error
  })
  const current = content?.current
  if (current == null || current.msid === system.currentMsid) return null
  const { lastBackup = null, previous = null } = content ?? {}
  const made = { logged: await lastLogged(deps), recorded: await lastRecorded(deps) }
  const hasEvent = isAnew || (made.logged ?? made.recorded) === current.msid
  const isStranger = system.currentMsid !== null && system.currentMsid !== previous?.msid
  // The database had been told, and does not know of it any more: an older copy is in its place.
  const isOlder = hasEvent && made.recorded !== current.msid && !(await isWaiting(deps, current.msid))
  return isStranger && isOlder ? null : { system, current, previous, lastBackup, hasEvent }
}

/** The secret that was last made current here, as the local log has it, which outlives the database. */
async function lastLogged({ events }: MasterSecretDependencies): Promise<Msid | null> {
  const last = await events.lastLogged(makers)
  return last && msidOf(last)
}

/** The same as the database has it. */
async function lastRecorded({ database, server }: MasterSecretDependencies): Promise<Msid | null> {
  const last = await findLastEvent(database.tables, makers, server)
  return last && msidOf({ data: JSON.parse(last.data) as EventData })
}

/** Whether the event that it became current has not got to the database either. */
async function isWaiting({ events }: MasterSecretDependencies, msid: Msid): Promise<boolean> {
  for await (const event of events.waiting()) {
    if (isMaker(event) && msidOf(event) === msid) return true
  }
  return false
}

const isMaker = ({ eventId }: SsoEvent): boolean => makers.some((id) => id === eventId)

function msidOf({ data }: Pick<SsoEvent, 'data'>): Msid | null {
  return typeof data.msid === 'string' ? data.msid : null
}
