import { randomUUID } from 'node:crypto'
import { type ErrorCode, errorEventIds } from '../../../shared/errors.ts'
import { SsoError } from '../errors/sso-error.ts'
import { findLastEvent } from '../events/event.repository.ts'
import type { EventDependencies } from '../events/event.service.ts'
import { type EventData, type EventId, type EventLevel, eventIds } from '../events/event.ts'
import type { SystemRow } from '../records/system.repository.ts'
import type { SecretStoreContent } from '../secret-store/secret-store-file.ts'
import { requireOwnStore } from './own-store.ts'

/** A state that a computer is in, and after which events it is news again. */
interface State {
  readonly eventId: EventId
  readonly level: EventLevel
  readonly data: EventData
  /** Events on this computer that say of the same thing that it is otherwise. */
  readonly otherwise: readonly EventId[]
  /** The same, on whichever computer. */
  readonly otherwiseAnywhere?: readonly EventId[]
}

/**
 * Records, on the master secret server, that it is (10534), that there is no master secret (10520), that it cannot be
 * loaded (10521), or that it was never backed up (10589): each only when it was not so before, however often the
 * system is opened.
 *
 * @throws {@link SsoError} `DatabaseBusy`, `DatabaseDamaged`
 */
export async function recordStateEvents(deps: EventDependencies, system: SystemRow): Promise<void> {
  if (system.masterSecretServer !== deps.server) return
  await recordIfNews(deps, {
    eventId: eventIds.isMasterSecretServer,
    level: 'information',
    data: {},
    otherwise: [],
    otherwiseAnywhere: [eventIds.masterSecretServerChanged],
  })
  const state = await secretState(deps, system)
  if (state !== null) await recordIfNews(deps, state)
}

async function recordIfNews(deps: EventDependencies, state: State): Promise<void> {
  const { account, database, events, server } = deps
  const { data, eventId, level } = state
  const sameThing = [eventId, ...state.otherwise]
  const last = await findLastEvent(database.tables, sameThing, server, state.otherwiseAnywhere)
  if (last?.event_id === eventId && last.data === JSON.stringify(data)) return
  const { name } = await account()
  await events.record(eventId, level, { account: name, trackingId: randomUUID() }, data)
}

async function secretState(deps: EventDependencies, system: SystemRow): Promise<State | null> {
  const { database, keys, server, store } = deps
  try {
    const content = await requireOwnStore({ tables: database.tables, store, server }, system)
    // It opens only if its protector has the key.
    await keys.load()
    if (content.current === null) return noSecret(system)
    return isBackedUp(content) ? null : neverBackedUp(content.current.msid)
  } catch (error) {
    if (!(error instanceof SsoError)) throw error
    const isMissing = errorEventIds[error.code] === eventIds.noMasterSecret
    return isMissing ? noSecret(system) : notLoadable(error.code)
  }
}

const isBackedUp = ({ current, lastBackup }: SecretStoreContent): boolean =>
  lastBackup !== null && lastBackup.msid === current?.msid

/** Generating or restoring one ends both this and {@link notLoadable}. */
const found = [eventIds.masterSecretGenerated, eventIds.masterSecretRestored]

const noSecret = ({ currentMsid }: SystemRow): State => ({
  eventId: eventIds.noMasterSecret,
  level: 'warning',
  data: { msid: currentMsid },
  otherwise: [eventIds.masterSecretNotLoadable, ...found],
})

const notLoadable = (code: ErrorCode): State => ({
  eventId: eventIds.masterSecretNotLoadable,
  level: 'error',
  data: { code },
  otherwise: [eventIds.noMasterSecret, ...found],
})

const neverBackedUp = (msid: string): State => ({
  eventId: eventIds.masterSecretNeverBackedUp,
  level: 'warning',
  data: { msid },
  otherwise: [],
})
